// Hazard: token provider misbehaves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { stub } from "../support/stub.js";

const BAD = { message: "error authenticating request" };
/** A fetch that takes some tokens only. */
const guarded = (...good) =>
  stub((_, { headers }) =>
    good.includes(headers.Authorization) ? Response.json(REPOSITORY) : Response.json(BAD, { status: 401 }),
  );
const jwt = (fetch, token, more) => new LakeFSClient({ fetch, auth: { type: "jwt", token }, ...more });

test("a token function is asked once for all calls that wait, and not again", async () => {
  let asked = 0;
  const { fetch } = guarded("Bearer good");
  const client = jwt(fetch, async ({ refresh, signal }) => {
    asked++;
    assert.equal(refresh, false);
    assert.ok(signal instanceof AbortSignal);
    await new Promise((resolve) => setTimeout(resolve, 10));
    return "good";
  });
  const sibling = client.with({ timeoutMs: 1000 });
  await Promise.all(Array.from({ length: 1000 }, (_, number) => (number % 2 ? client : sibling).getRepository("demo")));
  await client.getRepository("demo");
  assert.equal(asked, 1);
});

test("a refused token is asked for again, once for all, and a POST goes again with the new one", async () => {
  const refreshes = [];
  const { fetch, calls } = guarded("Bearer new");
  const client = jwt(fetch, ({ refresh }) => {
    refreshes.push(refresh);
    return refresh ? "new" : "old";
  });
  await Promise.all(Array.from({ length: 20 }, () => client.getRepository("demo")));
  assert.deepEqual(refreshes, [false, true]);
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  assert.equal(calls.length, 41);
  assert.deepEqual(refreshes, [false, true]);
});

test("a token that is refused twice ends the call", async () => {
  const { fetch, calls } = guarded();
  let asked = 0;
  const error = await rejection(jwt(fetch, () => `bad${asked++}`).getRepository("demo"));
  assert.equal(error.code, "unauthenticated");
  assert.equal(asked, 2);
  assert.equal(calls.length, 2);
});

test("a missing permission asks for no other token", async () => {
  let asked = 0;
  const { fetch, calls } = stub(() =>
    Response.json({ message: "insufficient permissions: not allowed to fs:ReadRepository" }, { status: 401 }),
  );
  const error = await rejection(jwt(fetch, () => `token${asked++}`).getRepository("demo"));
  assert.equal(error.code, "permission_denied");
  assert.equal(asked, 1);
  assert.equal(calls.length, 1);
});

test("what a token function returns is checked, and it is asked anew by the next call", async () => {
  for (const bad of ["", " ", "a b", "a\r\nX: y", "é", null, undefined, 7, {}, "🙂"]) {
    let asked = 0;
    const { fetch, calls } = guarded("Bearer good");
    const client = jwt(fetch, () => (asked++ === 0 ? bad : "good"));
    const error = await rejection(client.getRepository("demo"));
    assert.equal(error.code, "invalid_argument");
    assert.match(error.message, /auth\.token/);
    assert.equal(calls.length, 0);
    await client.getRepository("demo");
  }
});

test("a token function that throws is the cause, and is asked anew by the next call", async () => {
  for (const fail of [
    () => {
      throw new Error("mine");
    },
    async () => {
      throw new Error("mine");
    },
    () => Promise.reject("mine"),
  ]) {
    let asked = 0;
    const { fetch, calls } = guarded("Bearer good");
    const client = jwt(fetch, () => (asked++ === 0 ? fail() : "good"));
    const error = await rejection(client.getRepository("demo"));
    assert.equal(error.code, "invalid_argument");
    assert.match(String(error.cause), /mine/);
    assert.equal(calls.length, 0);
    await client.getRepository("demo");
  }
});

test("a token function that hangs is timed out, its signal aborted, and the next call asks anew", async () => {
  const signals = [];
  const { fetch } = guarded("Bearer good");
  const client = jwt(fetch, ({ signal }) => (signals.push(signal) === 1 ? new Promise(() => {}) : "good"));
  const error = await rejection(client.getRepository("demo", { timeoutMs: 30 }));
  assert.equal(error.code, "timeout");
  assert.equal(error.phase, "token");
  assert.equal(error.attempts, 0);
  assert.equal(error.maybeApplied, false);
  assert.equal(signals[0].aborted, true);
  await client.getRepository("demo");
});

test("a token function may use the client itself to log in", async () => {
  const { fetch } = stub((url, { headers }) => {
    if (url.endsWith("/auth/login")) {
      assert.equal(headers.Authorization, undefined);
      return Response.json({ token: "fresh" });
    }
    assert.equal(headers.Authorization, "Bearer fresh");
    return Response.json(REPOSITORY);
  });
  const client = jwt(fetch, async () => (await client.login({ accessKeyId: "a", secretAccessKey: "b" })).token);
  assert.equal((await client.getRepository("demo")).id, "demo");
});
