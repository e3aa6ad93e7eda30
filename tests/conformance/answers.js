import { equal, ok, rejection } from "../support/expect.js";
import { answerTo, calls, answers as good, repository as sample } from "../support/samples.js";
import { stubClient } from "../support/stub.js";

/** Statuses and messages of lakeFS and of proxies, with their codes. */
const MEANINGS = [
  [400, "storage id: invalid value: validation error", "bad_request"],
  [401, "error authenticating request", "unauthenticated"],
  [401, "insufficient permissions: not allowed to fs:DeleteRepository", "permission_denied"],
  [401, "insufficient permissions", "permission_denied"],
  [403, "read-only repository", "read_only"],
  [403, "forbidden by a proxy", "permission_denied"],
  [404, "repository not found", "repository_not_found"],
  [404, "not found", "not_found"],
  [404, "invalid API endpoint", "unknown_endpoint"],
  [500, "invalid API endpoint", "unknown_endpoint"],
  [409, "error creating repository: not unique", "already_exists"],
  [410, "repository in deletion", "repository_deleting"],
  [410, "error creating repository: repository in deletion", "repository_deleting"],
  [412, "Precondition failed", "precondition_failed"],
  [500, "something broke", "server_error"],
  [501, "Not Implemented", "server_error"],
];

/** A 2xx body that lakeFS would not send, and where it is wrong. */
const NOT_LAKEFS = [
  ["empty", { status: 200, text: "", headers: { "content-type": "application/json" } }, ""],
  ["not JSON", { text: "{oops", headers: { "content-type": "application/json" } }, ""],
  ["null", { text: "null" }, ""],
  ["a list", { json: [] }, ""],
  ["without a required field", { json: { ...sample, id: undefined } }, "/id"],
  ["with null for a string", { json: { ...sample, storage_id: null } }, "/storage_id"],
  ["with a string for a number", { json: { ...sample, creation_date: "1790000000" } }, "/creation_date"],
  [
    "with a number that JavaScript cannot hold",
    { text: JSON.stringify(sample).replace("1790000000", "9007199254740993") },
    "/creation_date",
  ],
  ["with a fraction", { json: { ...sample, creation_date: 1.5 } }, "/creation_date"],
  ["without a body", { status: 204 }, undefined],
];

const invalidUtf8 = () =>
  new Response(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), { headers: { "content-type": "application/json" } });

/**
 * How responses are classified, with a stubbed fetch.
 *
 * @type {import("./context.js").Case[]}
 */
export const answers = [
  ...MEANINGS.map(([status, message, code]) => ({
    name: `a ${status} that says "${message}" rejects with ${code}`,
    async run({ lib, refused }) {
      const { client, sent } = stubClient(
        lib,
        { status, json: { message }, headers: { "x-request-id": "the-id" } },
        { retries: 0 },
      );
      const call = client.getRepository("demo");
      await refused(call, code, {
        status,
        message:
          code === "unknown_endpoint"
            ? `${message}: there is no lakeFS API at ${/^.*\/api\/v1/.exec(sent[0].url)}; check options.endpoint`
            : message,
        requestId: "the-id",
        operation: "getRepository",
        repository: "demo",
        attempts: 1,
        maybeApplied: false,
      });
      equal(sent.length, 1);
    },
  })),
  {
    name: "a status of 5xx leaves it open whether a write was applied; one of 4xx does not",
    async run({ lib, refused }) {
      for (const [status, maybeApplied] of [
        [500, true],
        [400, false],
        [409, false],
        [404, false],
      ]) {
        const { client } = stubClient(lib, { status, json: { message: "x" } }, { retries: 0 });
        const code = { 500: "server_error", 400: "bad_request", 409: "already_exists", 404: "not_found" }[status];
        await refused(client.createRepository({ name: "demo", storage_namespace: "mem://x" }), code, {
          maybeApplied,
          repository: "demo",
          operation: "createRepository",
        });
        await refused(client.getRepository("demo"), code, { maybeApplied: false });
      }
    },
  },
  {
    name: "an error response without a message gets a default one",
    async run({ lib, refused }) {
      const { client } = stubClient(lib, { status: 409 });
      await refused(client.getRepository("demo"), "already_exists", {
        status: 409,
        message: /409/,
        requestId: undefined,
      });
    },
  },
  {
    name: "fields that this version does not know are kept in every answer, nested ones too",
    async run({ lib }) {
      for (const [operation, [status, body]] of Object.entries(good)) {
        if (body === undefined) continue;
        const extended = extend(body);
        const { client } = stubClient(lib, { status, json: extended });
        const value = await client[operation](...calls[operation]);
        const expected =
          operation === "currentUser"
            ? extended.user
            : operation === "getBranchProtectionRules"
              ? { rules: extended, etag: null }
              : extended;
        equal(value, expected, operation);
      }
    },
  },
  {
    name: "fields that this version does not know travel in every body, nested ones too",
    async run({ lib }) {
      for (const [operation, place] of [
        ["createRepository", 0],
        ["setGCRules", 1],
        ["setBranchProtectionRules", 1],
        ["restoreSubmit", 1],
      ]) {
        const args = calls[operation].with(place, extend(calls[operation][place]));
        const { client, sent } = stubClient(lib, answerTo(operation));
        await client[operation](...args);
        equal(JSON.parse(sent[0].body), args[place], operation);
      }
    },
  },
  {
    name: "optional fields of an answer may be missing",
    async run({ lib }) {
      const { client } = stubClient(lib, {
        json: { id: "demo", creation_date: 1, default_branch: "", storage_namespace: "" },
      });
      equal(await client.getRepository("demo"), {
        id: "demo",
        creation_date: 1,
        default_branch: "",
        storage_namespace: "",
      });
      equal(await stubClient(lib, { json: {} }).client.serverConfig(), {});
      equal(await stubClient(lib, { json: { token: "t" } }).client.login({ accessKeyId: "a", secretAccessKey: "b" }), {
        token: "t",
      });
    },
  },
  ...NOT_LAKEFS.map(([what, answer, at]) => ({
    name: `a good status with a body ${what} rejects with unexpected_response`,
    async run({ lib, refused }) {
      const { client } = stubClient(lib, answer);
      const contentType =
        answer.headers?.["content-type"] ?? (answer.json === undefined ? undefined : "application/json");
      const fields = {
        status: answer.status ?? 200,
        operation: "getRepository",
        repository: "demo",
        attempts: 1,
        maybeApplied: false,
        name: "UnexpectedResponseError",
      };
      if (contentType) fields.contentType = contentType;
      if (at) fields.at = at;
      await refused(client.getRepository("demo"), "unexpected_response", fields);
    },
  })),
  {
    name: "a good status with a body that is not UTF-8 rejects with unexpected_response; a byte order mark is fine",
    async run({ lib, refused }) {
      await refused(stubClient(lib, invalidUtf8).client.getRepository("demo"), "unexpected_response", { status: 200 });
      const { client } = stubClient(lib, { text: `\ufeff${JSON.stringify(sample)}` });
      equal(await client.getRepository("demo"), sample);
    },
  },
  {
    name: "the place of what is wrong is a JSON pointer into lists and keys",
    async run({ lib, refused }) {
      const pagination = { has_more: false, next_offset: "", results: 2, max_per_page: 1000 };
      const list = stubClient(lib, { json: { pagination, results: [sample, { ...sample, id: 7 }] } });
      await refused(list.client.listRepositories(), "unexpected_response", {
        at: "/results/1/id",
        repository: undefined,
      });
      const metadata = stubClient(lib, { json: { "a/b~c": 1 } });
      await refused(metadata.client.getRepositoryMetadata("demo"), "unexpected_response", { at: "/a~1b~0c" });
      const rules = stubClient(lib, { json: [{ pattern: "a" }, {}] });
      await refused(rules.client.getBranchProtectionRules("demo"), "unexpected_response", { at: "/1/pattern" });
    },
  },
  {
    name: "numbers that are whole once parsed are whole numbers",
    async run({ lib }) {
      for (const [written, value] of [
        ["1e3", 1000],
        ["7.0", 7],
        ["0", 0],
      ]) {
        const { client } = stubClient(lib, { text: JSON.stringify(sample).replace("1790000000", written) });
        equal((await client.getRepository("demo")).creation_date, value);
      }
    },
  },
  {
    name: "a fetch that rejects or throws rejects with connection_failed and its error as cause",
    async run({ lib, refused }) {
      for (const cause of [new TypeError("fetch failed"), "a string", 1]) {
        const { client } = stubClient(lib, () => Promise.reject(cause), { retries: 0 });
        const error = await refused(client.deleteRepository("demo"), "connection_failed", {
          operation: "deleteRepository",
          repository: "demo",
          attempts: 1,
          maybeApplied: true,
        });
        equal(error.cause, cause);
      }
    },
  },
  {
    name: "errors are told apart by class, code and guard; the guard knows another copy's errors and nothing else",
    async run({ lib }) {
      const { client } = stubClient(lib, { status: 404, json: { message: "repository not found" } });
      const error = await rejection(client.getRepository("demo"));
      ok(
        error instanceof Error && error instanceof lib.LakeFSError && error instanceof lib.ResponseError,
        "its classes",
      );
      equal([lib.isLakeFSError(error, "repository_not_found"), lib.isLakeFSError(error, "not_found")], [true, false]);
      for (const other of [
        undefined,
        null,
        "x",
        {},
        { code: "not_found" },
        new Error("x"),
        new DOMException("x", "AbortError"),
      ])
        equal(lib.isLakeFSError(other), false);
      equal(typeof error.stack, "string");
    },
  },
];

/** The same with an unknown field in every object. */
function extend(value) {
  if (Array.isArray(value)) return value.map(extend);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, extend(inner)]));
  return { ...fields, x_unknown: isMap(value) ? "kept" : { kept: [1, null, "é"] } };
}

/** Whether it is the metadata, whose values are all strings. */
function isMap(value) {
  return Object.hasOwn(value, "owner");
}
