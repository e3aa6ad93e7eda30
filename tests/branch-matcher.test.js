// branchMatcher: protection patterns as lakeFS's glob library reads them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { branchMatcher } from "lakefs-wasm";

const recorded = JSON.parse(await readFile("tests/recordings/patterns.json", "utf8"));

/** Whether a pattern protects a branch. */
async function matches(pattern, branch) {
  return (await branchMatcher([{ pattern }]))(branch) !== undefined;
}

test("patterns protect the branches that lakeFS protects", async () => {
  for (const [pattern, branches] of Object.entries(recorded.protected)) {
    const ruleFor = await branchMatcher([{ pattern }]);
    assert.deepEqual(
      recorded.branches.filter((branch) => ruleFor(branch)),
      branches,
      pattern,
    );
  }
});

test("the first rule that protects a branch is returned, with the fields it has", async () => {
  const rules = [{ pattern: "main" }, { pattern: "release-*", owner: "me" }, { pattern: "*" }];
  const ruleFor = await branchMatcher(rules);
  assert.deepEqual(ruleFor("release-7"), rules[1]);
  assert.deepEqual(ruleFor("dev"), rules[2]);
  assert.equal((await branchMatcher([]))("main"), undefined);
});

test("a pattern that lakeFS cannot compile is refused, and its field is named", async () => {
  for (const pattern of recorded.breaks) {
    await assert.rejects(branchMatcher([{ pattern: "main" }, { pattern }]), {
      code: "invalid_argument",
      argument: "rules",
      field: "rules[1].pattern",
    });
  }
  for (const pattern of recorded.works) await branchMatcher([{ pattern }]);
  await assert.rejects(branchMatcher([{}]), { field: "rules[0].pattern" });
  await assert.rejects(branchMatcher("main"), { field: "rules" });
});

test("slashes, escapes, nesting and characters beyond the basic plane are matched as lakeFS does", async () => {
  for (const [pattern, branch, expected] of [
    ["feature/*", "feature/a/b", true],
    ["*", "a/b", true],
    ["?", "🦆", true],
    ["??", "🦆", false],
    ["\\*", "*", true],
    ["a\\", "a", true],
    ["{a,{b,c}d}", "cd", true],
    ["{a", "a", true],
    ["a}", "a}", true],
    ["a,b", "a,b", true],
    ["[!a-c]", "d", true],
    ["[!a-c]", "b", false],
    ["[^a]", "^", true],
    ["[^a]", "b", false],
    ["[.]", "x", false],
    ["a.b", "axb", false],
    ["(x)+", "(x)+", true],
    ["[日-本]", "月", true],
    ["[\\]]", "]", true],
    ["[*]", "*", true],
    ["x-[a\\-z]", "x--", true],
  ]) {
    assert.equal(await matches(pattern, branch), expected, `${pattern} on ${branch}`);
  }
});

test("no pattern takes long, however many ways there are to match", async () => {
  const branch = "a".repeat(200);
  for (const pattern of [`${"*a".repeat(40)}b`, `${"{a,a*}".repeat(40)}b`, `${"{*,{a,?}*}".repeat(40)}b`]) {
    const start = performance.now();
    assert.equal(await matches(pattern, branch), false, pattern);
    assert.equal(await matches(pattern, `${branch}b`), true, pattern);
    assert.ok(performance.now() - start < 2000, pattern); // takes years with backtracking
  }
});
