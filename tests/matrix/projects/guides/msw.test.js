import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { setupServer } from "msw/node";
import { handlers, lakefs } from "./msw.js";

const server = setupServer(...handlers);
server.listen({ onUnhandledRequest: "error" });
after(() => server.close());
beforeEach(() => lakefs.reset());

const client = new LakeFSClient({ endpoint: "https://lakefs.example.com", auth: lakefs.auth });

test("answers as lakeFS does", async () => {
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  assert.equal((await client.getRepository("demo")).id, "demo");
});

test("breaks connections", async () => {
  lakefs.fail({ disconnect: "response" }, { times: 3 });
  const error = await client.listRepositories().catch((reason) => reason);
  assert.ok(isLakeFSError(error, "connection_failed"));
});
