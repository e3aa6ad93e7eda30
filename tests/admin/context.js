// Where the tests of lakefs-wasm/admin run: on a lakeFS in memory, and on the real one that LAKEFS_URL names (with LAKEFS_ACCESS_KEY_ID and
// LAKEFS_SECRET_ACCESS_KEY), where they touch only repositories of their own prefix and delete them at the end.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

const { LAKEFS_URL, LAKEFS_ACCESS_KEY_ID = "", LAKEFS_SECRET_ACCESS_KEY = "" } = process.env;

/** A lakeFS in memory and a client of it. */
export function memory(options) {
  const lakefs = inMemoryLakeFS(options);
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth, endpoint: "http://lakefs.test" });
  return { lakefs, client, ...helpers(client, lakefs.fetch, "http://lakefs.test", lakefs.auth, "mem") };
}

/**
 * Runs tests on each server. `context()` has a client and, with `prefix`, IDs that are the tests' own.
 *
 * @param {(context: () => ReturnType<typeof helpers> & { client: LakeFSClient, prefix: string }) => void} define
 */
export function onEachServer(define) {
  for (const version of /** @type {const} */ (["1.84", "1.12"])) {
    describe(`on lakeFS ${version} in memory`, () => {
      let context;
      beforeEach(() => {
        context = { ...memory({ version }), prefix: "own-" };
      });
      define(() => context);
    });
  }
  if (!LAKEFS_URL) return;
  describe(`on the lakeFS at ${new URL(LAKEFS_URL).origin}`, () => {
    const auth = /** @type {const} */ ({
      type: "basic",
      accessKeyId: LAKEFS_ACCESS_KEY_ID,
      secretAccessKey: LAKEFS_SECRET_ACCESS_KEY,
    });
    const client = new LakeFSClient({ endpoint: LAKEFS_URL, auth });
    const run = `a${Date.now().toString(36)}`;
    let context;
    let count = 0;
    let store = "local";
    before(async () => {
      store = (await client.serverConfig()).storage_config?.blockstore_type ?? store;
    });
    beforeEach(() => {
      const rest = helpers(client, (...args) => fetch(...args), LAKEFS_URL, auth, store);
      context = { client, ...rest, prefix: `${run}-${count++}-` };
    });
    after(async () => {
      for await (const { id } of client.repositories({ prefix: run })) {
        await client.deleteRepository(id, { force: true }).catch((error) => {
          if (!isLakeFSError(error, "repository_not_found")) throw error;
        });
      }
    });
    define(() => context);
  });
}

function helpers(client, send, endpoint, { accessKeyId, secretAccessKey }, store) {
  return {
    namespace: (id) => `${store}://${id}`,
    create: (id, fields, options) =>
      client.createRepository({ name: id, storage_namespace: `${store}://${id}`, ...fields }, options),
    protect: (id, ...patterns) => client.setBranchProtectionRules(id, rulesOf(patterns), { overwrite: true }),
    patterns: async (id) => (await client.getBranchProtectionRules(id)).rules.map(({ pattern }) => pattern).sort(),
    retention: async (id) =>
      client.getGCRules(id).catch((error) => {
        if (isLakeFSError(error, "not_found")) return null;
        throw error;
      }),
    branches: async (id) => (await client.listBranches(id)).results,
    /** Creates a branch, which the client has no operation for. */
    async branch(id, name) {
      await post(send, endpoint, { accessKeyId, secretAccessKey }, `/repositories/${id}/branches`, {
        name,
        source: "main",
      });
    },
    async metadata(id, metadata) {
      await post(send, endpoint, { accessKeyId, secretAccessKey }, `/repositories/${id}/metadata`, { metadata });
    },
    /** Stores patterns as they are: the client refuses those that lakeFS cannot compile. */
    async storePatterns(id, ...patterns) {
      const path = `/repositories/${id}/settings/branch_protection`;
      await post(send, endpoint, { accessKeyId, secretAccessKey }, path, rulesOf(patterns), "PUT");
    },
    /** Creates a repository with a default branch that the client refuses. */
    async createWithDefaultBranch(id, default_branch) {
      const body = { name: id, storage_namespace: `${store}://${id}`, default_branch };
      await post(send, endpoint, { accessKeyId, secretAccessKey }, "/repositories", body);
    },
    async storeRetention(id, rules) {
      const path = `/repositories/${id}/settings/gc_rules`;
      await post(send, endpoint, { accessKeyId, secretAccessKey }, path, rules, "PUT");
    },
  };
}

async function post(send, endpoint, { accessKeyId, secretAccessKey }, path, body, method = "POST") {
  const authorization = `Basic ${btoa(`${accessKeyId}:${secretAccessKey}`)}`;
  const headers = { authorization, "content-type": "application/json" };
  const response = await send(`${endpoint}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
}

export const rulesOf = (patterns) => patterns.map((pattern) => ({ pattern }));

export async function collect(iterable) {
  const found = [];
  for await (const one of iterable) found.push(one);
  return found;
}

/** The error that a promise rejects with; fails when it resolves. */
export async function rejectionOf(promise) {
  const nothing = Symbol("resolved");
  const error = await promise.then(
    () => nothing,
    (reason) => reason,
  );
  assert.notEqual(error, nothing, "a rejection was expected");
  return error;
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Runs something that is killed at its first, second, … request, several at once since they mostly wait, until one ends before its request.
 *
 * @param {(at: number) => Promise<boolean>} run  whether request `at` was reached
 * @returns {Promise<number>} how many were reached
 */
export async function untilUnreached(run) {
  const AT_ONCE = 8;
  for (let first = 1; ; first += AT_ONCE) {
    const reached = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => run(first + index)));
    const end = reached.indexOf(false);
    if (end >= 0) return first - 1 + end;
  }
}
