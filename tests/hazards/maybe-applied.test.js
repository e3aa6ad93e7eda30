// Hazards: lost reply to PUT/DELETE; POST sent twice. `maybeApplied` is false only where it is known that the server has not acted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { stub } from "../support/stub.js";

const refused = () => {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) });
};
const broken = () => {
  throw new TypeError("fetch failed");
};
const answer =
  (status, message = "no") =>
  () =>
    Response.json({ message }, { status, headers: { "retry-after": "0" } });
const put = (client) => client.setGCRules("demo", { default_retention_days: 1, branches: [] });
const post = (client) => client.dumpSubmit("demo");
const create = (client) => client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
const remove = (client) => client.deleteRepository("demo");
const get = (client) => client.getRepository("demo");

/** What one attempt after the other meets, the last again and again; the call; what is known at the end. */
const cases = {
  "a PUT that never left": [[refused], put, false],
  "a PUT that broke, and then never left": [[broken, refused], put, true],
  "a PUT that never left, and then broke": [[refused, refused, broken], put, true],
  "a PUT that was refused by the rules": [[answer(403)], put, false],
  "a PUT that met a 503, and then a refusal": [[answer(503), answer(404)], put, true],
  "a PUT that was asked to slow down, and then was refused": [[answer(429), answer(404)], put, false],
  "a DELETE that broke, and then met another's lock": [[broken, answer(423)], remove, true],
  "a DELETE of a read-only repository": [[answer(403, "read-only repository")], remove, false],
  "a POST that never left": [[refused], post, false],
  "a POST that broke": [[broken], post, true],
  "a POST that met a 500": [[answer(500)], post, true],
  "a POST that met a 408": [[answer(408)], post, true],
  "a POST that was asked to slow down": [[answer(429)], post, false],
  "a creation that was asked to slow down, perhaps midway": [[answer(429)], create, true],
  "a creation of what exists": [[answer(409)], create, false],
  "a write that was answered with a page": [[() => new Response("<html>")], put, true],
  "a write that was answered with a redirect": [[() => new Response("", { status: 302 })], put, true],
  "a write that was answered with nonsense": [[() => new Response("[]")], put, true],
  "a write that was answered with no response": [[() => ({})], put, true],
  "a read that failed any way": [[broken, answer(503), answer(500)], get, false],
};

for (const [what, [answers, call, expected]] of Object.entries(cases)) {
  test(`${what} ${expected ? "may have been applied" : "was certainly not applied"}`, async () => {
    const { fetch } = stub((_, __, number) => answers[Math.min(number, answers.length) - 1]());
    const error = await rejection(call(new LakeFSClient({ fetch })));
    assert.equal(error.maybeApplied, expected, `${error.code}: ${error.message}`);
  });
}

test("a write that is sent again after a lost reply counts as one that may have been applied when time runs out", async () => {
  const { fetch } = stub((_, __, number) => (number === 1 ? broken() : new Promise(() => {})));
  const error = await rejection(put(new LakeFSClient({ fetch, timeoutMs: 300 })));
  assert.deepEqual([error.code, error.attempts, error.maybeApplied], ["timeout", 2, true]);
});

test("an update of rules that was written and cannot be read again may have been applied", async () => {
  let written = false;
  const { fetch } = stub((_, { method }) => {
    if (method === "PUT") {
      written = true;
      return new Response(null, { status: 204 });
    }
    return written ? answer(500)() : Response.json([{ pattern: "main" }], { headers: { etag: "tag" } });
  });
  const error = await rejection(
    new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "dev" }]),
  );
  assert.deepEqual([error.code, error.maybeApplied], ["server_error", true]);
});

test("an update of rules that was never written was not applied", async () => {
  const { fetch } = stub((_, { method }) =>
    method === "PUT"
      ? answer(403, "read-only repository")()
      : Response.json([{ pattern: "main" }], { headers: { etag: "tag" } }),
  );
  const error = await rejection(
    new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "dev" }]),
  );
  assert.deepEqual([error.code, error.maybeApplied], ["read_only", false]);
});

test("a DELETE of rules and a PUT whose replies were lost succeed when they are repeated", async () => {
  for (const call of [
    put,
    (client) => client.deleteGCRules("demo"),
    (client) => client.setBranchProtectionRules("demo", [], { overwrite: true }),
  ]) {
    const { fetch, calls } = stub((_, __, number) => (number === 1 ? broken() : new Response(null, { status: 204 })));
    await call(new LakeFSClient({ fetch }));
    assert.equal(calls.length, 2);
  }
});

test("a read that fails after a write was lost leaves the write in doubt", async () => {
  const never = () => new Promise(() => {});
  const rules = (stored, etag) => () => Response.json(stored, { headers: { etag } });
  const set = (ifMatch) => (client) => client.setBranchProtectionRules("demo", [{ pattern: "main" }], { ifMatch });
  const update = (client) => client.updateBranchProtectionRules("demo", (stored) => [...stored, { pattern: "main" }]);
  const sequences = [
    ["timeout", set(""), [rules([], ""), broken, never]],
    ["timeout", set("e1"), [broken, answer(412, "Precondition failed"), never]],
    ["server_error", update, [rules([], ""), rules([], ""), broken, answer(500)]],
    [
      "server_error",
      update,
      [
        rules([{ pattern: "a" }], "e1"),
        broken,
        answer(412, "Precondition failed"),
        rules([{ pattern: "b" }], "e2"),
        answer(500),
      ],
    ],
  ];
  for (const [code, call, answers] of sequences) {
    const { fetch } = stub((_, __, number) => answers[Math.min(number, answers.length) - 1]());
    const error = await rejection(call(new LakeFSClient({ fetch, timeoutMs: 500 })));
    assert.deepEqual([error.code, error.maybeApplied], [code, true], error.message);
  }
});

test("a DELETE whose reply was lost is in doubt also when no new token comes", async () => {
  const { fetch } = stub((_, __, number) => (number === 1 ? broken() : answer(401, "error authenticating request")()));
  const token = ({ refresh }) => {
    if (refresh) throw new Error("the refresh token has run out");
    return "token-1";
  };
  const error = await rejection(remove(new LakeFSClient({ fetch, auth: { type: "jwt", token } })));
  assert.deepEqual([error.code, error.attempts, error.maybeApplied], ["invalid_argument", 2, true]);
});
