// Hazard: clocks. Timers have 31 bits of milliseconds; the server's clock can differ from the local one, which can jump.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient, preload } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { stub } from "../support/stub.js";

await preload();
const LONGEST = 2 ** 31 - 1;

/** Records the delays of timers, and fires those of more than a second early. */
function watchTimers(t) {
  const { setTimeout: original } = globalThis;
  const delays = [];
  t.mock.method(globalThis, "setTimeout", (callback, delay, ...more) => {
    delays.push(delay);
    return original(callback, delay > 1000 ? 1 : delay, ...more);
  });
  return delays;
}
const long = (delays) => delays.filter((delay) => delay > 60_000);

test("timeouts beyond 31 bits do not fire at once", async () => {
  const { fetch } = stub(() => new Promise((resolve) => setTimeout(() => resolve(Response.json(REPOSITORY)), 30)));
  for (const milliseconds of [LONGEST, 2 ** 31, 2 ** 32 + 5, 2 ** 40, 1e300, Infinity]) {
    const client = new LakeFSClient({ fetch, timeoutMs: milliseconds, totalTimeoutMs: milliseconds });
    assert.equal((await client.getRepository("demo")).id, "demo");
  }
});

test("a server that asks for a pause of more than 31 bits is not asked again at once", async (t) => {
  const delays = watchTimers(t);
  const { fetch } = stub((_, __, number) =>
    number === 1
      ? new Response("", { status: 429, headers: { "retry-after": "99999999999" } })
      : Response.json(REPOSITORY),
  );
  await new LakeFSClient({ fetch, timeoutMs: 1000, totalTimeoutMs: Infinity }).getRepository("demo");
  assert.deepEqual(long(delays), [LONGEST]);
});

test("pauses of a wait stay within 31 bits however long it takes", async (t) => {
  const delays = watchTimers(t);
  const fetch = async () =>
    Response.json({
      id: "DR",
      done: delays.some((delay) => delay >= LONGEST),
      update_time: new Date().toISOString(),
      refs: { commits_meta_range_id: "a", tags_meta_range_id: "b", branches_meta_range_id: "c" },
    });
  await new LakeFSClient({ fetch, timeoutMs: 1000, totalTimeoutMs: 1000 }).waitForDump("demo", "DR", {
    pollMs: Infinity,
    deadlineMs: Infinity,
    stallMs: Infinity,
  });
  assert.ok(delays.length > 20);
  assert.ok(
    delays.every((delay) => delay <= LONGEST),
    String(Math.max(...delays)),
  );
});

test("deadlineMs beyond 31 bits does not end a wait at once", async () => {
  const { fetch } = stub((_, __, number) =>
    Response.json({ id: "RR", done: number > 2, update_time: new Date().toISOString() }),
  );
  for (const deadlineMs of [2 ** 31, 2 ** 40, Infinity])
    await new LakeFSClient({ fetch }).waitForRestore("demo", "RR", { deadlineMs });
});

test("a clock of ours that jumps ends no call and stalls no task", async (t) => {
  const { now } = Date;
  let jump = 0;
  t.mock.method(Date, "now", () => now() + jump);
  const fetch = async (url) => {
    jump += 86_400_000;
    if (!url.includes("/dump")) return Response.json(REPOSITORY);
    const date = new Date(now()).toUTCString();
    return Response.json(
      {
        id: "DR",
        done: jump > 5 * 86_400_000,
        update_time: new Date(now()).toISOString(),
        refs: { commits_meta_range_id: "a", tags_meta_range_id: "b", branches_meta_range_id: "c" },
      },
      { headers: { date } },
    );
  };
  const client = new LakeFSClient({ fetch });
  assert.equal((await client.getRepository("demo")).id, "demo");
  assert.equal((await client.waitForDump("demo", "DR")).commits_meta_range_id, "a");
});

test("Retry-After as a date in the past, or of a clock far ahead, is no pause and no hang", async () => {
  for (const date of [new Date(0), new Date(Date.now() - 60_000), new Date(Date.now() + 86_400_000)]) {
    const { fetch, calls } = stub((_, __, number) =>
      number === 1
        ? new Response("", { status: 503, headers: { "retry-after": date.toUTCString() } })
        : Response.json(REPOSITORY),
    );
    const began = performance.now();
    const outcome = await new LakeFSClient({ fetch, totalTimeoutMs: 10_000 })
      .getRepository("demo")
      .catch((error) => error);
    assert.ok(performance.now() - began < 5_000);
    assert.equal(outcome.code ?? outcome.id, date > Date.now() ? "unavailable" : "demo");
    assert.equal(calls.length, date > Date.now() ? 1 : 2);
  }
});

test("a call that cannot wait as long as the server asks ends with the server's answer, not with a timeout", async () => {
  const { fetch, calls } = stub(() =>
    Response.json({ message: "slow down" }, { status: 429, headers: { "retry-after": "30" } }),
  );
  const error = await rejection(new LakeFSClient({ fetch, totalTimeoutMs: 5_000 }).getRepository("demo"));
  assert.deepEqual([error.code, error.message, calls.length], ["rate_limited", "slow down", 1]);
});

test("attempts are reported also while a test holds the clock at 0", async (t) => {
  t.mock.method(performance, "now", () => 0);
  const told = [];
  await new LakeFSClient({
    fetch: async () => Response.json(REPOSITORY),
    onAttempt: ({ duration }) => told.push(duration),
  }).getRepository("demo");
  assert.deepEqual(told, [0]);
});
