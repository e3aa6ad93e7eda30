import { equal, match, ok, rejection } from "../support/expect.js";

/**
 * Where the suite runs.
 *
 * @typedef {object} Target
 * @property {string} endpoint  of a server on a port, or any address when `fetch` is there
 * @property {import("lakefs-wasm").Fetch} [fetch]  a lakeFS in memory
 * @property {Key} key  of a user who may do everything
 * @property {Key} [reader]  of a user who may `fs:List*` and `fs:Read*`
 * @property {Key} [nobody]  of a user without permissions
 *
 * @typedef {{ accessKeyId: string, secretAccessKey: string }} Key
 * @typedef {Awaited<ReturnType<typeof makeContext>>} Context
 * @typedef {{ name: string, needs?: "users" | "page" | "browser session" | "no page" | "a port", run: (context: Context) => Promise<void> }} Case
 */

const RESPONSE_CODES = [
  "bad_request",
  "unauthenticated",
  "permission_denied",
  "repository_not_found",
  "not_found",
  "already_exists",
  "read_only",
  "repository_deleting",
  "precondition_failed",
  "rate_limited",
  "unavailable",
  "server_error",
  "unknown_endpoint",
];

/**
 * What the cases use: a client of the target, and helpers for it.
 *
 * @param {typeof import("lakefs-wasm")} lib
 * @param {Target} target
 */
export async function makeContext(lib, target) {
  const { endpoint, fetch, key } = target;
  const basic = ({ accessKeyId, secretAccessKey }) => ({
    type: /** @type {const} */ ("basic"),
    accessKeyId,
    secretAccessKey,
  });
  /** @param {import("lakefs-wasm").ClientOptions} [options] */
  const make = (options) => new lib.LakeFSClient({ endpoint, fetch, ...options });
  const client = make({ auth: basic(key) });
  const config = await client.serverConfig();
  const store = config.storage_config?.blockstore_type ?? "mem";
  const run = `t${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
  const created = new Set();
  let count = 0;

  /** An ID that no other run uses. */
  const name = (label = "r") => {
    const id = `${run}-${count++}-${label}`;
    created.add(id);
    return id;
  };

  return {
    lib,
    endpoint,
    key,
    client,
    make,
    basic,
    name,
    store,
    target,
    /** The prefix of the suite's repositories. */
    run,
    inPage: typeof document === "object",
    /** A server before the versions that answer as 1.84 does; what differs is in the cases. */
    old: !("storage_config_list" in config),
    namespace: (id) => `${store}://${id}`,

    /**
     * A new repository with its own namespace.
     *
     * @param {Partial<import("lakefs-wasm").RepositoryCreation>} [more]
     * @param {import("lakefs-wasm").CreateRepositoryOptions} [options]
     */
    async repository(more, options) {
      const id = name();
      await client.createRepository({ name: id, storage_namespace: `${store}://${id}`, ...more }, options);
      return id;
    },

    /** A request that no client sends. */
    send(method, path, { json, headers } = {}) {
      const authorization = `Basic ${btoa(`${key.accessKeyId}:${key.secretAccessKey}`)}`;
      const init = {
        method,
        headers: { authorization, ...(json === undefined ? {} : { "content-type": "application/json" }), ...headers },
      };
      if (json !== undefined) init.body = typeof json === "string" ? json : JSON.stringify(json);
      return (fetch ?? globalThis.fetch)(endpoint + path, init);
    },

    /**
     * The error of a call that lakeFS refuses, with what all such errors have.
     *
     * @param {Promise<unknown>} promise
     * @param {string} code
     * @param {Record<string, unknown>} [fields]  what the error has to have; undefined: what it must not have
     */
    async refused(promise, code, fields = {}) {
      const error = await rejection(promise, code);
      ok(lib.isLakeFSError(error), `${code} expected, got ${error}`);
      equal(error.code, code, error.message);
      ok(lib.isLakeFSError(error, /** @type {any} */ (code)), "the guard knows the code");
      if (RESPONSE_CODES.includes(code))
        ok(error instanceof lib.ResponseError && Number.isInteger(error.status), "a ResponseError with a status");
      ok(error.message !== "" && !error.message.includes("\n"), `the message is one line: ${error.message}`);
      const { message, ...others } = fields;
      if (message instanceof RegExp) match(error.message, message);
      else if (message !== undefined) equal(error.message, message);
      for (const [field, value] of Object.entries(others)) {
        if (value === undefined) ok(!(field in error), `no ${field} expected, and it is ${error[field]}`);
        else if (value instanceof RegExp) match(error[field], value, field);
        else equal(error[field], value, field);
      }
      return error;
    },

    /** Polls until a condition holds, for asynchronous work of the server. */
    async eventually(ask, done, seconds = 15) {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const answer = await ask();
        if (done(answer)) return answer;
        ok(Date.now() < end, `not within ${seconds} s; the last answer was ${JSON.stringify(answer)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },

    /** Deletes what the cases created. */
    async cleanUp() {
      for (const id of created) {
        await client.deleteRepository(id, { force: true }).catch((error) => {
          if (!lib.isLakeFSError(error, "repository_not_found")) throw error;
        });
      }
      created.clear();
    },
  };
}

/** A request id as lakeFS makes them. */
export const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The fields of the error for a repository that does not exist. */
export const repositoryNotFound = (operation, repository) => ({
  status: 404,
  message: "repository not found",
  operation,
  repository,
  attempts: 1,
  maybeApplied: false,
  requestId: REQUEST_ID,
});

/**
 * Why a case cannot run here; undefined when it can.
 *
 * @param {Case} conformanceCase
 * @param {Context} context
 */
export function reasonToSkip({ needs }, { inPage, target }) {
  switch (needs) {
    case "users":
      return target.reader && target.nobody ? undefined : "the server has no users with fewer permissions";
    case "page":
      return inPage ? undefined : "no page";
    case "browser session":
      return inPage && !target.fetch ? undefined : "only a browser in front of a server holds cookies";
    case "no page":
      return inPage ? "in a page the browser decides on cookies" : undefined;
    case "a port":
      return target.fetch ? "not over a port" : undefined;
    default:
      return undefined;
  }
}
