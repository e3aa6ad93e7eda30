// applySettings and applyToAll: only what differs is written, no concurrent change is lost, and an interrupted run can be run again.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { applySettings, applyToAll, getSettings } from "lakefs-wasm/admin";
import { amount } from "../support/thorough.js";
import { collect, memory, onEachServer, rejectionOf, sleep, untilUnreached } from "./context.js";

const policy = (days, branches = []) => ({ default_retention_days: days, branches });
/** How many races there are, side by side, since they mostly wait. */
const RACES = amount(10, 100);

onEachServer((context) => {
  test("what differs is written and told, and a second run changes nothing", async () => {
    const { client, prefix, create, protect, patterns, retention } = context();
    const id = `${prefix}apply`;
    await create(id);
    await protect(id, "old", "keep");
    const desired = {
      protect: ["main"],
      unprotect: ["old"],
      gcRules: policy(28, [{ branch_id: "main", retention_days: 90 }]),
    };
    const planned = await applySettings(client, id, desired, { dryRun: true });
    assert.deepEqual([await patterns(id), await retention(id)], [["keep", "old"], null]);
    assert.deepEqual(await applySettings(client, id, desired), planned);
    assert.deepEqual(planned[0], { setting: "branchProtection", add: ["main"], remove: ["old"] });
    assert.deepEqual(await patterns(id), ["keep", "main"]);
    assert.deepEqual(await retention(id), desired.gcRules);
    assert.deepEqual(await applySettings(client, id, desired), []);
    assert.deepEqual(await applySettings(client, id, { branchProtection: [], gcRules: null }, {}), [
      { setting: "branchProtection", add: [], remove: ["keep", "main"] },
      { setting: "gcRules", from: desired.gcRules, to: null },
    ]);
    assert.deepEqual([await patterns(id), await retention(id)], [[], null]);
  });

  test("eight at once on one repository lose nothing", { timeout: 600_000 }, async () => {
    const { client, prefix, create, patterns, retention } = context();
    const wanted = Array.from({ length: 8 }, (_, index) => `writer-${index}`);
    const race = async (_, number) => {
      const id = `${prefix}race-${number}`;
      await create(id);
      // Every second race begins with a rule: the first write of rules is another way through the client.
      const first = number % 2 === 1 ? ["first"] : [];
      if (first.length > 0) await applySettings(client, id, { protect: first });
      await Promise.all(wanted.map((pattern) => applySettings(client, id, { protect: [pattern], gcRules: policy(7) })));
      assert.deepEqual([await patterns(id), await retention(id)], [[...first, ...wanted], policy(7)], id);
    };
    await Promise.all(Array.from({ length: RACES }, race));
  });

  test("all of a prefix get the same settings, and a read-only one is an item", async () => {
    const { client, prefix, create, patterns } = context();
    for (const name of ["a", "b", "c"]) await create(prefix + name, { read_only: name === "b" });
    const run = () => collect(applyToAll(client, { protect: ["main"] }, { prefix }));
    const results = await run();
    assert.deepEqual(
      results.map(({ id, changes, error }) => [id, changes?.length, error?.code]),
      [
        [`${prefix}a`, 1, undefined],
        [`${prefix}b`, undefined, "read_only"],
        [`${prefix}c`, 1, undefined],
      ],
    );
    assert.deepEqual(await patterns(`${prefix}c`), ["main"]);
    assert.deepEqual(
      (await run()).map(({ changes }) => changes?.length),
      [0, undefined, 0],
    );
  });
});

describe("what would overwrite somebody else's change", () => {
  const setup = async () => {
    const context = memory();
    await context.create("demo");
    await context.protect("demo", "main");
    await context.client.setGCRules("demo", policy(7));
    return { ...context, expected: await getSettings(context.client, "demo") };
  };

  test("is refused: garbage collection rules that are no longer those of the plan", async () => {
    const { client, expected, retention } = await setup();
    await client.setGCRules("demo", policy(14));
    for (const gcRules of [policy(28), null]) {
      const error = await rejectionOf(applySettings(client, "demo", { gcRules, protect: ["dev"] }, { expected }));
      assert.deepEqual(
        [error.code, error.repository, error.status, error.maybeApplied],
        ["precondition_failed", "demo", 412, false],
      );
      assert.equal(error.operation, gcRules ? "setGCRules" : "deleteGCRules");
    }
    assert.deepEqual(await retention("demo"), policy(14));
    assert.equal((await client.getBranchProtectionRules("demo")).rules.length, 1, "nothing else was written before");
  });

  test("is refused: patterns that are replaced and are no longer those of the plan", async () => {
    const { client, expected, protect, patterns } = await setup();
    await protect("demo", "main", "somebody-else");
    const error = await rejectionOf(applySettings(client, "demo", { branchProtection: ["x"] }, { expected }));
    assert.deepEqual([error.code, error.operation], ["precondition_failed", "setBranchProtectionRules"]);
    assert.deepEqual(await patterns("demo"), ["main", "somebody-else"]);
  });

  test("is nothing that protect and unprotect do", async () => {
    const { client, expected, protect, patterns } = await setup();
    await protect("demo", "main", "somebody-else");
    await applySettings(client, "demo", { protect: ["x"], unprotect: ["main"] }, { expected });
    assert.deepEqual(await patterns("demo"), ["somebody-else", "x"]);
  });

  test("null is refused: what was expected would be lost", async () => {
    const { client, patterns } = await setup();
    const before = await patterns("demo");
    const expected = /** @type {any} */ (null);
    const error = await rejectionOf(applySettings(client, "demo", { protect: ["x"] }, { expected }));
    assert.deepEqual([error.code, error.field], ["invalid_argument", "options.expected"]);
    assert.deepEqual(await patterns("demo"), before);
  });

  test("is nothing when it is what was wanted: an earlier run has written it", async () => {
    const { client, expected } = await setup();
    const desired = { branchProtection: ["x"], gcRules: policy(28) };
    assert.equal((await applySettings(client, "demo", desired, { expected })).length, 2);
    assert.deepEqual(await applySettings(client, "demo", desired, { expected }), []);
  });
});

describe("applyToAll", () => {
  test("a function of the settings decides for each repository, and may be asynchronous", async () => {
    const { client, create, patterns } = memory();
    await create("repo-a");
    await create("repo-b", { default_branch: "trunk" });
    await create("repo-c");
    const desired = async ({ repository }) => {
      await sleep(1);
      return repository.id === "repo-c" ? null : { protect: [repository.default_branch] };
    };
    const results = await collect(applyToAll(client, desired));
    assert.deepEqual(
      results.map(({ changes }) => changes.length),
      [1, 1, 0],
    );
    assert.deepEqual(
      [await patterns("repo-a"), await patterns("repo-b"), await patterns("repo-c")],
      [["main"], ["trunk"], []],
    );
  });

  test("what the function throws ends the loop as it is", async () => {
    const { client, create } = memory();
    await create("repo-a");
    const own = new Error("of the function");
    const thrown = await rejectionOf(
      collect(
        applyToAll(client, () => {
          throw own;
        }),
      ),
    );
    assert.equal(thrown, own);
  });

  test("what is wrong is told before anything is sent", () => {
    const { client, lakefs } = memory();
    assert.throws(() => applyToAll(client, { protect: "main" }), { field: "desired.protect" });
    assert.throws(() => applyToAll(client, {}, { dryRun: 1 }), { field: "options.dryRun" });
    assert.throws(() => applyToAll(client, null), { field: "desired" });
    assert.equal(lakefs.requests.length, 0);
  });
});

test("a pattern that lakeFS cannot compile is refused before anything is written, unless it is stored already", async () => {
  const { client, lakefs, create, storePatterns } = memory();
  await create("demo");
  for (const [desired, field] of [
    [{ protect: ["main", "[a-zA-Z]"], gcRules: policy(7) }, "desired.protect[1]"],
    [{ branchProtection: ["[z-a]"] }, "desired.branchProtection[0]"],
  ]) {
    for (const dryRun of [true, false]) {
      const error = await rejectionOf(applySettings(client, "demo", desired, { dryRun }));
      assert.deepEqual([error.code, error.argument, error.field], ["invalid_argument", "desired", field]);
    }
  }
  assert.ok(!lakefs.requests.some(({ method }) => method === "PUT"));
  await storePatterns("demo", "[a-zA-Z]");
  assert.deepEqual(await applySettings(client, "demo", { branchProtection: ["[a-zA-Z]"] }), []);
  // Rules that block every write are not written again beside others: what to do is in the message.
  for (const dryRun of [true, false]) {
    const error = await rejectionOf(applySettings(client, "demo", { protect: ["main"] }, { dryRun }));
    assert.equal(error.field, "desired.unprotect");
    assert.match(error.message, /^desired\.unprotect must have the stored "\[a-zA-Z\]", which blocks every write: it /);
  }
  const desired = { protect: ["main"], unprotect: ["[a-zA-Z]"] };
  assert.equal((await applySettings(client, "demo", desired)).length, 1);
});

test("only what is wanted is read", async () => {
  const { client, lakefs, create } = memory();
  await create("demo");
  const before = lakefs.requests.length;
  await applySettings(client, "demo", { protect: [] });
  assert.deepEqual(
    lakefs.requests.slice(before).map(({ operation }) => operation),
    ["getBranchProtectionRules"],
  );
});

describe("a run that is killed at any request, and run again", () => {
  const IDS = ["repo-a", "repo-b", "repo-c"];
  const desired = ({ repository }) => ({
    protect: [repository.default_branch, "release-*"],
    unprotect: ["old"],
    gcRules: policy(28, [{ branch_id: "main", retention_days: 90 }]),
  });
  const start = async () => {
    const context = memory();
    for (const id of IDS) await context.create(id);
    await context.protect("repo-b", "old", "own");
    await context.client.setGCRules("repo-c", policy(3));
    return context;
  };
  const state = async ({ patterns, retention }) =>
    JSON.stringify(await Promise.all(IDS.map(async (id) => [id, await patterns(id), await retention(id)])));
  /** A process that is killed: its request number `at` is not sent, or its response is lost, and nothing is sent after it. */
  const killed = async ({ lakefs }, at, arrives) => {
    let sent = 0;
    const gone = new AbortController();
    const fetch = async (url, init) => {
      if (++sent < at) return lakefs.fetch(url, init);
      if (sent === at && arrives) await lakefs.fetch(url, { ...init, signal: undefined });
      gone.abort(new Error("killed"));
      return new Promise(() => {});
    };
    const client = new LakeFSClient({ fetch, auth: lakefs.auth, endpoint: "http://lakefs.test" });
    await collect(applyToAll(client, desired, { signal: gone.signal, concurrency: 2 })).catch(() => {});
    return sent >= at;
  };

  test("reaches the same end", { timeout: 120_000 }, async () => {
    const whole = await start();
    await collect(applyToAll(whole.client, desired));
    const end = await state(whole);
    const run = async (at, arrives) => {
      const context = await start();
      const reached = await killed(context, at, arrives);
      const results = await collect(applyToAll(context.client, desired));
      assert.ok(results.every(({ error }) => error === undefined));
      assert.equal(await state(context), end, `killed at request ${at}, which ${arrives ? "arrived" : "did not"}`);
      assert.ok((await collect(applyToAll(context.client, desired))).every(({ changes }) => changes.length === 0));
      return reached;
    };
    const kills = await untilUnreached((at) => Promise.all([run(at, false), run(at, true)]).then(([one]) => one));
    assert.ok(kills > IDS.length * 5, `only ${kills} requests`);
  });
});
