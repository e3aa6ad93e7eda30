import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { expect, test } from "vitest";
import { protect } from "./protect.js";

test("protects what can be changed", async () => {
  const lakefs = inMemoryLakeFS();
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
  await client.createRepository({ name: "ml-images", storage_namespace: "mem://ml-images" });
  expect(await protect(client, "ml-", "main")).toBe(1);
  expect(lakefs.requests.filter(({ operation }) => operation === "setBranchProtectionRules")).toHaveLength(1);
});
