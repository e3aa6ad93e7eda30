import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";

const repository = (id) => ({
  id,
  commit_id: "c",
  creation_date: 1,
  default_branch: "main",
  storage_namespace: `mem://${id}`,
});
const ids = (count) => Array.from({ length: count }, (_, number) => `r${String(number).padStart(5, "0")}`);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A lakeFS that has these repositories and answers each page after so many milliseconds; `ignoring` like servers before 1.46. */
function paging(all, { delay = 0, ignoring = false } = {}) {
  const state = { pages: 0, open: 0, most: 0, urls: [] };
  const fetch = async (url, { signal }) => {
    state.urls.push(url);
    state.pages++;
    state.most = Math.max(state.most, ++state.open);
    try {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, delay);
        signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)));
      });
    } finally {
      state.open--;
    }
    const query = new URL(url).searchParams;
    const [after, prefix, search] = ["after", "prefix", "search"].map((name) => query.get(name) ?? "");
    const matching = all.filter((id) => id > after && id.startsWith(prefix) && (ignoring || id.includes(search)));
    const page = matching.slice(0, Number(query.get("amount") ?? 100));
    const has_more = matching.length > page.length;
    return Response.json({
      pagination: { has_more, next_offset: has_more ? page.at(-1) : "", results: page.length, max_per_page: 1000 },
      results: page.map(repository),
    });
  };
  return Object.assign(state, { client: new LakeFSClient({ fetch }) });
}

async function collect(iterable) {
  const found = [];
  for await (const { id } of iterable) found.push(id);
  return found;
}

test("all repositories come, in order, over all pages", async () => {
  const server = paging(ids(2500));
  assert.deepEqual(await collect(server.client.repositories()), ids(2500));
  assert.equal(server.pages, 3);
  assert.deepEqual(await collect(paging([]).client.repositories()), []);
  assert.deepEqual(
    await collect(paging(ids(30)).client.repositories({ pageSize: 7, after: "r00004", prefix: "r0000" })),
    ids(10).slice(5),
  );
});

test("all branches of a repository come in the same way", async () => {
  const server = paging(ids(2500));
  assert.deepEqual(await collect(server.client.branches("demo")), ids(2500));
  assert.equal(server.pages, 3);
  assert.ok(server.urls.every((url) => new URL(url).pathname === "/api/v1/repositories/demo/branches"));
  assert.deepEqual(
    await collect(paging(ids(30)).client.branches("demo", { pageSize: 7, after: "r00004", prefix: "r0000" })),
    ids(10).slice(5),
  );
  for await (const { id } of paging(ids(5000), { delay: 20 }).client.branches("demo")) {
    assert.equal(id, "r00000");
    break;
  }
});

test("pagination of branches that does not advance ends in an error that names the repository", async () => {
  const pagination = { has_more: true, next_offset: "b", results: 1, max_per_page: 1000 };
  const fetch = async () => Response.json({ pagination, results: [{ id: "b", commit_id: "c" }] });
  const error = await rejection(collect(new LakeFSClient({ fetch }).branches("demo")));
  assert.deepEqual(
    [error.code, error.operation, error.repository, error.at],
    ["unexpected_response", "listBranches", "demo", "/pagination/next_offset"],
  );
});

test("search is right on servers that ignore it", async () => {
  for (const ignoring of [true, false]) {
    const found = await collect(paging(ids(3000), { ignoring }).client.repositories({ search: "77", pageSize: 1000 }));
    assert.deepEqual(
      found,
      ids(3000).filter((id) => id.includes("77")),
    );
  }
});

test("the next page is asked for as soon as the current one is there, and never more than one", async () => {
  const server = paging(ids(50), { delay: 5 });
  const iterator = server.client.repositories({ pageSize: 10 });
  assert.equal(server.pages, 0);
  await iterator.next();
  assert.equal(server.pages, 2);
  await sleep(30);
  assert.equal(server.pages, 2);
  for (let number = 0; number < 10; number++) await iterator.next();
  assert.equal(server.pages, 3);
  await iterator.return();
  assert.equal(server.most, 1);
});

test("leaving the loop cancels the page in flight and leaves nothing running", async () => {
  const server = paging(ids(5000), { delay: 20 });
  for await (const { id } of server.client.repositories({ pageSize: 1000 })) {
    assert.equal(id, "r00000");
    assert.equal(server.open, 1);
    break;
  }
  assert.equal(server.open, 0);
  await sleep(40);
  assert.equal(server.pages, 2);
  const iterator = server.client.repositories();
  const next = iterator.next();
  assert.deepEqual(await iterator.return("x"), { done: true, value: "x" });
  assert.deepEqual(await next, { done: true, value: undefined });
  assert.equal(server.open, 0);
});

test("an exception in the loop cancels too", async () => {
  const server = paging(ids(5000), { delay: 10 });
  await assert.rejects(async () => {
    for await (const found of server.client.repositories()) throw new Error(found.id);
  }, /r00000/);
  assert.equal(server.open, 0);
});

test("pagination that does not advance ends in an error", async () => {
  const page = (next_offset, results) => ({
    pagination: { has_more: true, next_offset, results: results.length, max_per_page: 1000 },
    results: results.map(repository),
  });
  const servers = {
    same: () => page("r1", ["r1"]),
    back: (number) => page(`r${9 - number}`, ["r1"]),
    empty: () => page("", ["r1"]),
    nothing: (number) => page(`r${number}`, []),
  };
  for (const [name, answer] of Object.entries(servers)) {
    let pages = 0;
    const client = new LakeFSClient({ fetch: async () => Response.json(answer(++pages)) });
    const error = await rejection(collect(client.repositories()));
    assert.equal(error.code, "unexpected_response", name);
    assert.equal(error.at, "/pagination/next_offset");
    assert.ok(pages <= 3, name);
  }
});

test("wrong options throw at once", () => {
  const client = new LakeFSClient();
  for (const options of [
    { pageSize: 0 },
    { pageSize: 1001 },
    { pageSize: 1.5 },
    { pageSize: null },
    { prefix: 7 },
    null,
    { headers: { Cookie: "x" } },
  ]) {
    assert.throws(() => client.repositories(options), { code: "invalid_argument", argument: "options" });
    assert.throws(() => client.branches("demo", options), { code: "invalid_argument", argument: "options" });
  }
  assert.throws(() => client.branches(7), { code: "invalid_argument", argument: "repository" });
});

test("a failed page rejects once, and the iterator is done", async () => {
  const client = new LakeFSClient({
    fetch: async () => Response.json({ message: "insufficient permissions" }, { status: 401 }),
  });
  const iterator = client.repositories();
  assert.equal((await rejection(iterator.next())).code, "permission_denied");
  assert.deepEqual(await iterator.next(), { done: true, value: undefined });
});

test("ten thousand repositories take memory for one page ahead, not for all", async () => {
  const server = paging(ids(10_000));
  let count = 0;
  let most = 0;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for await (const _ of server.client.repositories({ pageSize: 500 })) {
    if (++count % 2500 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  assert.equal(count, 10_000);
  assert.ok(most < 64 << 20, `${most} bytes`);
});

test("the next page is on its way while the caller works, so that a listing takes as long as the longer of both", async () => {
  const server = paging(ids(2500), { delay: 5 });
  const pages = [];
  let seen = 0;
  for await (const _ of server.client.repositories({ pageSize: 500 })) {
    if (++seen % 500 !== 1) continue;
    const page = server.pages;
    assert.ok(page <= 5 && (page === 5 || server.open === 1), "it is asked for before the work begins");
    while (server.open > 0) await sleep(1);
    pages.push(page, server.pages);
  }
  assert.deepEqual(pages, [2, 2, 3, 3, 4, 4, 5, 5, 5, 5], "one page ahead, and no further");
});
