// Hazards: a panic in an async export; wasm that cannot load. The WebAssembly here is a build that crashes on demand (src/crash.rs).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { configure, LakeFSClient } from "lakefs-wasm/slim";
import { rejection, REPOSITORY } from "./servers.js";

const uncaught = [];
const note = (error) => uncaught.push(error);
before(async () => {
  configure({ wasm: await readFile(new URL("../../target/xtask/crash.wasm", import.meta.url)) });
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
  test(`${crash} rejects all calls on their way, and the next one works`, async () => {
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

test("after crashes memory does not add up", async () => {
  const { lakefs } = client();
  for (let round = 0; round < 30; round++) {
    await rejection(lakefs.getRepository("crash-panic"));
    await lakefs.getRepository("demo");
  }
  assert.deepEqual(uncaught, []);
});
