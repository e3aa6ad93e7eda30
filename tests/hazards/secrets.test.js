// Hazards: secrets in errors, logs, inspect, JSON, stacks, URLs; header injection.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { LakeFSClient } from "lakefs-wasm";
import { dead, rejection, stub } from "./servers.js";

const SECRET = "CANARY-abc123";
const BASE64 = Buffer.from(`key:${SECRET}`).toString("base64");
const auths = [
  { type: "basic", accessKeyId: "key", secretAccessKey: SECRET },
  { type: "jwt", token: SECRET },
  { type: "jwt", token: () => SECRET },
  { type: "cookie", value: SECRET },
];

/** Everything that can be printed of a value. */
function printed(value) {
  const seen = [inspect(value, { depth: 20, showHidden: true, getters: true }), String(value), value?.stack, value?.message, JSON.stringify(value)];
  try {
    seen.push(inspect(structuredClone(value), { depth: 20 }));
  } catch {
    // What cannot be cloned cannot leak that way.
  }
  for (let cause = value?.cause; cause; cause = cause.cause) seen.push(inspect(cause, { depth: 20, showHidden: true }), cause.stack);
  return seen.join("\n");
}

function assertClean(value, what) {
  const text = printed(value);
  for (const secret of [SECRET, BASE64]) assert.ok(!text.includes(secret), `${what}: ${text.slice(0, 2000)}`);
}

test("no error and no client shows a secret", async () => {
  const endpoint = await dead();
  const fetches = {
    refused: undefined,
    401: async () => Response.json({ message: "error authenticating request" }, { status: 401 }),
    500: async () => new Response("<html>", { status: 500 }),
    redirect: async () => new Response("", { status: 302, headers: { location: `https://idp.example/?token=${SECRET}` } }),
    page: async () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    cut: async () => new Response("{", { headers: { "content-type": "application/json" } }),
    hang: () => new Promise(() => {}),
    echo: async (_, { headers }) => Response.json({ message: `bad headers: ${JSON.stringify(headers)}` }, { status: 400 }),
    leak: async (_, init) => { throw new Error(`failed: ${JSON.stringify(init.headers)}`, { cause: init }); },
  };
  for (const auth of auths) {
    for (const [name, fetch] of Object.entries(fetches)) {
      const told = [];
      const client = new LakeFSClient({ endpoint, fetch, auth, headers: { "X-Api-Key": SECRET }, timeoutMs: 40, retries: 1, onAttempt: (attempt) => told.push(attempt) });
      for (const call of [() => client.getRepository("demo"), () => client.login({ accessKeyId: "key", secretAccessKey: SECRET })]) {
        const error = await rejection(call());
        assertClean(error, `${auth.type} ${name} ${error.code}`);
        if (error.cause?.message) assertClean(error.cause.message, "cause");
      }
      assertClean(told, "onAttempt");
      assertClean(client, "the client");
    }
  }
});

test("an endpoint with user info, a query or a fragment is refused without being repeated", () => {
  for (const endpoint of [`https://user:${SECRET}@lakefs.example`, `https://${SECRET}@lakefs.example`, `https://lakefs.example/?token=${SECRET}`, `https://lakefs.example/#${SECRET}`, `ftp://${SECRET}`, new URL(`https://u:${SECRET}@lakefs.example`)]) {
    assert.throws(() => new LakeFSClient({ endpoint }), (error) => {
      assertClean(error, "constructor");
      return error.code === "invalid_argument" && error.argument === "options";
    });
  }
});

test("what cannot stand in a header is refused before it is sent, and never repeated", async () => {
  const { fetch, calls } = stub(() => assert.fail("sent"));
  for (const end of ["\r\nX-Evil: 1", "\n", "\r", "\0", "🙂", "é", "\x7f"]) {
    const value = SECRET + end;
    const refused = (error) => {
      assertClean(error, JSON.stringify(end));
      return error.code === "invalid_argument";
    };
    for (const options of [{ auth: { type: "jwt", token: value } }, { auth: { type: "cookie", value } }, { headers: { "X-Own": value } }]) {
      assert.throws(() => new LakeFSClient({ fetch, ...options }), refused);
    }
    const client = new LakeFSClient({ fetch });
    await assert.rejects(client.getRepository("demo", { headers: { "X-Own": value } }), refused);
    await assert.rejects(client.setBranchProtectionRules("demo", [], { ifMatch: value }), refused);
    await assert.rejects(new LakeFSClient({ fetch, auth: { type: "jwt", token: () => value } }).getRepository("demo"), refused);
  }
  for (const name of ["Authorization", "cookie", "HOST", "", "a b", "é", "x:y", "x\r\ny"]) {
    assert.throws(() => new LakeFSClient({ headers: { [name]: "1" } }), { code: "invalid_argument" });
  }
  assert.throws(() => new LakeFSClient({ auth: { type: "basic", accessKeyId: "a:b", secretAccessKey: SECRET } }), { code: "invalid_argument" });
  assert.equal(calls.length, 0);
});

test("no secret is part of an address", async () => {
  for (const auth of auths) {
    const { fetch, calls } = stub(() => new Response(null, { status: 204 }));
    await new LakeFSClient({ fetch, auth }).deleteRepository("demo");
    assert.ok(!calls[0].url.includes(SECRET));
  }
});
