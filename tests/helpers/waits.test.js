import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient, preload } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { rejection } from "../support/expect.js";
import { root, run } from "../support/project.js";
import { stub } from "../support/stub.js";

await preload();
const REFS = { commits_meta_range_id: "a", tags_meta_range_id: "b", branches_meta_range_id: "c" };
const status = (more = {}) => ({ id: "DR1", done: false, update_time: new Date().toISOString(), ...more });
const answers = (...given) =>
  stub((_, __, number) => {
    const answer = given[Math.min(number, given.length) - 1];
    return typeof answer === "function" ? answer() : Response.json(answer);
  });
const refused = (status, message) => () => Response.json({ message }, { status });

test("a dump that is done at once is reported after one poll", async () => {
  const { fetch, calls } = answers(status({ done: true, refs: REFS }));
  assert.deepEqual(await new LakeFSClient({ fetch }).waitForDump("demo", "DR1"), REFS);
  assert.equal(calls.length, 1);
  assert.ok(calls[0].url.endsWith("/repositories/demo/dump?task_id=DR1"));
});

/** A busy machine can be late with a timer here and there: the last of up to three measurements, or the first that `fits`. */
async function measured(measure, fits) {
  for (let round = 1; ; round++) {
    const result = await measure();
    if (round === 3 || fits(result)) return result;
  }
}

test("a dump that is done after 20 ms is reported within 150 ms", async () => {
  const measure = async () => {
    const began = performance.now();
    const { fetch } = stub(() =>
      Response.json(performance.now() - began < 20 ? status() : status({ done: true, refs: REFS })),
    );
    await new LakeFSClient({ fetch }).waitForDump("demo", "DR1");
    return performance.now() - began;
  };
  const fits = (took) => took < 150;
  const took = await measured(measure, fits);
  assert.ok(fits(took), `${took} ms`);
});

test("every status is told, and pauses grow up to pollMs", async () => {
  const measure = async () => {
    const times = [];
    const told = [];
    const { fetch } = stub(
      (_, __, number) => (times.push(performance.now()), Response.json(status(number === 9 ? { done: true } : {}))),
    );
    await new LakeFSClient({ fetch }).waitForRestore("demo", "RR1", {
      pollMs: 60,
      onProgress: ({ done }) => told.push(done),
    });
    assert.deepEqual(told, [...Array(8).fill(false), true]);
    return times.slice(1).map((time, index) => time - times[index]);
  };
  const fits = (pauses) => pauses[0] < 40 && pauses.at(-1) >= 40 && pauses.at(-1) < 120;
  const pauses = await measured(measure, fits);
  assert.ok(fits(pauses), pauses.join());
});

test("a task that failed rejects with lakeFS's own text", async () => {
  const { fetch } = answers(status(), status({ done: true, error: "No data" }));
  for (const wait of ["waitForDump", "waitForRestore"]) {
    const error = await rejection(new LakeFSClient({ fetch })[wait]("demo", "DR1"));
    assert.equal(error.code, "task_failed");
    assert.equal(error.message, "No data");
    assert.equal(error.taskId, "DR1");
    assert.equal(error.repository, "demo");
  }
});

test("a task that was there and is gone has expired, one that never was is not found", async () => {
  const gone = answers(status(), refused(404, "not found"));
  const error = await rejection(new LakeFSClient({ fetch: gone.fetch }).waitForDump("demo", "DR1"));
  assert.equal(error.code, "task_expired");
  assert.equal(error.taskId, "DR1");
  assert.equal(error.cause.code, "not_found");
  const never = answers(refused(404, "not found"));
  assert.equal(
    (await rejection(new LakeFSClient({ fetch: never.fetch }).waitForDump("demo", "DR1"))).code,
    "not_found",
  );
});

test("a 404 that is not lakeFS's tells nothing about the task: the error is the proxy's", async () => {
  const proxies = {
    "404 page not found\n": "text/plain",
    "default backend - 404": "text/plain",
    "<h1>404</h1>": "text/html",
    "": null,
  };
  for (const [body, type] of Object.entries(proxies)) {
    const proxy = () => new Response(body, { status: 404, headers: type ? { "content-type": type } : {} });
    const { fetch } = answers(status(), proxy);
    const error = await rejection(new LakeFSClient({ fetch }).waitForDump("demo", "DR1", { pollMs: 1 }));
    assert.deepEqual([error.code, error.status, error.maybeApplied], ["not_found", 404, true], body);
  }
  const { fetch } = answers(status(), refused(404, "repository not found"));
  assert.equal((await rejection(new LakeFSClient({ fetch }).waitForDump("demo", "DR1"))).code, "task_expired");
});

test("a failed task without a message gets one", async () => {
  const { fetch } = answers(status({ done: true, error: "" }));
  for (const wait of ["waitForDump", "waitForRestore"]) {
    const error = await rejection(new LakeFSClient({ fetch })[wait]("demo", "DR1"));
    assert.deepEqual([error.code, error.message], ["task_failed", "the task failed without a message"]);
  }
});

test("a task that does not get on has stalled, by the server's clock", async () => {
  const update_time = "2020-01-01T00:00:00.123456789Z";
  const at = (date) => () => Response.json(status({ update_time }), { headers: date ? { date } : {} });
  const stalled = await rejection(
    new LakeFSClient({ fetch: answers(at("Wed, 01 Jan 2020 02:00:00 GMT")).fetch }).waitForDump("demo", "DR1"),
  );
  assert.equal(stalled.code, "task_stalled");
  assert.equal(stalled.taskId, "DR1");
  const ours = await rejection(new LakeFSClient({ fetch: answers(at()).fetch }).waitForDump("demo", "DR1"));
  assert.equal(ours.code, "task_stalled");
  const fresh = answers(at("Wed, 01 Jan 2020 00:30:00 GMT"), status({ done: true, refs: REFS }));
  assert.deepEqual(await new LakeFSClient({ fetch: fresh.fetch }).waitForDump("demo", "DR1"), REFS);
});

test("a 503, a 429 and broken connections are waited out", async () => {
  const broken = () => Promise.reject(new TypeError("broken"));
  const { fetch, calls } = answers(
    broken,
    refused(503, "slow down"),
    refused(429, "x"),
    status(),
    broken,
    status({ done: true, refs: REFS }),
  );
  assert.deepEqual(await new LakeFSClient({ fetch, retries: 0 }).waitForDump("demo", "DR1"), REFS);
  assert.equal(calls.length, 6);
});

test("other errors are not", async () => {
  for (const [status, code] of [
    [401, "unauthenticated"],
    [500, "server_error"],
    [410, "repository_deleting"],
  ]) {
    const { fetch, calls } = answers(refused(status, "x"));
    assert.equal((await rejection(new LakeFSClient({ fetch, retries: 0 }).waitForDump("demo", "DR1"))).code, code);
    assert.equal(calls.length, 1);
  }
});

test("deadlineMs ends the wait, whatever happens", async () => {
  for (const answer of [status(), refused(503, "x"), () => new Promise(() => {})]) {
    const { fetch } = answers(answer);
    const began = performance.now();
    const error = await rejection(new LakeFSClient({ fetch }).waitForDump("demo", "DR1", { deadlineMs: 80 }));
    assert.equal(error.code, "timeout");
    assert.equal(error.phase, "total");
    assert.ok(performance.now() - began < 2_000);
  }
});

test("a poll without a response does not end the wait for a task that lakeFS knows, for stallMs at most", async () => {
  const never = () => new Promise(() => {});
  await new LakeFSClient({ fetch: answers(status({ done: true, refs: REFS })).fetch }).waitForDump("demo", "DR1"); // loads
  const found = answers(status(), never, never, status({ done: true, refs: REFS }));
  const lakefs = new LakeFSClient({ fetch: found.fetch, timeoutMs: 30 });
  assert.deepEqual(await lakefs.waitForDump("demo", "DR1"), REFS);
  assert.equal(found.calls.length, 4);
  for (const [polls, stallMs] of [
    [[status(), never], 100],
    [[never], 3_600_000],
  ]) {
    const { fetch, calls } = answers(...polls);
    const error = await rejection(new LakeFSClient({ fetch, timeoutMs: 30 }).waitForDump("demo", "DR1", { stallMs }));
    assert.deepEqual([error.code, error.phase], ["timeout", "response"]);
    assert.ok(calls.length >= polls.length);
  }
});

test("a server that is silent for longer than stallMs ends the wait with what was last heard", async () => {
  const { fetch } = answers(refused(503, "slow down"));
  assert.equal(
    (await rejection(new LakeFSClient({ fetch, retries: 0 }).waitForDump("demo", "DR1", { stallMs: 60 }))).code,
    "unavailable",
  );
});

test("a dump that is done without a result rejects with unexpected_response", async () => {
  const { fetch } = answers(status({ done: true }));
  const error = await rejection(new LakeFSClient({ fetch }).waitForDump("demo", "DR1"));
  assert.equal(error.code, "unexpected_response");
  assert.equal(error.at, "/refs");
});

test("wrong arguments reject, and nothing is sent", async () => {
  const { fetch, calls } = stub(() => assert.fail("sent"));
  const client = new LakeFSClient({ fetch });
  for (const options of [
    null,
    7,
    { pollMs: 0 },
    { pollMs: "1" },
    { stallMs: NaN },
    { deadlineMs: -1 },
    { onProgress: 7 },
    { signal: {} },
  ]) {
    assert.equal((await rejection(client.waitForDump("demo", "DR1", options))).argument, "options");
  }
  assert.equal((await rejection(client.waitForDump("demo", ""))).argument, "taskId");
  assert.equal((await rejection(client.waitForRestore(7, "RR1"))).argument, "repository");
  assert.equal((await rejection(client.waitForRestore("..", "RR1"))).argument, "repository");
  assert.equal(calls.length, 0);
});

test("a process whose thousand waits were aborted ends, with no connection in use", async (t) => {
  const lakefs = inMemoryLakeFS({ taskMs: 3_600_000 });
  const { url, close } = await serve(lakefs);
  t.after(close);
  const text = `
    import { LakeFSClient } from "lakefs-wasm";
    const client = new LakeFSClient({ endpoint: "${url}", auth: ${JSON.stringify(lakefs.auth)} });
    await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
    const { id } = await client.dumpSubmit("demo");
    const controller = new AbortController();
    let told = 0;
    const onProgress = () => { if (++told === 2000) controller.abort("enough"); };
    const waits = Array.from({ length: 1000 }, () => client.waitForDump("demo", id, { signal: controller.signal, onProgress }).catch((reason) => reason));
    const reasons = new Set(await Promise.all(waits));
    const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    process.once("exit", () => console.log(JSON.stringify([[...reasons], timers, performance.now() - aborted < 3_000])));
    const aborted = performance.now();`;
  const { code, stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", text], { cwd: root });
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(JSON.parse(stdout), [["enough"], 0, true]);
  assert.ok(lakefs.requests.length > 2000, `${lakefs.requests.length} requests`);
});

test("an abort with an error of this package is an abort", async () => {
  const reason = await rejection(
    new LakeFSClient({
      fetch: async () => Response.json({ message: "repository not found" }, { status: 404 }),
    }).getRepository("demo"),
  );
  Object.freeze(reason);
  for (const first of [refused(503, "x"), status()]) {
    const controller = new AbortController();
    const { fetch } = answers(first, () => (setTimeout(() => controller.abort(reason)), new Promise(() => {})));
    assert.equal(
      await rejection(
        new LakeFSClient({ fetch, retries: 0 }).waitForDump("demo", "DR1", { signal: controller.signal }),
      ),
      reason,
    );
  }
});

test("a server that asks to be left alone is left alone", async () => {
  const times = [];
  const { fetch } = stub((_, __, number) => {
    times.push(performance.now());
    return number === 1
      ? Response.json({ message: "busy" }, { status: 503, headers: { "retry-after": "1" } })
      : Response.json(status({ done: true, refs: REFS }));
  });
  await new LakeFSClient({ fetch, retries: 0 }).waitForDump("demo", "DR1", { pollMs: 10 });
  assert.ok(times[1] - times[0] >= 995, `${times[1] - times[0]} ms`);
  const long = answers(() =>
    Response.json({ message: "busy" }, { status: 503, headers: { "retry-after": "99999999999" } }),
  );
  const error = await rejection(
    new LakeFSClient({ fetch: long.fetch }).waitForDump("demo", "DR1", { pollMs: 10, deadlineMs: 300 }),
  );
  assert.equal(error.code, "timeout");
  assert.equal(long.calls.length, 1);
});

test("a dump that is done without refs says how many requests that took", async () => {
  const { fetch, calls } = answers(status(), status(), status({ done: true }));
  const error = await rejection(new LakeFSClient({ fetch }).waitForDump("demo", "DR1"));
  assert.equal(error.code, "unexpected_response");
  assert.deepEqual([error.attempts, calls.length], [3, 3]);
});

test("a task whose time is none, or never comes, is stalled once it has not changed for so long", async () => {
  for (const update_time of ["garbage", "2999-01-01T00:00:00Z"]) {
    const { fetch } = answers(status({ update_time }));
    const error = await rejection(
      new LakeFSClient({ fetch }).waitForDump("demo", "DR1", { stallMs: 60, pollMs: 5, deadlineMs: 20_000 }),
    );
    assert.equal(error.code, "task_stalled", error.message);
  }
  let second = 0;
  const moving = answers(
    ...Array(30).fill(() =>
      Response.json(status({ update_time: new Date(Date.UTC(2999, 0, 1, 0, 0, second++)).toISOString() })),
    ),
    status({ done: true, refs: REFS }),
  );
  assert.deepEqual(
    await new LakeFSClient({ fetch: moving.fetch }).waitForDump("demo", "DR1", { stallMs: 1000, pollMs: 5 }),
    REFS,
  );
});
