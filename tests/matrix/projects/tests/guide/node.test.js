import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { protect } from "./protect.js";

const lakefs = inMemoryLakeFS();
const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });

beforeEach(async () => {
  lakefs.reset();
  await client.createRepository({ name: "ml-images", storage_namespace: "mem://ml-images" });
  await client.createRepository({ name: "ml-frozen", storage_namespace: "mem://ml-frozen", read_only: true });
});

test("protects what can be changed", async () => {
  assert.equal(await protect(client, "ml-", "main"), 1);
  const { rules } = await client.getBranchProtectionRules("ml-images");
  assert.deepEqual(rules, [{ pattern: "main" }]);
});

test("goes on after a 503", async () => {
  lakefs.fail({ status: 503 }, { operation: "setBranchProtectionRules" });
  assert.equal(await protect(client, "ml-", "main"), 1);
});
