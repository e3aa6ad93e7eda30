// plan: returns exactly what would change; invalid fields are named.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { applySettings, plan } from "lakefs-wasm/admin";
import { memory, rejectionOf, rulesOf } from "./context.js";

const current = (patterns = [], gcRules = null) => ({
  branchProtection: { rules: rulesOf(patterns), etag: "e" },
  gcRules,
});
const policy = (days, ...branches) => ({
  default_retention_days: days,
  branches: branches.map(([branch_id, retention_days]) => ({ branch_id, retention_days })),
});

describe("branch protection", () => {
  const changes = (patterns, desired) => plan(current(patterns), desired);
  const change = (add, remove) => [{ setting: "branchProtection", add, remove }];

  test("protect adds, unprotect removes, and the others stay", () => {
    assert.deepEqual(changes(["b"], { protect: ["z", "a", "b", "a"] }), change(["a", "z"], []));
    assert.deepEqual(changes(["b", "a"], { unprotect: ["b", "x"] }), change([], ["b"]));
    assert.deepEqual(changes(["a"], { protect: ["b"], unprotect: ["a"] }), change(["b"], ["a"]));
  });

  test("branchProtection replaces all", () => {
    assert.deepEqual(changes(["b", "a"], { branchProtection: ["c", "a"] }), change(["c"], ["b"]));
    assert.deepEqual(changes(["a"], { branchProtection: [] }), change([], ["a"]));
  });

  test("settings that are already stored are not a change, in any order", () => {
    for (const desired of [
      {},
      { branchProtection: undefined },
      { protect: [] },
      { protect: ["a"] },
      { unprotect: ["c"] },
      { branchProtection: ["b", "a", "b"] },
    ])
      assert.deepEqual(changes(["a", "b"], desired), []);
  });
});

describe("garbage collection rules", () => {
  const change = (from, to) => [{ setting: "gcRules", from, to }];

  test("are replaced as a whole, and told with their branches sorted", () => {
    assert.deepEqual(
      plan(current([], policy(7, ["b", 2], ["a", 1])), { gcRules: policy(28, ["z", 3], ["m", 4]) }),
      change(policy(7, ["a", 1], ["b", 2]), policy(28, ["m", 4], ["z", 3])),
    );
    assert.deepEqual(plan(current(), { gcRules: policy(7) }), change(null, policy(7)));
    assert.deepEqual(plan(current([], policy(7)), { gcRules: null }), change(policy(7), null));
  });

  test("that are the same are no change, in whatever order of branches", () => {
    assert.deepEqual(plan(current([], policy(7, ["b", 2], ["a", 1])), { gcRules: policy(7, ["a", 1], ["b", 2]) }), []);
    assert.deepEqual(plan(current(), { gcRules: null }), []);
    assert.deepEqual(plan(current([], policy(7)), {}), []);
    const unknown = { ...policy(7), of_a_newer_version: 1 };
    assert.deepEqual(plan(current([], unknown), { gcRules: policy(7) }), []);
  });

  test("for impossible branch IDs are refused, as the write would refuse them, unless nothing changes", () => {
    for (const branch of ["release-*", "a/b", "-x"]) {
      assert.throws(() => plan(current(), { gcRules: policy(7, ["main", 1], [branch, 1]) }), {
        code: "invalid_argument",
        argument: "desired",
        field: "desired.gcRules.branches[1].branch_id",
      });
      assert.deepEqual(plan(current([], policy(7, [branch, 1])), { gcRules: policy(7, [branch, 1]) }), []);
      assert.throws(() => plan(current([], policy(7, [branch, 1])), { gcRules: policy(8, [branch, 1]) }), {
        field: "desired.gcRules.branches[0].branch_id",
      });
    }
  });

  test("of 0 days without branches are refused, since lakeFS reads them back as none", () => {
    assert.throws(() => plan(current(), { gcRules: policy(0) }), { field: "desired.gcRules" });
    assert.equal(plan(current(), { gcRules: policy(0, ["main", 1]) }).length, 1);
  });
});

test("a plan of both has both", () => {
  assert.deepEqual(
    plan(current(), { protect: ["main"], gcRules: policy(7) }).map(({ setting }) => setting),
    ["branchProtection", "gcRules"],
  );
});

test("a value that is not settings is refused, and the error names the field", async () => {
  const { client, create } = memory();
  await create("demo");
  const desired = { gcRules: policy(7) };
  for (const [settings, field] of [
    [undefined, ""],
    [[current()], ""],
    [{ id: "demo", settings: current() }, ".branchProtection"],
    [{ branchProtection: rulesOf(["main"]), gcRules: null }, ".branchProtection"],
    [{ ...current(), gcRules: undefined }, ".gcRules"],
  ]) {
    assert.throws(() => plan(settings, desired), { code: "invalid_argument", field: `current${field}` });
    if (settings === undefined) continue; // it is read first
    const error = await rejectionOf(applySettings(client, "demo", desired, { expected: settings }));
    assert.deepEqual([error.code, error.field], ["invalid_argument", `options.expected${field}`], error.stack);
  }
});

test("what is wrong is refused, and the error names the field", () => {
  for (const [desired, field] of [
    [null, "desired"],
    [["main"], "desired"],
    ["main", "desired"],
    [{ branch_protection: ["main"] }, "desired.branch_protection"],
    [{ protect: "main" }, "desired.protect"],
    [{ protect: null }, "desired.protect"],
    [{ protect: ["main", 7] }, "desired.protect[1]"],
    [{ unprotect: [""] }, "desired.unprotect[0]"],
    [{ branchProtection: [{ pattern: "main" }] }, "desired.branchProtection[0]"],
    [{ branchProtection: ["main"], protect: ["dev"] }, "desired.branchProtection"],
    [{ protect: ["main"], unprotect: ["main"] }, "desired.unprotect"],
    [{ gcRules: 7 }, "desired.gcRules"],
    [{ gcRules: { default_retention_days: 7 } }, "desired.gcRules.branches"],
    [{ gcRules: { branches: [] } }, "desired.gcRules.default_retention_days"],
    [{ gcRules: { default_retention_days: 1.5, branches: [] } }, "desired.gcRules.default_retention_days"],
    [{ gcRules: { default_retention_days: 2 ** 31, branches: [] } }, "desired.gcRules.default_retention_days"],
    [{ gcRules: policy(7, ["main", "3"]) }, "desired.gcRules.branches[0].retention_days"],
    [{ gcRules: policy(7, ["main", 3], ["main", 4]) }, "desired.gcRules.branches[1].branch_id"],
  ]) {
    assert.throws(
      () => plan(current(), desired),
      (error) => {
        assert.deepEqual([error.code, error.argument, error.field], ["invalid_argument", "desired", field]);
        assert.ok(error.message.startsWith(`${field} `), error.message);
        return true;
      },
    );
  }
});
