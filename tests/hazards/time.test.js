// Hazard: hanging connect, headers, body.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient, preload } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { tcp } from "../support/servers.js";
import { stub } from "../support/stub.js";

await preload();
const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

test("a server that accepts and never responds ends in a timeout of phase response", async (t) => {
  const { endpoint, requests } = await tcp(t, () => {});
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 400 }).getRepository("demo"));
  assert.equal(error.code, "timeout");
  assert.equal(error.phase, "response");
  assert.equal(error.attempts, 1);
  assert.equal(error.maybeApplied, false);
  assert.equal(requests.length, 1);
});

test("a server that sends a head only ends in a timeout of phase body", async (t) => {
  const { endpoint } = await tcp(t, (socket) => socket.write(HEAD));
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 600 }).getRepository("demo"));
  assert.equal(error.phase, "body");
});

test("a server that drips a byte at a time ends in a timeout of phase body", async (t) => {
  const { endpoint } = await tcp(t, (socket) => {
    socket.write(HEAD);
    const drip = setInterval(() => socket.write("1\r\n \r\n"), 10);
    socket.on("close", () => clearInterval(drip));
  });
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 600 }).getRepository("demo"));
  assert.equal(error.phase, "body");
});

test("an error status whose body hangs ends in a timeout", async (t) => {
  const { endpoint } = await tcp(t, (socket) => socket.write(HEAD.replace("200 OK", "500 Oh")));
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 600 }).getRepository("demo"));
  assert.equal(error.phase, "body");
});

test("a write that timed out may have been applied", async (t) => {
  const { endpoint } = await tcp(t, () => {});
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 400 }).deleteRepository("demo"));
  assert.equal(error.maybeApplied, true);
});

test("a fetch that never settles and ignores its signal is timed out", async () => {
  const client = new LakeFSClient({ fetch: () => new Promise(() => {}), timeoutMs: 30 });
  assert.equal((await rejection(client.getRepository("demo"))).phase, "response");
  const stuck = new ReadableStream({ pull: () => new Promise(() => {}) });
  const hanging = new LakeFSClient({ fetch: async () => new Response(stuck), timeoutMs: 30 });
  assert.equal((await rejection(hanging.getRepository("demo"))).phase, "body");
});

test("the time of the whole call wins when it is shorter", async () => {
  const client = new LakeFSClient({ fetch: () => new Promise(() => {}), timeoutMs: 10_000, totalTimeoutMs: 30 });
  const error = await rejection(client.getRepository("demo"));
  assert.equal(error.phase, "total");
  assert.match(error.message, /30 ms/);
});

test("pauses between attempts count for the whole call", async () => {
  const { fetch, calls } = stub(() => new Response("", { status: 503 }));
  const began = performance.now();
  const error = await rejection(new LakeFSClient({ fetch, retries: 1000, totalTimeoutMs: 300 }).getRepository("demo"));
  assert.ok(performance.now() - began < 3_000);
  assert.ok(calls.length > 1);
  assert.ok(error.code === "unavailable" || error.phase === "total", error.code);
});

test("nothing keeps the process alive after calls have ended", async () => {
  const { fetch } = stub((_, __, number) =>
    number % 2 ? new Response("", { status: 503 }) : Response.json(REPOSITORY),
  );
  await new LakeFSClient({ fetch }).getRepository("demo");
  await rejection(new LakeFSClient({ fetch: () => new Promise(() => {}), timeoutMs: 5 }).getRepository("demo"));
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, 0);
});
