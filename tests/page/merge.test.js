import assert from "node:assert/strict";
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

const { changeOf, merged } = await load("protection/merge.ts");
const { lineOf } = await load("calls/line.ts");

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
