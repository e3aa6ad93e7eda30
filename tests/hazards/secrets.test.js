// Hazards: secrets in errors, logs, inspect, JSON, stacks, URLs; header injection.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { dead } from "../support/servers.js";
import { stub } from "../support/stub.js";
import { assertClean, auths, LEAKY_FETCHES, printed, SECRET } from "./secrets.js";

test("no error and no client shows a secret", async () => {
  const endpoint = await dead();
  for (const auth of auths) {
    for (const [name, fetch] of Object.entries(LEAKY_FETCHES)) {
      const told = [];
      const client = new LakeFSClient({
        endpoint,
        fetch,
        auth,
        headers: { "X-Api-Key": SECRET },
        timeoutMs: 200,
        retries: 0,
        onAttempt: (attempt) => told.push(attempt),
      });
      const calls = [
        () => client.getRepository("demo"),
        () => client.getRepositoryMetadata("demo"),
        () => client.deleteRepository("demo", { headers: { "X-Other": SECRET } }),
        () => client.login({ accessKeyId: "key", secretAccessKey: SECRET }),
      ];
      // A fetch that hangs is waited for once.
      for (const call of name === "hang" ? calls.slice(0, 1) : calls) {
        const error = await rejection(call());
        assertClean(error, `${auth.type} ${name} ${error.code}`);
        if (error.cause?.message) assertClean(error.cause.message, "cause");
      }
      assertClean(told, "onAttempt");
      assertClean(client, "the client");
    }
  }
});

test("a token that was replaced while a call was under way is no less secret", async () => {
  const tokens = ["CANARY-old-1", "CANARY-new-2"];
  let release;
  const fetch = async (url, init) => {
    if (url.endsWith("slow")) {
      await new Promise((resolve) => (release = resolve));
      throw new Error(`failed: ${JSON.stringify(init.headers)}`, { cause: init });
    }
    return init.headers.Authorization.endsWith(tokens[0])
      ? Response.json({ message: "error authenticating request" }, { status: 401 })
      : new Response(null, { status: 204 });
  };
  const client = new LakeFSClient({
    fetch,
    retries: 0,
    auth: { type: "jwt", token: ({ refresh }) => tokens[Number(refresh)] },
  });
  const slow = rejection(client.getRepository("slow"));
  await client.deleteRepository("demo");
  release();
  const error = await slow;
  assert.equal(error.code, "connection_failed");
  for (const token of tokens) assert.ok(!printed(error).includes(token), printed(error));
});

test("nothing is written to the console, and an error that nobody catches prints no secret", async () => {
  const source = `
    import { LakeFSClient } from "lakefs-wasm";
    const secret = ${JSON.stringify(SECRET)};
    const fetches = [async () => new Response("<html>"), async () => { throw new Error("failed"); }, async () => new Response("", { status: 500 }), async (_, { headers }) => Response.json({ message: JSON.stringify(headers) }, { status: 400 })];
    const end = {};
    for (const auth of [{ type: "basic", accessKeyId: "key", secretAccessKey: secret }, { type: "jwt", token: () => secret }, { type: "cookie", value: secret }]) {
      for (const fetch of fetches) {
        const client = new LakeFSClient({ fetch, auth, retries: 1, headers: { "X-Own": secret } });
        await client.getRepository("demo").catch((error) => (end.error = error));
        await client.deleteRepository("..").catch(() => {});
        if (process.argv[1] === "print") console.log("%o %O %s %j", client, end.error, end.error, end.error);
      }
    }
    if (process.argv[1] === "throw") throw end.error;
  `;
  const run = (mode) =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        ["--input-type=module", "--eval", source, mode],
        { cwd: new URL("../..", import.meta.url) },
        (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });
  assert.deepEqual(await run("quiet"), { code: 0, stdout: "", stderr: "" });
  for (const mode of ["print", "throw"]) {
    const { code, stdout, stderr } = await run(mode);
    assert.equal(code, mode === "throw" ? 1 : 0, stderr);
    assert.match(stdout + stderr, /ResponseError/);
    assert.doesNotMatch(stdout + stderr, /CANARY|Q0FOQVJZ/);
  }
});

test("an endpoint with user info, a query or a fragment is refused without being repeated", () => {
  for (const endpoint of [
    `https://user:${SECRET}@lakefs.example`,
    `https://${SECRET}@lakefs.example`,
    `https://lakefs.example/?token=${SECRET}`,
    `https://lakefs.example/#${SECRET}`,
    `ftp://${SECRET}`,
    new URL(`https://u:${SECRET}@lakefs.example`),
  ]) {
    assert.throws(
      () => new LakeFSClient({ endpoint }),
      (error) => {
        assertClean(error, "constructor");
        return error.code === "invalid_argument" && error.argument === "options";
      },
    );
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
    for (const options of [
      { auth: { type: "jwt", token: value } },
      { auth: { type: "cookie", value } },
      { headers: { "X-Own": value } },
    ]) {
      assert.throws(() => new LakeFSClient({ fetch, ...options }), refused);
    }
    const client = new LakeFSClient({ fetch });
    await assert.rejects(client.getRepository("demo", { headers: { "X-Own": value } }), refused);
    await assert.rejects(client.setBranchProtectionRules("demo", [], { ifMatch: value }), refused);
    await assert.rejects(
      new LakeFSClient({ fetch, auth: { type: "jwt", token: () => value } }).getRepository("demo"),
      refused,
    );
  }
  for (const name of ["Authorization", "cookie", "HOST", "", "a b", "é", "x:y", "x\r\ny"]) {
    assert.throws(() => new LakeFSClient({ headers: { [name]: "1" } }), { code: "invalid_argument" });
  }
  assert.throws(() => new LakeFSClient({ auth: { type: "basic", accessKeyId: "a:b", secretAccessKey: SECRET } }), {
    code: "invalid_argument",
  });
  assert.equal(calls.length, 0);
});

test("no secret is part of an address", async () => {
  for (const auth of auths) {
    const { fetch, calls } = stub(() => new Response(null, { status: 204 }));
    await new LakeFSClient({ fetch, auth }).deleteRepository("demo");
    assert.ok(!calls[0].url.includes(SECRET));
  }
});

test("a token that one call was refused is in no error of another that waits for the next", async () => {
  let fail;
  let asked = 0;
  const token = ({ refresh }) => {
    asked++;
    return refresh
      ? new Promise((_, reject) => (fail = () => reject(new Error(`refresh of ${SECRET} failed`))))
      : SECRET;
  };
  const client = new LakeFSClient({
    fetch: async () => Response.json({ message: "error authenticating request" }, { status: 401 }),
    auth: { type: "jwt", token },
  });
  const one = rejection(client.getRepository("one"));
  while (!fail) await new Promise((resolve) => setTimeout(resolve, 1));
  const two = rejection(client.getRepository("two"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  fail();
  for (const error of await Promise.all([one, two])) {
    assert.match(error.cause.message, /refresh of \[redacted\] failed/);
    assertClean(error, error.repository);
  }
  assert.equal(asked, 2);
});

test("what a fetch throws shows no secret when it is written as JSON, or is a String", async () => {
  for (const make of [
    (secret) => new String(`x ${secret}`),
    (secret) => Object.assign(new Error("failed"), { toJSON: () => ({ secret }) }),
  ]) {
    const fetch = async (_, { headers }) => {
      throw make(headers.Authorization);
    };
    assertClean(
      await rejection(
        new LakeFSClient({ fetch, auth: { type: "jwt", token: SECRET }, retries: 0 }).getRepository("demo"),
      ),
      "thrown",
    );
  }
});
