import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { stub } from "../support/stub.js";

/** The rules of one repository, kept as lakeFS keeps them; `strip` is a proxy that removes the ETag. */
function store({ rules = [], strip = false, delay = () => 0 } = {}) {
  const state = { rules, writes: 0, reads: 0 };
  const hex = (text) => {
    let hash = 0n;
    for (const letter of text) hash = BigInt.asUintN(256, hash * 1099511628211n + BigInt(letter.charCodeAt(0)));
    return hash.toString(16).padStart(64, "0");
  };
  const tag = () => (state.rules.length === 0 ? "" : hex(JSON.stringify(state.rules)));
  const fetch = async (_, { method, headers, body }) => {
    await new Promise((resolve) => setTimeout(resolve, delay()));
    if (method === "GET") {
      state.reads++;
      const answer = Response.json(state.rules, strip ? {} : { headers: { etag: tag() } });
      await new Promise((resolve) => setTimeout(resolve, delay()));
      return answer;
    }
    const condition = headers["If-Match"];
    if (condition !== undefined && (condition !== tag() || condition === ""))
      return Response.json({ message: "Precondition failed" }, { status: 412 });
    state.writes++;
    state.rules = JSON.parse(body);
    await new Promise((resolve) => setTimeout(resolve, delay()));
    return new Response(null, { status: 204 });
  };
  return Object.assign(state, {
    fetch,
    client: new LakeFSClient({ fetch }),
    another: () => new LakeFSClient({ fetch }),
  });
}
const add = (pattern) => (rules) => [...rules, { pattern }];
const patterns = (rules) => rules.map(({ pattern }) => pattern).sort();

test("rules are read, changed, written on condition, and resolve as they are stored", async () => {
  const server = store({ rules: [{ pattern: "main", owner: "me" }] });
  const { rules, etag } = await server.client.updateBranchProtectionRules("demo", add("dev"));
  assert.deepEqual(rules, [{ pattern: "dev" }, { pattern: "main", owner: "me" }]);
  assert.match(etag, /^[0-9a-f]{64}$/);
  assert.deepEqual(patterns(server.rules), patterns(rules));
});

test("the change may change what it gets, and may take its time", async () => {
  const server = store({ rules: [{ pattern: "main" }] });
  await server.client.updateBranchProtectionRules("demo", async (rules) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    rules.pop();
    rules.push({ pattern: "dev" });
    return rules;
  });
  assert.deepEqual(patterns(server.rules), ["dev"]);
});

test("rules that are the stored ones, as sets, are not written", async () => {
  const server = store({ rules: [{ pattern: "a" }, { pattern: "b" }] });
  const { rules } = await server.client.updateBranchProtectionRules("demo", () => [
    { pattern: "b" },
    { pattern: "a" },
    { pattern: "b" },
  ]);
  assert.deepEqual(patterns(rules), ["a", "b"]);
  assert.equal(server.writes, 0);
});

test("somebody who was faster is not overwritten", async () => {
  const server = store({ rules: [{ pattern: "main" }] });
  let rounds = 0;
  const { rules } = await server.client.updateBranchProtectionRules("demo", (rules) => {
    if (rounds++ === 0) server.rules = [...server.rules, { pattern: "theirs" }];
    return [...rules, { pattern: "ours" }];
  });
  assert.equal(rounds, 2);
  assert.deepEqual(patterns(rules), ["main", "ours", "theirs"]);
});

test("after so many attempts it gives up", async () => {
  const server = store({ rules: [{ pattern: "main" }] });
  let rounds = 0;
  const race = (rules) => {
    server.rules = [{ pattern: `theirs-${rounds++}` }];
    return [...rules, { pattern: "ours" }];
  };
  const error = await rejection(server.client.updateBranchProtectionRules("demo", race, { attempts: 3 }));
  assert.equal(error.code, "precondition_failed");
  assert.equal(error.repository, "demo");
  assert.equal(rounds, 3);
});

for (const [name, first] of [
  ["with a rule", [{ pattern: "main" }]],
  ["without rules", []],
]) {
  test(`eight writers at once lose nothing on a repository ${name}, a hundred times side by side`, {
    timeout: 120_000,
  }, async () => {
    const race = async () => {
      const server = store({ rules: first, delay: () => Math.random() * 5 });
      await Promise.all(
        Array.from({ length: 8 }, (_, writer) =>
          server.another().updateBranchProtectionRules("demo", add(`w${writer}`), { attempts: 100 }),
        ),
      );
      return first.length + 8 - server.rules.length;
    };
    const lost = await Promise.all(Array.from({ length: 100 }, race));
    assert.deepEqual(lost.filter(Boolean), []);
  });
}

test("who has seen a repository without rules makes the change again when a late first write overwrites it", async () => {
  const server = store();
  const late = setInterval(() => {
    if (server.writes === 0) return;
    clearInterval(late);
    server.rules = [{ pattern: "late" }];
  }, 5);
  let rounds = 0;
  const { rules } = await server.client.updateBranchProtectionRules("demo", (rules) => {
    if (rounds++ === 0) server.rules = [{ pattern: "first" }];
    return [...rules, { pattern: "ours" }];
  });
  assert.deepEqual(patterns(rules), ["late", "ours"]);
  assert.deepEqual(patterns(server.rules), ["late", "ours"]);
});

test("a first write that others have built upon is not made again", async () => {
  const server = store();
  const others = setInterval(() => {
    if (server.writes === 0) return;
    clearInterval(others);
    server.rules = [...server.rules, { pattern: "theirs" }];
  }, 5);
  const { rules } = await server.client.updateBranchProtectionRules("demo", add("ours"));
  assert.deepEqual(patterns(rules), ["ours", "theirs"]);
  assert.equal(server.writes, 1);
});

test("a first write that was refused for a moment is not sent again without reading", async () => {
  const server = store();
  let refusals = 0;
  const fetch = async (url, init) => {
    if (init.method === "GET" || refusals++ > 0) return server.fetch(url, init);
    server.rules = [{ pattern: "theirs" }];
    return Response.json({ message: "slow down" }, { status: 503 });
  };
  const { rules } = await new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", add("ours"));
  assert.deepEqual(patterns(rules), ["ours", "theirs"]);
});

test("a proxy that removes the ETag is named, with what to do", async () => {
  const server = store({ rules: [{ pattern: "main" }], strip: true });
  const error = await rejection(server.client.updateBranchProtectionRules("demo", add("dev")));
  assert.match(error.message, /ETag.*gzip/);
  assert.equal(server.writes, 0);
});

test("what the change throws or returns wrongly is told, and nothing is written", async () => {
  const server = store({ rules: [{ pattern: "main" }] });
  const mine = new Error("mine");
  for (const change of [
    () => {
      throw mine;
    },
    () => Promise.reject(mine),
  ]) {
    assert.equal(await rejection(server.client.updateBranchProtectionRules("demo", change)), mine);
  }
  for (const wrong of [undefined, null, {}, "main", [{}], [{ pattern: 7 }], [null]]) {
    const error = await rejection(server.client.updateBranchProtectionRules("demo", () => wrong));
    assert.equal(error.code, "invalid_argument", JSON.stringify(wrong));
    assert.equal(error.argument, "change");
  }
  const broken = await rejection(server.client.updateBranchProtectionRules("demo", () => [{ pattern: "[" }]));
  assert.equal(broken.code, "invalid_argument");
  assert.equal(server.writes, 0);
});

test("wrong arguments reject, and nothing is sent", async () => {
  const { fetch, calls } = stub(() => assert.fail("sent"));
  const client = new LakeFSClient({ fetch });
  for (const [argument, given] of [
    ["repository", [7, add("x")]],
    ["change", ["demo", 7]],
    ["change", ["demo"]],
    ["options", ["demo", add("x"), null]],
    ["options", ["demo", add("x"), { attempts: 0 }]],
  ]) {
    const error = await rejection(client.updateBranchProtectionRules(...given));
    assert.equal(error.code, "invalid_argument");
    assert.equal(error.argument, argument);
  }
  assert.equal(calls.length, 0);
});

test("the time of the whole update is limited", async () => {
  const server = store({ rules: [{ pattern: "main" }] });
  const error = await rejection(
    server.client.updateBranchProtectionRules("demo", () => new Promise(() => {}), { totalTimeoutMs: 40 }),
  );
  assert.equal(error.code, "timeout");
  assert.equal(error.phase, "total");
});

test("a pattern that lakeFS cannot compile is told as what change returned", async () => {
  const server = store({ rules: [{ pattern: "main" }] });
  const error = await rejection(server.client.updateBranchProtectionRules("demo", add("[")));
  assert.deepEqual(
    [error.code, error.argument, error.attempts, error.maybeApplied],
    ["invalid_argument", "change", 1, false],
  );
  assert.match(error.message, /^change\[1\]\.pattern /);
  assert.equal(server.writes, 0);
});

test("an error counts every request of the update", async () => {
  const tags = { headers: { etag: "tag" } };
  let sent = 0;
  const fetch = async (_, { method }) => {
    sent++;
    if (method === "PUT") return new Response(null, { status: 204 });
    return sent === 1
      ? Response.json([{ pattern: "main" }], tags)
      : Response.json({ message: "slow down" }, { status: 503 });
  };
  const error = await rejection(
    new LakeFSClient({ fetch, retries: 1 }).updateBranchProtectionRules("demo", add("dev")),
  );
  assert.deepEqual([error.code, error.attempts, error.maybeApplied], ["unavailable", 4, true]);
  assert.equal(sent, 4);
});

test("attempts also count writes that do not last, as on a replica that only reads", async () => {
  const { fetch, calls } = stub((_, { method }) =>
    method === "PUT" ? new Response(null, { status: 204 }) : Response.json([], { headers: { etag: "" } }),
  );
  const error = await rejection(
    new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", add("main"), { attempts: 2 }),
  );
  assert.equal(error.code, "precondition_failed");
  assert.equal(error.maybeApplied, true);
  assert.equal(error.repository, "demo");
  assert.equal(error.attempts, calls.length);
  assert.equal(calls.filter(({ init }) => init.method === "PUT").length, 2);
});

test("an ETag that cannot be sent back is the server's fault", async () => {
  // "*" matches every ETag, and would make the write unconditional.
  for (const etag of ["a b", "\u00e9", "*", 'W/"*"']) {
    const { fetch, calls } = stub(() => Response.json([{ pattern: "main" }], { headers: { etag } }));
    const error = await rejection(new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", add("dev")));
    assert.equal(error.code, "unexpected_response");
    assert.match(error.message, /ETag that cannot be sent back/);
    assert.equal(calls.length, 1);
  }
});

test("rules that come with an empty ETag are refused at once, with what to do", async () => {
  for (const etag of ["", '""']) {
    const { fetch, calls } = stub(() => Response.json([{ pattern: "main" }], { headers: { etag } }));
    const error = await rejection(new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", add("dev")));
    assert.equal(error.code, "unexpected_response");
    assert.match(error.message, /ETag that cannot be sent back: a proxy changes it/);
    assert.equal(error.maybeApplied, false);
    assert.equal(calls.length, 1);
  }
});

test("an ETag that matches every ETag is no condition, and is refused", async () => {
  const { fetch, calls } = stub(() => new Response(null, { status: 204 }));
  const write = new LakeFSClient({ fetch }).setBranchProtectionRules("demo", [{ pattern: "main" }], { ifMatch: "*" });
  assert.equal((await rejection(write)).field, "options.ifMatch");
  assert.equal(calls.length, 0);
});

test("a server that asks to be left alone is left alone", async () => {
  const puts = [];
  const { fetch } = stub((_, { method }) => {
    if (method === "GET")
      return Response.json(puts.length > 1 ? [{ pattern: "main" }] : [], {
        headers: { etag: puts.length > 1 ? "e" : "" },
      });
    puts.push(performance.now());
    return puts.length > 1
      ? new Response(null, { status: 204 })
      : Response.json({ message: "busy" }, { status: 503, headers: { "retry-after": "1" } });
  });
  await new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", add("main"));
  assert.equal(puts.length, 2);
  assert.ok(puts[1] - puts[0] >= 995, `${puts[1] - puts[0]} ms`);
});

test("a server that asks for a longer pause than there is time for is an error at once", async () => {
  for (const [seconds, totalTimeoutMs] of [
    ["3600", 60_000],
    ["9".repeat(400), Number.POSITIVE_INFINITY],
  ]) {
    const { fetch, calls } = stub((_, { method }) =>
      method === "GET"
        ? Response.json([], { headers: { etag: "" } })
        : Response.json({ message: "busy" }, { status: 503, headers: { "retry-after": seconds } }),
    );
    const client = new LakeFSClient({ fetch, totalTimeoutMs });
    const error = await rejection(client.updateBranchProtectionRules("demo", add("main")));
    assert.equal(error.code, "unavailable");
    assert.equal(calls.filter(({ init }) => init.method === "PUT").length, 1);
  }
});

test("an abort with an error of this package is an abort", async () => {
  const reasons = await Promise.all(
    ["repository_not_found", "precondition_failed", "invalid_argument"].map((code) =>
      code === "invalid_argument"
        ? rejection(new LakeFSClient({ fetch: () => {} }).getRepository(""))
        : rejection(
            new LakeFSClient({
              fetch: async () =>
                Response.json({ message: "no" }, { status: code === "precondition_failed" ? 412 : 404 }),
            }).getRepository("demo"),
          ),
    ),
  );
  for (const reason of reasons) {
    const before = JSON.stringify(reason);
    Object.freeze(reason);
    const controller = new AbortController();
    const { fetch, calls } = stub((_, { method }) => {
      if (method === "GET") return Response.json([{ pattern: "main" }], { headers: { etag: "e" } });
      setTimeout(() => controller.abort(reason));
      return new Promise(() => {});
    });
    assert.equal(
      await rejection(
        new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", add("dev"), { signal: controller.signal }),
      ),
      reason,
    );
    assert.equal(JSON.stringify(reason), before);
    assert.equal(calls.length, 2);
  }
});
