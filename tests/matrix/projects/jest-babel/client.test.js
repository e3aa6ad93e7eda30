import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

test("a call", async () => {
  const lakefs = inMemoryLakeFS();
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
  expect((await client.currentUser()).id).toBe("admin");
});
