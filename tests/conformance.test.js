// The conformance suite in Node: on lakeFS in memory, on the same over a port, and on the real one that LAKEFS_URL names (with
// LAKEFS_ACCESS_KEY_ID and LAKEFS_SECRET_ACCESS_KEY; for the cases about permissions also LAKEFS_READER_ACCESS_KEY_ID and the like, of a user
// who may fs:List* and fs:Read*, and LAKEFS_NOBODY_… of one who may nothing).
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as lib from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { cases, makeContext, reasonToSkip } from "./conformance/index.js";
import { ADMIN, NOBODY, READER, users } from "./support/users.js";

const keys = { key: ADMIN, reader: READER, nobody: NOBODY };
const nothing = async () => {};

/** A user's key from the environment. */
function keyOf(prefix) {
  const { [`${prefix}ACCESS_KEY_ID`]: accessKeyId, [`${prefix}SECRET_ACCESS_KEY`]: secretAccessKey } = process.env;
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
}

/** Every target: its name, and how to start it. */
const places = [
  ...["1.84", "1.12"].flatMap((version) => [
    [
      `lakeFS ${version} in memory`,
      async () => ({
        target: { endpoint: "http://lakefs.test", fetch: inMemoryLakeFS({ version, users }).fetch, ...keys },
        leave: nothing,
      }),
    ],
    [
      `lakeFS ${version} in memory, over a port`,
      async () => {
        const { url, close } = await serve(inMemoryLakeFS({ version, users, taskMs: 30 }));
        return { target: { endpoint: url, ...keys }, leave: close };
      },
    ],
  ]),
];
const { LAKEFS_URL } = process.env;
if (LAKEFS_URL) {
  const key = keyOf("LAKEFS_");
  assert.ok(key, "LAKEFS_URL needs LAKEFS_ACCESS_KEY_ID and LAKEFS_SECRET_ACCESS_KEY");
  const target = { endpoint: LAKEFS_URL, key, reader: keyOf("LAKEFS_READER_"), nobody: keyOf("LAKEFS_NOBODY_") };
  places.push([`the lakeFS at ${new URL(LAKEFS_URL).origin}`, async () => ({ target, leave: nothing })]);
}

for (const [name, enter] of places) {
  describe(`on ${name}`, () => {
    let context;
    let leave = nothing;
    before(async () => {
      const place = await enter();
      leave = place.leave;
      context = await makeContext(lib, place.target);
    });
    after(async () => {
      try {
        await context?.cleanUp();
      } finally {
        await leave();
      }
    });
    for (const one of cases) {
      test(one.name, async (t) => {
        const reason = reasonToSkip(one, context);
        if (reason) return t.skip(reason);
        await one.run(context);
      });
    }
  });
}

describe("a server that caches look-ups", () => {
  test("a deleted repository is found until the cache forgets it, its name is taken, but it is listed no more", async () => {
    let now = Date.now();
    const lakefs = inMemoryLakeFS({ lookupCacheSeconds: 6, now: () => now });
    const client = new lib.LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
    await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
    await client.getRepository("demo");
    await client.deleteRepository("demo");
    assert.equal((await client.getRepository("demo")).id, "demo");
    assert.deepEqual((await client.listRepositories()).results, []);
    await assert.rejects(client.createRepository({ name: "demo", storage_namespace: "mem://other" }), {
      code: "already_exists",
    });
    now += 8000;
    await assert.rejects(client.getRepository("demo"), { code: "repository_not_found" });
    assert.equal((await client.createRepository({ name: "demo", storage_namespace: "mem://other" })).id, "demo");
  });
});
