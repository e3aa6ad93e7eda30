// Hazards: streams, headers and signals of another make that throw, do not end, count other things than bytes, or reject where nobody waits.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LakeFSClient, preload } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository } from "../support/samples.js";

await preload();
const uncaught = [];
const note = (error) => uncaught.push(error);
process.on("unhandledRejection", note);
after(() => process.off("unhandledRejection", note));

const end = { done: true, value: undefined };
const encoded = () => new TextEncoder().encode(JSON.stringify(repository));

/** A client whose responses have a stream of these chunks. */
function clientOf(read, options) {
  const body = () => ({ getReader: () => ({ read: read(), cancel: () => {} }) });
  const fetch = async () => ({ status: 200, headers: new Headers(), body: body() });
  return new LakeFSClient({ fetch, retries: 0, ...options });
}
const chunks =
  (...values) =>
  () => {
    const left = [...values];
    return async () => (left.length > 0 ? { done: false, value: left.shift() } : end);
  };

test("a stream of empty chunks that never ends is a broken connection", {
  timeout: 30_000,
}, async () => {
  let reads = 0;
  const empty = () => async () => {
    // The process would never get on: so the test fails here.
    if (reads++ > 1_000_000) throw new Error("read forever");
    return { done: false, value: new Uint8Array() };
  };
  const error = await rejection(clientOf(empty, { timeoutMs: 20_000 }).getRepository("demo"));
  assert.equal(error.code, "connection_failed");
  assert.ok(reads < 100_000, `${reads} reads`);
});

test("some empty chunks are no harm", async () => {
  const empty = Array.from({ length: 100 }, () => new Uint8Array());
  assert.equal((await clientOf(chunks(...empty, encoded(), ...empty)).getRepository("demo")).id, "demo");
});

test("views of other kinds are read as their bytes", async () => {
  const padded = new TextEncoder().encode(`${JSON.stringify(repository)}  `.padEnd(256));
  for (const view of [
    new DataView(padded.buffer),
    new Uint16Array(padded.buffer),
    new Float64Array(padded.buffer),
    new Uint8ClampedArray(padded.buffer),
  ]) {
    assert.equal((await clientOf(chunks(view)).getRepository("demo")).id, "demo", view.constructor.name);
  }
});

test("views of other kinds are held to the limit of bytes", { timeout: 60_000 }, async () => {
  const mebibyte = new DataView(new ArrayBuffer(1 << 20));
  let reads = 0;
  const endless = () => async () => (++reads > 64 ? end : { done: false, value: mebibyte });
  const error = await rejection(clientOf(endless).getRepository("demo"));
  assert.equal(error.code, "unexpected_response");
  assert.ok(reads <= 20, `${reads} MiB were read`);
});

test("a header that is a promise counts as absent, and its rejection is not left alone", async () => {
  const get = async () => {
    throw new Error("rejected");
  };
  const fetch = async () => ({ status: 404, headers: { get }, arrayBuffer: async () => new ArrayBuffer() });
  const error = await rejection(new LakeFSClient({ fetch, retries: 0 }).getRepository("demo"));
  assert.equal(error.code, "not_found");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(uncaught, []);
});

test("a signal of another make that throws at any access ends its call with a code", { timeout: 20_000 }, async () => {
  const throwing = () => {
    throw new Error("foreign");
  };
  const signal = (more) =>
    Object.assign({ aborted: false, reason: undefined, addEventListener() {}, removeEventListener() {} }, more);
  const client = clientOf(chunks(encoded()));
  const call = (more) => client.getRepository("demo", { signal: signal(more) });
  assert.equal((await rejection(call({ addEventListener: throwing }))).code, "invalid_argument");
  const aborted = Object.defineProperty(signal({ aborted: true }), "reason", { get: throwing });
  assert.equal((await rejection(client.getRepository("demo", { signal: aborted }))).code, "invalid_argument");
  // What it does once the call has ended changes nothing.
  assert.equal((await call({ removeEventListener: throwing })).id, "demo");
  const never = new LakeFSClient({ fetch: () => new Promise(() => {}), timeoutMs: 20, retries: 0 });
  const late = never.getRepository("demo", { signal: signal({ removeEventListener: throwing }) });
  assert.equal((await rejection(late)).code, "timeout");
});

test("a signal without a reason, as polyfills have it, rejects with an AbortError", async () => {
  for (const isLate of [false, true]) {
    const signal = Object.assign(new EventTarget(), { aborted: !isLate });
    const call = new LakeFSClient({ fetch: () => new Promise(() => {}) }).getRepository("demo", { signal });
    if (isLate) {
      setTimeout(() => {
        signal.aborted = true;
        signal.dispatchEvent(new Event("abort"));
      }, 10);
    }
    const reason = await call.catch((error) => error);
    assert.equal(reason?.name, "AbortError");
  }
});

test("a body that something else is reading is told as one that was read, and is not asked for again", async () => {
  let sent = 0;
  const fetch = async () => {
    sent++;
    const response = Response.json({});
    response.body.getReader();
    return response;
  };
  const error = await rejection(new LakeFSClient({ fetch }).getRepository("demo"));
  assert.deepEqual([error.code, sent], ["unexpected_response", 1]);
  assert.match(error.message, /already read; options\.fetch must not read it/);
});

test("a fetch that refuses the signal of another make, as Node's does beside jsdom's AbortController, is called without one", async () => {
  const refusals = [
    'RequestInit: Expected signal ("AbortSignal {}") to be an instance of AbortSignal.', // Node 24
    "Expected signal to be an instanceof AbortSignal", // node-fetch
    "Failed to construct 'Request': member signal is not of type AbortSignal.", // polyfills
    "Failed to execute 'fetch' on 'Window': Failed to read the 'signal' property from 'RequestInit': Failed to convert value to 'AbortSignal'.",
  ];
  for (const message of refusals)
    for (const isSync of [false, true]) {
      const sent = [];
      const fetch = (_, { method, signal, body }) => {
        if (signal) {
          if (isSync) throw new TypeError(message);
          return Promise.reject(new TypeError(message));
        }
        sent.push([method, body]);
        return Promise.resolve(Response.json({ id: "DR1" }, { status: 202 }));
      };
      const attempts = [];
      const client = new LakeFSClient({ fetch, onAttempt: ({ number, error }) => attempts.push([number, error]) });
      assert.equal((await client.dumpSubmit("demo")).id, "DR1", message);
      assert.deepEqual([sent, attempts], [[["POST", undefined]], [[1, undefined]]]);
    }
});

test("a fetch that refuses every request for its signal is asked twice, and a call without a signal can be aborted", async () => {
  const refusal = new TypeError("Expected signal to be an instance of AbortSignal");
  let calls = 0;
  const refuses = new LakeFSClient({ fetch: async () => Promise.reject((calls++, refusal)), retries: 0 });
  const error = await rejection(refuses.getRepository("demo"));
  assert.deepEqual([error.code, error.cause, calls], ["connection_failed", refusal, 2]);

  const controller = new AbortController();
  const hangs = new LakeFSClient({
    fetch: async (_, { signal }) => (signal ? Promise.reject(refusal) : new Promise(() => {})),
  });
  setTimeout(() => controller.abort("enough"), 20);
  assert.equal(await rejection(hangs.getRepository("demo", { signal: controller.signal })), "enough");
  assert.equal((await rejection(hangs.getRepository("demo", { timeoutMs: 20, retries: 0 }))).code, "timeout");
});

test("spaces around a header's value, which Node keeps at its end, are not part of it", async () => {
  const answer = (status, headers, body) => ({
    status,
    headers: { get: (name) => (name.toLowerCase() in headers ? ` ${headers[name.toLowerCase()]} \t` : null) },
    arrayBuffer: async () => new TextEncoder().encode(JSON.stringify(body)).buffer,
  });
  const calling = (response) => new LakeFSClient({ fetch: async () => response, retries: 0 });
  const busy = answer(503, { "x-request-id": "abc", "retry-after": "7" }, { message: "slow" });
  const error = await rejection(calling(busy).getRepository("demo"));
  assert.deepEqual([error.requestId, error.retryAfterMs], ["abc", 7000]);
  const rules = answer(200, { etag: 'W/"e7"' }, [{ pattern: "main" }]);
  assert.equal((await calling(rules).getBranchProtectionRules("demo")).etag, "e7");
});
