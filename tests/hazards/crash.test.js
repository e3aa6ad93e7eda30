// Hazards: a panic in an async export; wasm that cannot load. The WebAssembly here is a build that crashes on demand (src/crash.rs).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { configure, LakeFSClient } from "lakefs-wasm/slim";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";

const CRASHING = new URL("../../target/xtask/crash.wasm", import.meta.url);
const nothing = () => new Promise(() => {});
const uncaught = [];
setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");
const note = (error) => uncaught.push(error);
before(async () => {
  configure({ wasm: await readFile(CRASHING) });
  process.on("uncaughtException", note).on("unhandledRejection", note);
});
after(() => process.off("uncaughtException", note).off("unhandledRejection", note));

/** A client whose calls on `slow` wait until they are released; `aborted` are the requests that were given up. */
function client() {
  const state = { aborted: [], release: () => {} };
  const fetch = async (url, { signal }) => {
    signal.addEventListener("abort", () => state.aborted.push(url));
    if (url.includes("slow")) await new Promise((resolve) => (state.release = resolve));
    return Response.json(REPOSITORY);
  };
  return Object.assign(state, { lakefs: new LakeFSClient({ fetch }) });
}

for (const crash of ["crash-at-once", "crash-panic", "crash-stack", "crash-memory"]) {
  test(`${crash} rejects all pending calls, and the next call works`, async () => {
    const { lakefs, aborted, ...state } = client();
    assert.equal((await lakefs.getRepository("demo")).id, "demo");
    const slow = rejection(lakefs.getRepository("slow"));
    const write = rejection(lakefs.deleteRepository("slow-write"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const error = await rejection(lakefs.getRepository(crash));
    assert.equal(error.code, "wasm_crashed");
    assert.equal(error.operation, "getRepository");
    assert.ok(error.cause instanceof Error);
    assert.equal((await slow).code, "wasm_crashed");
    assert.equal((await slow).maybeApplied, false);
    assert.equal((await write).code, "wasm_crashed");
    assert.equal((await write).maybeApplied, true);
    assert.equal(aborted.length, 2);
    state.release();
    assert.equal((await lakefs.getRepository("demo")).id, "demo");
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(uncaught, []);
  });
}

test("a crash ends calls in every phase, and leaves no timer, no listener and no budget behind", async () => {
  const phases = {
    head: { fetch: nothing },
    body: { fetch: async () => new Response(new ReadableStream({ pull: nothing })) },
    pause: { fetch: async () => new Response("", { status: 503, headers: { "retry-after": "60" } }) },
    token: { fetch: nothing, auth: { type: "jwt", token: nothing } },
  };
  for (const [phase, options] of Object.entries(phases)) {
    const controller = new AbortController();
    const { signal } = controller;
    const lakefs = new LakeFSClient(options);
    const calls = [
      lakefs.getRepository("demo", { signal }),
      lakefs.waitForDump("demo", "DR", { signal }),
      lakefs.repositories({ signal }).next(),
      lakefs.updateBranchProtectionRules("demo", (rules) => rules, { signal }),
    ].map(rejection);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await rejection(client().lakefs.getRepository("crash-panic"));
    for (const error of await Promise.all(calls)) {
      // A crash ends one poll; the wait can be started again.
      assert.equal(error.code, "wasm_crashed", phase);
      assert.equal(error.maybeApplied, false, phase);
    }
    await new Promise(setImmediate);
    assert.equal(getEventListeners(signal, "abort").length, 0, phase);
    assert.equal(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, 0, phase);
  }
  assert.deepEqual(uncaught, []);
});

test("two crashes at once, and a crash while another call begins, leave a client that works", async () => {
  const { lakefs } = client();
  const crashes = ["crash-panic", "crash-panic", "crash-at-once", "demo", "crash-stack", "demo", "crash-panic"].map(
    (id) => lakefs.getRepository(id).catch((error) => error),
  );
  for (const outcome of await Promise.all(crashes))
    assert.ok(outcome.code === "wasm_crashed" || outcome.id === "demo", String(outcome));
  assert.equal((await lakefs.getRepository("demo")).id, "demo");
  assert.deepEqual(uncaught, []);
});

test("a call that has just ended leaves those alone that begin after a crash in the same turn", async () => {
  let next;
  const onAttempt = () => {
    // Runs when the caller's promise is settled, before the WebAssembly knows it.
    if (!next)
      queueMicrotask(
        () => void (next = [rejection(lakefs.getRepository("crash-at-once")), lakefs.getRepository("demo")]),
      );
  };
  const lakefs = new LakeFSClient({ fetch: async () => Response.json(REPOSITORY), onAttempt });
  assert.equal((await lakefs.getRepository("demo")).id, "demo");
  const [crash, repository] = await Promise.all(next);
  assert.equal(crash.code, "wasm_crashed");
  assert.equal(repository?.id, "demo");
  assert.deepEqual(uncaught, []);
});

test("a process with nothing but a crashed call ends with code 0", async () => {
  const source = `
    import { readFile } from "node:fs/promises";
    import { configure, LakeFSClient } from "lakefs-wasm/slim";
    configure({ wasm: await readFile(process.argv[1]) });
    const error = await new LakeFSClient({ fetch: () => {} }).getRepository("crash-memory").catch((error) => error);
    console.log(error.code);
  `;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", source, fileURLToPath(CRASHING)],
    { cwd: new URL("../..", import.meta.url) },
  );
  assert.equal(stdout, "wasm_crashed\n");
  assert.equal(stderr, "");
});

test("after crashes memory does not add up", async () => {
  const { lakefs } = client();
  const rounds = async (count) => {
    for (let round = 0; round < count; round++) {
      await rejection(lakefs.getRepository("crash-panic"));
      await lakefs.getRepository("demo");
    }
    // Instances of WebAssembly are collected late; their memory counts as external.
    for (let times = 0; times < 3; times++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      gc();
    }
    return process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  };
  const before = await rounds(20);
  const after = await rounds(60);
  assert.ok(after - before < 8 << 20, `${after - before} bytes more`);
  assert.deepEqual(uncaught, []);
});
