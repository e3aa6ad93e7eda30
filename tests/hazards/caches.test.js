// Hazards: a fetch that caches. Frameworks, service workers and CDNs answer reads from a cache; what is written on the strength of such an answer
// overwrites what others have written since.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository } from "../support/samples.js";

const add = (rules) => [...rules, { pattern: "mine" }];
const agoDate = (ms) => new Date(Date.now() - ms).toUTCString();

/** A client whose reads of the rules have these headers, and the methods that were sent. */
function withHeaders(headers, rules = [], etag = "") {
  const sent = [];
  let stored = rules;
  const fetch = async (_, { method, body }) => {
    sent.push(method);
    if (method === "GET") return Response.json(stored, { headers: { etag, ...headers } });
    stored = JSON.parse(body);
    return new Response(null, { status: 204 });
  };
  return { client: new LakeFSClient({ fetch }), sent };
}

const NOT_FRESH = [
  { age: "1" },
  { age: "1.5" },
  { age: "30, 0" },
  { age: "0, 30" },
  { age: "-5" },
  { age: "99999999999999999999" },
  { date: agoDate(3_600_000) },
  { age: "0", date: agoDate(3_600_000) },
];

test("a first rule is not written after an answer from a cache, as Age or Date tells", async () => {
  for (const headers of NOT_FRESH) {
    for (const write of [
      (client) => client.updateBranchProtectionRules("demo", add),
      (client) => client.setBranchProtectionRules("demo", [{ pattern: "mine" }], { ifMatch: "" }),
    ]) {
      const { client, sent } = withHeaders(headers);
      const error = await rejection(write(client));
      assert.equal(error.code, "unexpected_response", JSON.stringify(headers));
      assert.match(error.message, /a cache answered/);
      assert.equal(error.maybeApplied, false);
      assert.ok(!sent.includes("PUT"), JSON.stringify(headers));
    }
  }
});

test("an answer that passed caches and is fresh is believed", async () => {
  for (const headers of [{}, { age: "0" }, { age: "0, 0" }, { date: agoDate(0) }, { date: "nonsense" }]) {
    const { client, sent } = withHeaders(headers);
    await client.setBranchProtectionRules("demo", [{ pattern: "mine" }], { ifMatch: "" });
    assert.deepEqual(sent, ["GET", "PUT"], JSON.stringify(headers));
  }
});

test("with an ETag the server decides, and a cached answer is no reason to refuse", async () => {
  for (const headers of NOT_FRESH) {
    const { client, sent } = withHeaders(headers, [{ pattern: "theirs" }], "e1");
    await client.updateBranchProtectionRules("demo", add);
    assert.ok(sent.includes("PUT"), JSON.stringify(headers));
  }
});

test("requests ask no cache, wherever the runtime's Request has a cache mode", async () => {
  class Plain {}
  class WithMode {
    get cache() {
      throw new TypeError("not implemented");
    }
  }
  const kept = globalThis.Request;
  const modes = [];
  const fetch = async (_, init) => {
    modes.push(init.cache);
    return { status: 200, headers: { get: () => null }, arrayBuffer: async () => bytesOf(repository) };
  };
  try {
    // None, one without the mode (workerd's before 2024-11-11), one with it, a stub without a prototype.
    for (globalThis.Request of [undefined, Plain, WithMode, () => {}])
      assert.equal((await new LakeFSClient({ fetch }).getRepository("demo")).id, repository.id);
  } finally {
    globalThis.Request = kept;
  }
  assert.deepEqual(modes, ["no-store", undefined, "no-store", "no-store"]);
});

function bytesOf(value) {
  return new TextEncoder().encode(JSON.stringify(value)).buffer;
}
