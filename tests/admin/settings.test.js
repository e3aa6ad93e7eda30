// getSettings and listSettings: complete, in order, bounded, canceled when the loop is left.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LakeFSClient } from "lakefs-wasm";
import { getSettings, listSettings } from "lakefs-wasm/admin";
import { collect, memory, onEachServer, rejectionOf, sleep } from "./context.js";

onEachServer((context) => {
  test("all settings of a repository come together", async () => {
    const { client, prefix, create, protect, branch, metadata, namespace } = context();
    const id = `${prefix}all`;
    await create(id);
    await branch(id, "dev");
    await protect(id, "main", "release-*");
    const gcRules = { default_retention_days: 7, branches: [{ branch_id: "main", retention_days: 30 }] };
    await client.setGCRules(id, gcRules);
    await metadata(id, { team: "ml" });
    const settings = await getSettings(client, id, { branches: true });
    assert.equal(settings.repository.storage_namespace, namespace(id));
    assert.deepEqual(settings.branchProtection.rules.map(({ pattern }) => pattern).sort(), ["main", "release-*"]);
    assert.match(settings.branchProtection.etag, /^\w+$/);
    assert.deepEqual(settings.gcRules, gcRules);
    assert.deepEqual(settings.metadata, { team: "ml" });
    assert.deepEqual(
      settings.branches.map((one) => one.id),
      ["dev", "main"],
    );
  });

  test("nothing configured is empty and null, not an error; branches are there only when asked for", async () => {
    const { client, prefix, create } = context();
    const id = `${prefix}bare`;
    await create(id, {}, { bare: true });
    const settings = await getSettings(client, id);
    assert.deepEqual(
      [settings.branchProtection, settings.gcRules, settings.metadata],
      [{ rules: [], etag: "" }, null, {}],
    );
    assert.ok(!("branches" in settings));
    assert.deepEqual((await getSettings(client, id, { branches: true })).branches, []);
  });

  test("all repositories of a prefix come in byte order", async () => {
    const { client, prefix, create } = context();
    for (const name of ["b", "a-2", "a", "c"]) await create(`${prefix}${name}`);
    const results = await collect(listSettings(client, { prefix, concurrency: 2 }));
    assert.deepEqual(
      results.map(({ id }) => id),
      ["a", "a-2", "b", "c"].map((name) => `${prefix}${name}`),
    );
    assert.ok(results.every(({ id, settings }) => settings.repository.id === id));
  });

  test("getSettings of no repository rejects with repository_not_found", async () => {
    const error = await rejectionOf(getSettings(context().client, `${context().prefix}nothing`));
    assert.equal(error.code, "repository_not_found");
  });
});

/** A lakeFS with so many repositories, each response after some milliseconds; `state` counts pending requests. */
function busy(count, milliseconds = () => 1) {
  const ids = Array.from({ length: count }, (_, index) => `r${String(index).padStart(5, "0")}`);
  const state = { open: 0, most: 0, sent: 0, pages: 0, aborted: 0 };
  const fetch = async (url, { signal }) => {
    const { pathname, searchParams } = new URL(url);
    const isPage = pathname.endsWith("/repositories");
    if (isPage) state.pages++;
    state.sent++;
    state.most = Math.max(state.most, ++state.open);
    try {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds(pathname));
        signal.addEventListener("abort", () => (clearTimeout(timer), state.aborted++, reject(signal.reason)));
      });
    } finally {
      state.open--;
    }
    if (isPage) return page(ids, searchParams);
    if (pathname.endsWith("branch_protection")) return Response.json([{ pattern: "main" }], { headers: { ETag: "e" } });
    if (pathname.endsWith("gc_rules")) return Response.json({ default_retention_days: 7, branches: [] });
    return Response.json({});
  };
  return { state, ids, client: new LakeFSClient({ fetch, endpoint: "http://lakefs.test" }) };
}

function page(ids, searchParams) {
  const after = searchParams.get("after") ?? "";
  const matching = ids.filter((id) => id > after);
  const results = matching.slice(0, Number(searchParams.get("amount")));
  const has_more = matching.length > results.length;
  return Response.json({
    pagination: { has_more, next_offset: has_more ? results.at(-1) : "", results: results.length, max_per_page: 1000 },
    results: results.map((id) => ({ id, creation_date: 1, default_branch: "main", storage_namespace: `mem://${id}` })),
  });
}

describe("listSettings", () => {
  test("keeps the order when some repositories take longer than others", async () => {
    const { client, ids } = busy(60, () => Math.random() * 8);
    const results = await collect(listSettings(client, { concurrency: 5 }));
    assert.deepEqual(
      results.map(({ id }) => id),
      ids,
    );
  });

  test("reads no more repositories at a time than it was told, and no further ahead of the loop than twice that", async () => {
    const { client, state } = busy(100);
    const loop = listSettings(client, { concurrency: 4 });
    assert.equal(state.sent, 0, "nothing is sent before the loop begins");
    await loop.next();
    await sleep(60);
    assert.ok(state.most <= 4 * 3 + 1, `${state.most} requests at a time`);
    assert.ok(state.sent <= 1 + 3 * (2 * 4 + 1), `${state.sent} requests ahead of the loop`);
    await loop.return();
  });

  test("a slow repository does not hold back those after it", async () => {
    const { client, state } = busy(30, (path) => (path.includes("r00000") ? 80 : 1));
    const loop = listSettings(client, { concurrency: 4 });
    const first = loop.next();
    await sleep(50);
    assert.ok(state.sent > 1 + 3 * 4, `only ${state.sent} requests beside the slow one`);
    assert.equal((await first).value.id, "r00000");
    await loop.return();
  });

  test("one that cannot be read is an item and not the end", async () => {
    const { lakefs, client, create } = memory();
    for (const id of ["one", "two", "three"]) await create(id);
    lakefs.fail({ status: 501, message: "broken" }, { operation: "getGCRules" });
    const seen = [];
    const results = await collect(listSettings(client, { concurrency: 1, onProgress: (one) => seen.push(one) }));
    assert.deepEqual(
      results.map(({ id, error }) => [id, error?.code]),
      [
        ["one", "server_error"],
        ["three", undefined],
        ["two", undefined],
      ],
    );
    assert.equal(results[0].error.repository, "one");
    assert.ok(!("settings" in results[0]));
    assert.deepEqual(seen.at(-1), { done: 3, failed: 1, total: 3 });
  });

  test("a listing that fails ends the loop with its error", async () => {
    const { lakefs, client } = memory();
    lakefs.fail({ status: 501, message: "broken" }, { operation: "listRepositories" });
    assert.equal((await rejectionOf(collect(listSettings(client)))).code, "server_error");
  });

  test("leaving the loop aborts what is in flight and starts nothing more", async () => {
    const { client, state } = busy(50, (path) => (path.endsWith("/repositories") ? 1 : 20));
    for await (const { id } of listSettings(client, { concurrency: 3 })) {
      assert.equal(id, "r00000");
      break;
    }
    const { sent } = state;
    assert.equal(state.open, 0);
    await sleep(50);
    assert.equal(state.sent, sent);
  });

  test("return() ends a next() that waits", async () => {
    const { client, state } = busy(5, () => 1000);
    const loop = listSettings(client);
    const next = loop.next();
    await sleep(5);
    assert.deepEqual(await loop.return("x"), { done: true, value: "x" });
    assert.deepEqual(await next, { done: true, value: undefined });
    assert.equal(state.open, 0);
  });

  test("an abort ends the loop with the signal's own reason", async () => {
    for (const milliseconds of [0, 15]) {
      const { client, state } = busy(500, () => 2);
      const controller = new AbortController();
      const reason = new Error("enough");
      if (milliseconds === 0) controller.abort(reason);
      else setTimeout(() => controller.abort(reason), milliseconds);
      assert.equal(await rejectionOf(collect(listSettings(client, { signal: controller.signal }))), reason);
      await sleep(5);
      assert.equal(state.open, 0);
    }
  });

  test("progress names the total as soon as the listing has ended, and what it throws or rejects with changes nothing", async () => {
    const { client } = busy(40);
    const seen = [];
    const reported = [];
    const { reportError } = globalThis;
    globalThis.reportError = (error) => reported.push(error.message);
    try {
      const onProgress = (progress) => {
        seen.push({ ...progress });
        if (progress.done === 1) throw new Error("of the callback");
        return progress.done === 2 ? Promise.reject(new Error("of an async callback")) : undefined;
      };
      assert.equal((await collect(listSettings(client, { onProgress, concurrency: 2 }))).length, 40);
    } finally {
      globalThis.reportError = reportError;
    }
    assert.deepEqual(seen[0], { done: 0, failed: 0, total: 40 });
    assert.deepEqual(seen.at(-1), { done: 40, failed: 0, total: 40 });
    assert.deepEqual(reported, ["of the callback", "of an async callback"]);
  });

  test("memory stays flat over 10,000 repositories", { timeout: 600_000 }, async () => {
    const { client } = busy(10_000, () => 0);
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc");
    const heap = () => (collectGarbage(), process.memoryUsage().heapUsed);
    const samples = [];
    let count = 0;
    for await (const { settings } of listSettings(client)) {
      assert.ok(settings);
      if (++count % 2000 === 0) samples.push(heap());
    }
    assert.equal(count, 10_000);
    const grown = Math.max(...samples) - samples[0];
    assert.ok(grown < 2e6, `the heap grew by ${grown} bytes`);
  });

  test("wrong options throw at once, with the field", () => {
    const { client } = memory();
    for (const [options, field] of [
      [{ concurrency: 0 }, "options.concurrency"],
      [{ concurrency: 1.5 }, "options.concurrency"],
      [{ concurrency: "8" }, "options.concurrency"],
      [{ branches: "yes" }, "options.branches"],
      [{ onProgress: true }, "options.onProgress"],
      [null, "options"],
      [7, "options"],
    ]) {
      assert.throws(() => listSettings(client, options), { code: "invalid_argument", argument: "options", field });
    }
    assert.throws(() => listSettings(client, { prefix: 7 }), { code: "invalid_argument", argument: "options" });
    assert.throws(() => listSettings(client, { timeoutMs: 0 }), { code: "invalid_argument", argument: "options" });
  });
});
