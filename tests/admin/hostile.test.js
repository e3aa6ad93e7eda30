// Servers and proxies that misbehave for some repositories or in the middle of a run: every function ends, keeps to what it promises, and loses no repository.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { applySettings, applyToAll, audit, backup, getSettings, listSettings, restore } from "lakefs-wasm/admin";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { collect, rejectionOf, sleep } from "./context.js";

const IDS = ["repo-0", "repo-1", "repo-2", "repo-3", "repo-4"];
const DESIRED = { protect: ["main"], gcRules: { default_retention_days: 5, branches: [] } };
const json = (status, body, headers) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const refuse = (status, message, headers) => () => json(status, { message }, headers);
const page = () => new Response("<!doctype html>Sign in", { headers: { "content-type": "text/html" } });
const isList = ({ method, path }) => method === "GET" && path.endsWith("/repositories");

/** Repositories on a lakeFS in memory, and a client whose requests go through `answer(request, next)`. */
async function behind(answer) {
  const lakefs = inMemoryLakeFS();
  const direct = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth, endpoint: "http://lakefs.test" });
  for (const name of IDS) await direct.createRepository({ name, storage_namespace: `mem://${name}` });
  const fetch = async (url, init) => {
    const { pathname, searchParams } = new URL(url);
    const request = { method: init.method, path: pathname, after: searchParams.get("after"), signal: init.signal };
    return answer(request, () => lakefs.fetch(url, init));
  };
  const client = new LakeFSClient({ fetch, auth: lakefs.auth, endpoint: "http://lakefs.test", retries: 1 });
  return { lakefs, direct, client };
}

const outcome = ({ id, error }) => [id, error?.code];
/** One repository fails with a code, the others do not. */
const failing = (id, code) => IDS.map((one) => [one, one === id ? code : undefined]);
const forOne = (id, answer) => (request, next) => (request.path.includes(`/${id}/`) ? answer(request, next) : next());

const PARTLY = [
  ["503 for good", refuse(503, "Throughput exceeded. Slow down and retry"), "unavailable"],
  ["429 for good", refuse(429, "Too many attempts, try again later", { "retry-after": "0" }), "rate_limited"],
  ["a proxy's 403", refuse(403, "forbidden"), "permission_denied"],
  [
    "a missing permission",
    refuse(401, "insufficient permissions: not allowed to fs:ReadRepository"),
    "permission_denied",
  ],
  ["credentials refused", refuse(401, "error authenticating request"), "unauthenticated"],
  ["gone since it was listed", refuse(404, "repository not found"), "repository_not_found"],
  ["being deleted", refuse(410, "repository in deletion"), "repository_deleting"],
  ["a connection that breaks", () => Promise.reject(new TypeError("fetch failed")), "connection_failed"],
  ["a login page", page, "login_redirect"],
  [
    "a redirect",
    () => new Response(null, { status: 302, headers: { location: "https://sso.test/" } }),
    "login_redirect",
  ],
  ["JSON of another kind", () => json(200, 7), "unexpected_response"],
  [
    "JSON that is cut",
    () => new Response('{"a":', { headers: { "content-type": "application/json" } }),
    "unexpected_response",
  ],
];

describe("for one repository of several", () => {
  for (const [name, answer, code] of PARTLY) {
    test(`${name}: it is an item, the others are read and changed`, async () => {
      const { client, direct } = await behind(forOne("repo-2", answer));
      assert.deepEqual((await collect(listSettings(client, { branches: true }))).map(outcome), failing("repo-2", code));
      assert.deepEqual((await collect(applyToAll(client, DESIRED))).map(outcome), failing("repo-2", code));
      // When it works again, a second run does what is left.
      const again = await collect(applyToAll(direct, DESIRED));
      assert.deepEqual(
        again.map(({ changes }) => changes?.length),
        IDS.map((id) => (id === "repo-2" ? 2 : 0)),
      );
      const error = await rejectionOf(
        backup(client, "repo-2", { totalTimeoutMs: 2000, signal: AbortSignal.timeout(3000) }),
      );
      assert.equal(error.code ?? error.name, code);
    });
  }

  test("no answer: it is an item after the timeout, and the others do not wait for it", {
    timeout: 20_000,
  }, async () => {
    const silent = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
    const { client } = await behind(forOne("repo-2", silent));
    const results = await collect(listSettings(client, { timeoutMs: 100, retries: 0 }));
    assert.deepEqual(results.map(outcome), failing("repo-2", "timeout"));
  });
});

describe("the 404 of a proxy that does not forward a path", () => {
  const forPath = (end, answer) => (request, next) => (request.path.endsWith(end) ? answer() : next());

  for (const [name, answer] of /** @type {const} */ ([
    ["HTML", () => new Response("<html>404 Not Found</html>", { status: 404 })],
    ["text", () => new Response("404 page not found", { status: 404 })],
    ["nothing", () => new Response("", { status: 404 })],
    ["JSON", refuse(404, "no Route matched with those values")],
  ]))
    test(`${name}: it does not look like missing garbage collection rules`, async () => {
      const { client, lakefs } = await behind(forPath("/gc_rules", answer));
      const before = lakefs.requests.length;
      for (const failing of [
        getSettings(client, "repo-0"),
        backup(client, "repo-0"),
        applySettings(client, "repo-0", { gcRules: null }),
      ])
        assert.equal((await rejectionOf(failing)).code, "not_found");
      assert.deepEqual(
        (await collect(listSettings(client))).map(outcome),
        IDS.map((id) => [id, "not_found"]),
      );
      assert.ok(lakefs.requests.slice(before).every(({ method }) => method === "GET"));
    });

  test("a lakeFS that wraps its own sentence still says that there are none", async () => {
    const { client } = await behind(forPath("/gc_rules", refuse(404, "get garbage collection rules: not found")));
    assert.equal((await getSettings(client, "repo-0")).gcRules, null);
  });

  test("and other failures of /config: a backup only lacks the version of lakeFS", async () => {
    for (const answer of [refuse(404, "no Route matched"), refuse(500, "broken"), page]) {
      const { client } = await behind(forPath("/config", answer));
      const document = await backup(client, "repo-0");
      assert.deepEqual([document.repository.id, "lakefs_version" in document], ["repo-0", false]);
    }
  });
});

describe("for all", () => {
  test("a dump that is done without an ID is no backup: it could not be restored", async () => {
    const refs = { commits_meta_range_id: "c", tags_meta_range_id: "", branches_meta_range_id: "b" };
    const done = { id: "d", done: true, update_time: new Date().toISOString(), refs };
    const { client } = await behind((request, next) =>
      request.method === "GET" && request.path.endsWith("/dump") ? json(200, done) : next(),
    );
    const error = await rejectionOf(backup(client, "repo-0"));
    assert.deepEqual([error.code, error.field], ["invalid_argument", "document.refs.tags_meta_range_id"]);
  });

  test("a busy moment is waited out, slow answers too", async () => {
    const seen = new Set();
    const { client } = await behind(async ({ method, path }, next) => {
      await sleep(3);
      if (method !== "GET" || seen.has(path)) return next();
      seen.add(path);
      return json(503, { message: "Throughput exceeded. Slow down and retry" }, { "retry-after": "0" });
    });
    assert.deepEqual((await collect(listSettings(client))).map(outcome), failing());
    assert.deepEqual((await collect(applyToAll(client, DESIRED))).map(outcome), failing());
  });

  test("a proxy that removes ETags: settings are read, patterns are not written without a condition", async () => {
    const { client, direct } = await behind(async (_, next) => {
      const { status, headers, body } = await next();
      const kept = new Headers(headers);
      kept.delete("etag");
      return new Response(body, { status, headers: kept });
    });
    assert.deepEqual((await collect(listSettings(client))).map(outcome), failing());
    assert.equal((await getSettings(client, "repo-0")).branchProtection.etag, null);
    const error = await rejectionOf(applySettings(client, "repo-0", { protect: ["main"] }));
    assert.equal(error.code, "unexpected_response");
    assert.deepEqual((await direct.getBranchProtectionRules("repo-0")).rules, []);
    assert.equal((await applySettings(client, "repo-0", { gcRules: DESIRED.gcRules })).length, 1);
  });

  test("fields of a newer lakeFS stay in the settings, and mean no change", async () => {
    const { client } = await behind(async ({ path }, next) => {
      const response = await next();
      if (response.status !== 200 || path.endsWith("/metadata")) return response;
      const body = await response.json();
      const etag = response.headers.get("etag");
      const withNewField = (value) =>
        typeof value === "object" && value !== null ? { ...value, newer: { field: 1 } } : value;
      return json(
        200,
        Array.isArray(body) ? body.map(withNewField) : withNewField(body),
        etag === null ? {} : { etag },
      );
    });
    assert.equal((await applySettings(client, "repo-0", DESIRED)).length, 2);
    assert.deepEqual(await applySettings(client, "repo-0", DESIRED), []);
    const settings = await getSettings(client, "repo-0");
    assert.deepEqual(
      [settings.repository.newer, settings.branchProtection.rules[0].newer],
      [{ field: 1 }, { field: 1 }],
    );
    const document = await backup(client, "repo-0", { pollMs: 5 });
    assert.deepEqual((await restore(client, document, { name: "copy", pollMs: 5 })).notRestored, []);
  });
});

describe("a listing", () => {
  /** Answers with these repositories, and says that there are more. */
  const pageOf = (results, next_offset) =>
    json(200, { pagination: { has_more: true, next_offset, results: results.length, max_per_page: 1000 }, results });

  test("that fails on a later page ends the loop with its error, after the items before", async () => {
    const { client } = await behind(async (request, next) => {
      if (!isList(request)) return next();
      if (request.after) return json(501, { message: "broken" });
      return pageOf((await (await next()).json()).results.slice(0, 3), "repo-2");
    });
    for (const run of [() => listSettings(client), () => applyToAll(client, DESIRED)]) {
      const seen = [];
      const error = await rejectionOf(
        (async () => {
          for await (const { id } of run()) seen.push(id);
        })(),
      );
      assert.deepEqual([error.code, seen], ["server_error", IDS.slice(0, 3)]);
    }
  });

  test("that gives the same page again and again, or empty ones, is an error and no endless loop", async () => {
    for (const of of [undefined, 0]) {
      const { client } = await behind(async (request, next) =>
        isList(request) ? pageOf((await (await next()).json()).results.slice(0, of ?? 5), "repo-4") : next(),
      );
      assert.equal((await rejectionOf(collect(listSettings(client)))).code, "unexpected_response");
    }
  });

  test("that gives a repository twice does not make it share its namespace with itself", async () => {
    const { client } = await behind(async (request, next) => {
      if (!isList(request) || request.after === "repo-2") return next();
      return pageOf((await (await next()).json()).results.slice(0, 4), "repo-2");
    });
    const settings = (await collect(listSettings(client))).map((one) => one.settings);
    assert.equal(settings.length, 6, "repo-3 came twice");
    assert.ok(!(await audit(settings)).some(({ rule }) => rule === "namespace_shared"));
  });
});
