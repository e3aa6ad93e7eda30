import { expect, test } from "@jest/globals";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { protect } from "./protect.js";

test("protects what can be changed", async () => {
  const lakefs = inMemoryLakeFS();
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
  await client.createRepository({ name: "ml-images", storage_namespace: "mem://ml-images" });
  expect(await protect(client, "ml-", "main")).toBe(1);
});
