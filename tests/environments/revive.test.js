// Errors over postMessage, structuredClone and JSON: their fields survive as plain data, and reviveError restores them.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { ConnectionError, isLakeFSError, LakeFSClient, ResponseError, reviveError } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { rejection } from "../support/expect.js";

async function errors() {
  const lakefs = inMemoryLakeFS();
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth, retries: 0 });
  const made = [await rejection(client.getRepository("nobody")), await rejection(client.getRepository(".."))];
  for (const fault of [{ disconnect: "response" }, { status: 503 }, { html: 200 }, { truncate: true }]) {
    lakefs.fail(fault);
    made.push(await rejection(client.listRepositories()));
  }
  made.push(await rejection(client.with({ fetch: () => new Promise(() => {}), timeoutMs: 1 }).currentUser()));
  return made;
}

test("every field survives, by structuredClone and by JSON", async () => {
  for (const error of await errors()) {
    for (const sent of [structuredClone(error.toJSON()), JSON.parse(JSON.stringify(error))]) {
      const revived = reviveError(sent);
      assert.ok(isLakeFSError(revived, error.code), error.code);
      assert.equal(revived.constructor, error.constructor);
      assert.deepEqual(revived.toJSON(), error.toJSON());
      assert.equal(String(revived), String(error));
    }
  }
});

test("from a worker thread", async () => {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     import("lakefs-wasm").then(({ LakeFSClient }) => new LakeFSClient().getRepository("..").catch((error) => parentPort.postMessage(error.toJSON())));`,
    { eval: true },
  );
  const [sent] = await once(worker, "message");
  const error = reviveError(sent);
  assert.ok(isLakeFSError(error, "invalid_argument"));
  assert.equal(error.operation, "getRepository");
});

test("any other value is returned as it is", async () => {
  const foreign = { name: "ApiError", message: "no", code: "not_found" };
  const hostile = { name: "ConnectionError", message: "x", code: "not_found" };
  for (const value of [undefined, null, 7, "text", {}, [], new Error("x"), foreign, hostile, { name: "ResponseError" }])
    assert.equal(reviveError(value), value);
  const error = reviveError({ name: "ResponseError", message: "no", code: "not_found", status: 404 });
  assert.ok(error instanceof ResponseError);
  assert.equal(reviveError(error), error);
  const odd = reviveError({ name: "ConnectionError", message: "x", code: "connection_failed", __proto__: null });
  assert.ok(odd instanceof ConnectionError);
});
