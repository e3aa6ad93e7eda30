import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { buildSync } from "esbuild";

/** A module of the page that needs nothing of a browser. */
async function load(file) {
  const [{ text }] = buildSync({
    entryPoints: [`www/src/${file}`],
    bundle: true,
    format: "esm",
    write: false,
  }).outputFiles;
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}

const { compileGlob, patternsFor } = await load("glob.ts");
const { changeOf, merged } = await load("protection/merge.ts");
const { lineOf } = await load("calls/line.ts");
const recorded = JSON.parse(await readFile("tests/recordings/patterns.json", "utf8"));

describe("the page's globs", () => {
  test("protect the branches that lakeFS protects, pattern by pattern", () => {
    for (const [pattern, branches] of Object.entries(recorded.protected)) {
      assert.deepEqual(
        recorded.branches.filter((branch) => patternsFor(branch, [pattern]).length > 0),
        branches,
        pattern,
      );
    }
  });

  test("refuse what lakeFS cannot compile, and nothing else", () => {
    for (const pattern of recorded.breaks) assert.equal(compileGlob(pattern), undefined, pattern);
    for (const pattern of recorded.works) assert.ok(compileGlob(pattern), pattern);
  });

  test("take slashes, escapes, nesting, and characters beyond the basic plane", () => {
    for (const [pattern, branch, matches] of [
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
      assert.equal(compileGlob(pattern)?.test(branch), matches, `${pattern} on ${branch}`);
    }
  });

  test("take a moment, however many ways there are to match, and nested ones too", () => {
    const branch = "a".repeat(200);
    for (const pattern of [`${"*a".repeat(40)}b`, `${"{a,a*}".repeat(40)}b`, `${"{*,{a,?}*}".repeat(40)}b`]) {
      const start = performance.now();
      assert.equal(compileGlob(pattern)?.test(branch), false, pattern);
      assert.equal(compileGlob(pattern)?.test(`${branch}b`), true, pattern);
      assert.ok(performance.now() - start < 2000, pattern); // years, one way after the other
    }
  });
});

describe("two changes to the same rules", () => {
  test("are put together without loss", () => {
    assert.deepEqual(merged(["a", "b"], ["a", "c"], ["a", "b", "d"]), ["a", "d", "c"]);
    assert.deepEqual(merged(["a", "b"], ["a", "b", "c"], ["b"]), ["b", "c"]);
    assert.deepEqual(merged(["a"], [], []), []);
    assert.deepEqual(merged([], ["a"], ["a", "b"]), ["a", "b"]);
    assert.deepEqual(changeOf(["a", "b"], ["b", "c"]), { added: ["c"], removed: ["a"] });
  });

  test("lose no addition and no removal, whatever they are", () => {
    const all = ["a", "b", "c", "d"];
    const subsets = Array.from({ length: 16 }, (_, bits) => all.filter((_, index) => bits & (1 << index)));
    for (const base of subsets)
      for (const theirs of subsets)
        for (const mine of subsets) {
          const both = merged(base, theirs, mine);
          for (const pattern of all) {
            const was = base.includes(pattern);
            const changed = theirs.includes(pattern) !== was || mine.includes(pattern) !== was;
            assert.equal(both.includes(pattern), changed ? !was : was, `${pattern} of ${base} / ${theirs} / ${mine}`);
          }
        }
  });
});

describe("the line of a call", () => {
  test("is TypeScript that makes it", () => {
    assert.equal(
      lineOf("getRepository", ["demo", { signal: new AbortController().signal }]),
      'await lakefs.getRepository("demo");',
    );
    assert.equal(
      lineOf("createRepository", [{ name: "a", storage_namespace: "mem://a" }, { bare: true }]),
      'await lakefs.createRepository({ name: "a", storage_namespace: "mem://a" }, { bare: true });',
    );
    assert.equal(lineOf("createRepository", [{ name: "a" }, {}]), 'await lakefs.createRepository({ name: "a" });');
    assert.equal(
      lineOf("setBranchProtectionRules", ["demo", [{ pattern: 'a"b' }], { ifMatch: "e" }]),
      'await lakefs.setBranchProtectionRules("demo", [{ pattern: "a\\"b" }], { ifMatch: "e" });',
    );
    assert.equal(
      lineOf("repositories", [{ search: "ml", signal: undefined }]),
      'for await (const repository of lakefs.repositories({ search: "ml" })) { … }',
    );
  });

  test("never has a secret in it", () => {
    assert.equal(
      lineOf("login", [{ accessKeyId: "KEY", secretAccessKey: "SECRET" }]),
      "await lakefs.login({ accessKeyId, secretAccessKey });",
    );
  });
});
