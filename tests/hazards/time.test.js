// Hazards: hanging connections, headers and bodies; aborts with any reason at any time; leaks of listeners and timers; clocks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient, preload } from "lakefs-wasm";
import { rejection, REPOSITORY, stub, tcp } from "./servers.js";

await preload();
const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
/** A signal that counts its listeners. */
function counting() {
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const original = signal[name].bind(signal);
    signal[name] = (...given) => {
      count += step;
      return original(...given);
    };
  }
  return { controller, signal, listeners: () => count };
}

test("a server that accepts and says nothing ends in a timeout of phase response", async (t) => {
  const { endpoint, requests } = await tcp(t, () => {});
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 50 }).getRepository("demo"));
  assert.equal(error.code, "timeout");
  assert.equal(error.phase, "response");
  assert.equal(error.attempts, 1);
  assert.equal(error.maybeApplied, false);
  assert.equal(requests.length, 1);
});

test("a server that sends a head only ends in a timeout of phase body", async (t) => {
  const { endpoint } = await tcp(t, (socket) => socket.write(HEAD));
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 80 }).getRepository("demo"));
  assert.equal(error.phase, "body");
});

test("a server that drips a byte at a time ends in a timeout of phase body", async (t) => {
  const { endpoint } = await tcp(t, (socket) => {
    socket.write(HEAD);
    const drip = setInterval(() => socket.write("1\r\n \r\n"), 10);
    socket.on("close", () => clearInterval(drip));
  });
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 150 }).getRepository("demo"));
  assert.equal(error.phase, "body");
});

test("an error status whose body hangs ends in a timeout", async (t) => {
  const { endpoint } = await tcp(t, (socket) => socket.write(HEAD.replace("200 OK", "500 Oh")));
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 80 }).getRepository("demo"));
  assert.equal(error.phase, "body");
});

test("a write that timed out may have been applied", async (t) => {
  const { endpoint } = await tcp(t, () => {});
  const error = await rejection(new LakeFSClient({ endpoint, timeoutMs: 50 }).deleteRepository("demo"));
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
  assert.ok(performance.now() - began < 600);
  assert.ok(calls.length > 1);
  assert.ok(error.code === "unavailable" || error.phase === "total", error.code);
});

test("timeouts beyond 31 bits do not fire at once", async () => {
  const { fetch } = stub(() => new Promise((resolve) => setTimeout(() => resolve(Response.json(REPOSITORY)), 30)));
  for (const milliseconds of [2 ** 31, 2 ** 40, Infinity]) {
    const client = new LakeFSClient({ fetch, timeoutMs: milliseconds, totalTimeoutMs: milliseconds });
    assert.equal((await client.getRepository("demo")).id, "demo");
  }
});

test("an aborted call rejects with the reason itself, whatever it is", async () => {
  for (const reason of ["text", { an: "object" }, undefined, 0, new Error("own")]) {
    const controller = new AbortController();
    const client = new LakeFSClient({ fetch: (_, { signal }) => new Promise((__, reject) => signal.addEventListener("abort", () => reject(signal.reason))) });
    const call = client.getRepository("demo", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 5);
    assert.equal(await rejection(call), controller.signal.reason);
  }
});

test("an abort is heard before the start, in the answer's head, in its body, in a pause, while a token is awaited and in a wait", async (t) => {
  const nothing = () => new Promise(() => {});
  const { endpoint } = await tcp(t, (socket) => socket.write(HEAD));
  const running = stub(() => Response.json({ id: "DR", done: false, update_time: new Date().toISOString() }));
  const situations = {
    head: (signal) => new LakeFSClient({ fetch: nothing }).getRepository("demo", { signal }),
    body: (signal) => new LakeFSClient({ endpoint }).getRepository("demo", { signal }),
    pause: (signal) => new LakeFSClient({ fetch: async () => new Response("", { status: 503, headers: { "retry-after": "60" } }) }).getRepository("demo", { signal }),
    token: (signal) => new LakeFSClient({ fetch: nothing, auth: { type: "jwt", token: nothing } }).getRepository("demo", { signal }),
    wait: (signal) => new LakeFSClient({ fetch: running.fetch }).waitForDump("demo", "DR", { signal, pollMs: 60_000 }),
    update: (signal) => new LakeFSClient({ fetch: async () => Response.json([], { headers: { etag: "" } }) }).updateBranchProtectionRules("demo", nothing, { signal }),
    pages: (signal) => new LakeFSClient({ fetch: nothing }).repositories({ signal }).next(),
  };
  for (const [name, begin] of Object.entries(situations)) {
    const { controller, signal, listeners } = counting();
    const call = begin(signal);
    await new Promise((resolve) => setTimeout(resolve, 40));
    const began = performance.now();
    controller.abort({ name });
    assert.deepEqual(await rejection(call), { name });
    assert.ok(performance.now() - began < 50, name);
    assert.equal(listeners(), 0, `${name} leaves no listener`);
    const early = stub(() => assert.fail("sent"));
    await assert.rejects(new LakeFSClient({ fetch: early.fetch }).getRepository("demo", { signal }), { name });
    assert.equal(early.calls.length, 0);
  }
});

test("a thousand calls on one signal leave no listener", async () => {
  const { signal, listeners } = counting();
  const client = new LakeFSClient({ fetch: async () => Response.json(REPOSITORY) });
  await Promise.all(Array.from({ length: 1000 }, () => client.getRepository("demo", { signal })));
  assert.equal(listeners(), 0);
});

test("nothing keeps the process alive after calls have ended", async () => {
  const { fetch } = stub((_, __, number) => (number % 2 ? new Response("", { status: 503 }) : Response.json(REPOSITORY)));
  await new LakeFSClient({ fetch }).getRepository("demo");
  await rejection(new LakeFSClient({ fetch: () => new Promise(() => {}), timeoutMs: 5 }).getRepository("demo"));
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, 0);
});

test("a thousand waits that are aborted leave no timer, no listener, no request", async () => {
  let open = 0;
  const fetch = async (_, { signal }) => {
    open++;
    const done = () => open--;
    signal.addEventListener("abort", done, { once: true });
    await new Promise((resolve) => setImmediate(resolve));
    if (!signal.aborted) {
      signal.removeEventListener("abort", done);
      open--;
    }
    return Response.json({ id: "DR", done: false, update_time: new Date().toISOString() });
  };
  const client = new LakeFSClient({ fetch });
  const { controller, signal, listeners } = counting();
  const waits = Array.from({ length: 1000 }, () => rejection(client.waitForDump("demo", "DR", { signal })));
  await new Promise((resolve) => setTimeout(resolve, 50));
  controller.abort("enough");
  assert.deepEqual(new Set(await Promise.all(waits)), new Set(["enough"]));
  assert.equal(listeners(), 0);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(open, 0);
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, 0);
});
