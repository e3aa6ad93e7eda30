// Hazards: retry storms; a POST sent twice; lost replies to PUT and DELETE.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { dead, http, json, tcp } from "../support/servers.js";
import { stub } from "../support/stub.js";

const RULES = { default_retention_days: 7, branches: [] };
const REFS = { commits_meta_range_id: "a", tags_meta_range_id: "b", branches_meta_range_id: "c" };
const calls = {
  get: (client, options) => client.getRepository("demo", options),
  put: (client, options) => client.setGCRules("demo", RULES, options),
  delete: (client, options) => client.deleteRepository("demo", options),
  create: (client, options) => client.createRepository({ name: "demo", storage_namespace: "mem://demo" }, options),
  dump: (client, options) => client.dumpSubmit("demo", options),
  restore: (client, options) => client.restoreSubmit("demo", REFS, options),
};
const posts = ["create", "dump", "restore"];

/** Checks every call, side by side, since they wait before they are sent again. */
const everyCall = (check) => Promise.all(Object.entries(calls).map(([name, call]) => check(name, call)));

for (const status of [420, 423, 429, 502, 503, 504]) {
  test(`after ${status} a GET, a PUT and a DELETE are sent again, a POST is not`, () =>
    everyCall(async (name, call) => {
      const { fetch, calls: sent } = stub(() => new Response("{}", { status }));
      const error = await rejection(call(new LakeFSClient({ fetch })));
      assert.equal(error.status, status);
      assert.equal(sent.length, posts.includes(name) ? 1 : 3, name);
      assert.equal(error.attempts, sent.length);
    }));
}

test("no other status is sent again", async () => {
  for (const status of [400, 401, 403, 404, 405, 409, 410, 412, 413, 500, 501, 505]) {
    await everyCall(async (name, call) => {
      const { fetch, calls: sent } = stub(() => new Response("{}", { status }));
      await rejection(call(new LakeFSClient({ fetch })));
      // lakectl repeats a GET after a 500, too.
      assert.equal(sent.length, status === 500 && name === "get" ? 3 : 1, `${status} ${name}`);
    });
  }
});

test("the 500 of an old server for an unknown path is not sent again", async () => {
  const { fetch, calls: sent } = stub(() => Response.json({ message: "invalid API endpoint" }, { status: 500 }));
  assert.equal((await rejection(new LakeFSClient({ fetch }).getRepository("demo"))).code, "unknown_endpoint");
  assert.equal(sent.length, 1);
});

test("after a broken connection a GET, a PUT and a DELETE are sent again, a POST is not", async (t) => {
  await everyCall(async (name, call) => {
    const { endpoint, requests } = await tcp(t, (socket) => socket.resetAndDestroy());
    const error = await rejection(call(new LakeFSClient({ endpoint })));
    assert.equal(error.code, "connection_failed");
    assert.equal(requests.length, posts.includes(name) ? 1 : 3, name);
    assert.equal(error.maybeApplied, name !== "get", name);
  });
});

test("a POST is sent exactly once on a timeout", async (t) => {
  for (const name of posts) {
    const { endpoint, requests } = await tcp(t, () => {});
    const error = await rejection(calls[name](new LakeFSClient({ endpoint, timeoutMs: 400 })));
    assert.equal(error.code, "timeout");
    assert.equal(error.maybeApplied, true);
    assert.equal(requests.length, 1);
  }
});

test("a refused connection is tried again for every method, and nothing may have been applied", async () => {
  const endpoint = await dead();
  await everyCall(async (_, call) => {
    const error = await rejection(call(new LakeFSClient({ endpoint })));
    assert.equal(error.code, "connection_failed");
    assert.equal(error.attempts, 3);
    assert.equal(error.maybeApplied, false);
    assert.ok(error.cause instanceof Error);
  });
});

test("a call succeeds when a later attempt does", async (t) => {
  const { endpoint, requests } = await http(t, (_, response, number) =>
    number < 3 ? json(response, 503, { message: "slow down" }) : json(response, 200, REPOSITORY),
  );
  assert.deepEqual(await new LakeFSClient({ endpoint }).getRepository("demo"), REPOSITORY);
  assert.equal(requests.length, 3);
});

test("an answer that breaks off in its body is read again", async (t) => {
  const { endpoint, requests } = await http(t, (_, response, number) => {
    if (number > 1) return json(response, 200, REPOSITORY);
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 500 });
    response.write('{"id":');
    setTimeout(() => response.destroy(), 10);
  });
  assert.deepEqual(await new LakeFSClient({ endpoint }).getRepository("demo"), REPOSITORY);
  assert.equal(requests.length, 2);
});

test("retries: 0 sends once", async () => {
  const { fetch, calls: sent } = stub(() => new Response("", { status: 503 }));
  await rejection(new LakeFSClient({ fetch, retries: 5 }).getRepository("demo", { retries: 0 }));
  assert.equal(sent.length, 1);
});

test("a DELETE that finds nothing when it is repeated has succeeded", async (t) => {
  let exists = true;
  const { endpoint } = await tcp(t, (socket, number) => {
    if (number === 1) {
      exists = false;
      return socket.resetAndDestroy();
    }
    const body = '{"message":"repository not found"}\n';
    assert.equal(exists, false);
    socket.end(
      `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
  await new LakeFSClient({ endpoint }).deleteRepository("demo");
});

test("a DELETE that finds nothing at once has not", async () => {
  const { fetch } = stub(() => Response.json({ message: "repository not found" }, { status: 404 }));
  assert.equal((await rejection(new LakeFSClient({ fetch }).deleteRepository("demo"))).code, "repository_not_found");
});

/** A store of rules that answers as lakeFS does, and loses the reply to the first write. */
function forgetful(afterFirstWrite = () => {}) {
  const store = { rules: [{ pattern: "main" }], tag: "t1", writes: 0 };
  return Object.assign(
    stub(async (_, init) => {
      if (init.method === "GET") return Response.json(store.rules, { headers: { etag: store.tag } });
      if (init.headers["If-Match"] !== store.tag)
        return Response.json({ message: "Precondition failed" }, { status: 412 });
      store.rules = JSON.parse(init.body);
      store.tag = `t${++store.writes + 1}`;
      if (store.writes > 1) return new Response(null, { status: 204 });
      afterFirstWrite(store);
      throw new TypeError("the connection broke");
    }),
    { store },
  );
}

test("a conditional PUT that meets its own change when it is repeated has succeeded", async () => {
  const { fetch, store } = forgetful();
  await new LakeFSClient({ fetch }).setBranchProtectionRules("demo", [{ pattern: "b" }, { pattern: "a" }], {
    ifMatch: "t1",
  });
  assert.equal(store.writes, 1);
});

test("a conditional PUT that meets somebody else's change when it is repeated has not", async () => {
  const { fetch } = forgetful((store) => {
    store.rules = [{ pattern: "theirs" }];
    store.tag = "t9";
  });
  const error = await rejection(
    new LakeFSClient({ fetch }).setBranchProtectionRules("demo", [{ pattern: "b" }], { ifMatch: "t1" }),
  );
  assert.equal(error.code, "precondition_failed");
  assert.equal(error.maybeApplied, true);
});

/** A store without rules, whose first write is answered by `first`, which may write something of its own. */
function empty(first) {
  const store = { rules: [], writes: 0 };
  return Object.assign(
    stub(async (_, init) => {
      if (init.method === "GET")
        return Response.json(store.rules, { headers: { etag: store.rules.length ? "t1" : "" } });
      assert.ok(!("If-Match" in init.headers));
      if (++store.writes === 1) return first(store, JSON.parse(init.body));
      store.rules = JSON.parse(init.body);
      return new Response(null, { status: 204 });
    }),
    { store },
  );
}
const MINE = [{ pattern: "mine" }];

test("a PUT of the first rules is not sent again over what somebody else wrote in between", async () => {
  const { fetch, store } = empty((store) => {
    store.rules = [{ pattern: "theirs" }];
    return new Response("", { status: 503 });
  });
  const error = await rejection(new LakeFSClient({ fetch }).setBranchProtectionRules("demo", MINE, { ifMatch: "" }));
  assert.deepEqual(
    [error.code, error.status, error.maybeApplied, store.writes, store.rules],
    ["precondition_failed", 412, true, 1, [{ pattern: "theirs" }]],
  );
});

test("a PUT of the first rules whose reply was lost has succeeded, and is not sent again", async () => {
  const { fetch, store } = empty((store, rules) => {
    store.rules = rules;
    throw new TypeError("the connection broke");
  });
  await new LakeFSClient({ fetch }).setBranchProtectionRules("demo", MINE, { ifMatch: "" });
  assert.deepEqual([store.writes, store.rules], [1, MINE]);
});

test("a PUT of the first rules that the server could not take is sent again after another look, as often as retries says", async () => {
  const { fetch, store, calls: sent } = empty(() => new Response("", { status: 503 }));
  await new LakeFSClient({ fetch }).setBranchProtectionRules("demo", MINE, { ifMatch: "" });
  assert.deepEqual([store.writes, store.rules, sent.length], [2, MINE, 4]);
  const dead = stub((_, init) =>
    init.method === "GET" ? Response.json([], { headers: { etag: "" } }) : new Response("", { status: 503 }),
  );
  const error = await rejection(
    new LakeFSClient({ fetch: dead.fetch, retries: 2 }).setBranchProtectionRules("demo", MINE, { ifMatch: "" }),
  );
  assert.deepEqual([error.code, error.maybeApplied, dead.calls.length], ["unavailable", true, 6]);
});

test("onAttempt tells of the read before a write of the first rules as what it is", async () => {
  const { fetch } = empty(() => new Response(null, { status: 204 }));
  const told = [];
  const client = new LakeFSClient({
    fetch,
    onAttempt: ({ operation, method, status }) => told.push([operation, method, status]),
  });
  await client.setBranchProtectionRules("demo", MINE, { ifMatch: "" });
  assert.deepEqual(told, [
    ["getBranchProtectionRules", "GET", 200],
    ["setBranchProtectionRules", "PUT", 204],
  ]);
});

test("a hundred calls on a dead server send at most 150 requests", async () => {
  for (const answer of [() => new Response("", { status: 503 }), () => Promise.reject(new TypeError("broken"))]) {
    const { fetch, calls: sent } = stub(answer);
    const client = new LakeFSClient({ fetch, retries: 5 });
    const sibling = client.with({ timeoutMs: 1000 });
    await Promise.all(
      Array.from({ length: 100 }, (_, number) => rejection((number % 2 ? client : sibling).getRepository("demo"))),
    );
    assert.ok(sent.length > 100 && sent.length <= 150, String(sent.length));
  }
});

test("one call may use all its retries", async () => {
  const { fetch, calls: sent } = stub(() => new Response("", { status: 503, headers: { "retry-after": "0" } }));
  await rejection(new LakeFSClient({ fetch, retries: 5 }).getRepository("demo"));
  assert.equal(sent.length, 6);
});

test("Retry-After is honored as seconds and as a date, and no garbage of it matters", async () => {
  const pauses = async (header, totalTimeoutMs = 10_000) => {
    const times = [];
    const { fetch } = stub((_, __, number) => {
      times.push(performance.now());
      return number === 1
        ? new Response("", { status: 429, headers: { "retry-after": header } })
        : Response.json(REPOSITORY);
    });
    const outcome = await new LakeFSClient({ fetch, totalTimeoutMs }).getRepository("demo").catch((error) => error);
    return { pause: times[1] - times[0], outcome };
  };
  const [seconds, date, ...garbage] = await Promise.all([
    pauses("1"),
    pauses(new Date(Date.now() + 2000).toUTCString()),
    ...["-5", "soon", "", "1e9999", "NaN", "0", "-99999", "after 2099", "Mon, 01 Jan 1990 00:00:00 GMT"].map((text) =>
      pauses(text),
    ),
  ]);
  assert.ok(seconds.pause >= 995 && seconds.pause < 1900, `${seconds.pause}`);
  assert.ok(date.pause >= 900 && date.pause < 2400, `${date.pause}`);
  for (const { pause } of garbage) assert.ok(pause < 900, `${pause}`);
  const began = performance.now();
  const huge = await pauses("99999999999999999999", 400);
  assert.ok(performance.now() - began < 3_000);
  assert.equal(huge.outcome.code, "rate_limited");
});

test("pauses are jittered", async () => {
  const pauses = new Set();
  const { fetch } = stub(() => new Response("", { status: 503 }));
  const onAttempt = ({ retryInMs }) => retryInMs !== undefined && pauses.add(retryInMs);
  await Promise.all(
    Array.from({ length: 10 }, () =>
      rejection(new LakeFSClient({ fetch, retries: 1, onAttempt }).getRepository("demo")),
    ),
  );
  assert.equal(pauses.size, 10);
  assert.ok([...pauses].every((pause) => pause >= 0 && pause <= 200));
});

test("onAttempt is called for every attempt, without IDs", async () => {
  const told = [];
  const { fetch } = stub((_, __, number) =>
    number === 1
      ? new Response("", { status: 503, headers: { "x-request-id": "r1" } })
      : Response.json({ message: "repository not found" }, { status: 404, headers: { "x-request-id": "r2" } }),
  );
  await rejection(new LakeFSClient({ fetch, onAttempt: (attempt) => told.push(attempt) }).getRepository("demo-secret"));
  const [first, second] = told;
  assert.equal(told.length, 2);
  assert.ok(first.duration >= 0 && first.retryInMs >= 0);
  assert.deepEqual(
    { ...first, duration: 0, retryInMs: 0 },
    {
      operation: "getRepository",
      method: "GET",
      path: "/repositories/{repository}",
      number: 1,
      duration: 0,
      status: 503,
      requestId: "r1",
      error: "unavailable",
      retryInMs: 0,
    },
  );
  assert.deepEqual(
    { ...second, duration: 0 },
    {
      operation: "getRepository",
      method: "GET",
      path: "/repositories/{repository}",
      number: 2,
      duration: 0,
      status: 404,
      requestId: "r2",
      error: "repository_not_found",
    },
  );
  assert.doesNotMatch(JSON.stringify(told), /demo-secret/);
});

test("onAttempt is called for timeouts and aborts, and errors that it throws do not affect the call", async (t) => {
  const told = [];
  const nothing = () => new Promise(() => {});
  await rejection(
    new LakeFSClient({ fetch: nothing, timeoutMs: 10, onAttempt: (attempt) => told.push(attempt.error) }).getRepository(
      "demo",
    ),
  );
  const controller = new AbortController();
  const call = rejection(
    new LakeFSClient({ fetch: nothing, onAttempt: (attempt) => told.push(attempt.error) }).getRepository("demo", {
      signal: controller.signal,
    }),
  );
  setTimeout(() => controller.abort(), 5);
  await call;
  assert.deepEqual(told, ["timeout", "aborted"]);
  const printed = t.mock.method(console, "error", () => {});
  const { fetch } = stub(() => Response.json(REPOSITORY));
  // What an async function of another realm gives is no Promise of this one's.
  const mistakes = [
    () => {
      throw new Error("mine");
    },
    async () => {
      throw new Error("mine");
    },
    runInNewContext('async () => { throw new Error("mine"); }'),
  ];
  for (const [index, onAttempt] of mistakes.entries()) {
    assert.equal((await new LakeFSClient({ fetch, onAttempt }).getRepository("demo")).id, "demo");
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(printed.mock.callCount(), index + 1);
  }
});
