// Wrappers around a client: proxies of test doubles, dependency injection and state libraries, subclasses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { rejection, thrown } from "../support/expect.js";

const WRAPPERS = {
  "new Proxy(client, {})": (client) => new Proxy(client, {}),
  "a Proxy in a Proxy": (client) => new Proxy(new Proxy(client, {}), {}),
  "a Proxy that counts": (client) =>
    new Proxy(client, { get: (target, key, receiver) => Reflect.get(target, key, receiver) }),
  "a Proxy that binds nothing": (client) => new Proxy(client, { get: (target, key) => target[key] }),
  "Object.create(client)": (client) => Object.create(client),
  "a class of its own": (_, options) => new (class extends LakeFSClient {})(options),
};

for (const [name, wrap] of Object.entries(WRAPPERS)) {
  test(`${name} is a client`, async () => {
    const lakefs = inMemoryLakeFS();
    const options = { fetch: lakefs.fetch, auth: lakefs.auth };
    const client = wrap(new LakeFSClient(options), options);
    assert.ok(client instanceof LakeFSClient);
    await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
    assert.equal((await client.getRepository("demo")).id, "demo");
    const ids = [];
    for await (const { id } of client.repositories()) ids.push(id);
    assert.deepEqual(ids, ["demo"]);
    const { rules } = await client.updateBranchProtectionRules("demo", () => [{ pattern: "main" }]);
    assert.deepEqual(rules, [{ pattern: "main" }]);
    const { id } = await client.dumpSubmit("demo");
    assert.ok(await client.waitForDump("demo", id));
    assert.equal((await client.with({ retries: 0 }).currentUser()).id, "admin");
  });
}

test("what only looks like a client is refused with a sentence", async () => {
  const { getRepository, with: change } = LakeFSClient.prototype;
  for (const receiver of [undefined, null, 7, {}, new Proxy({}, {}), LakeFSClient.prototype]) {
    const error = await rejection(getRepository.call(receiver, "demo"));
    assert.equal(error.code, "invalid_argument");
    assert.match(error.message, /^getRepository was called without its client/);
    assert.match(thrown(() => change.call(receiver, {})).message, /^with was called without its client/);
  }
});
