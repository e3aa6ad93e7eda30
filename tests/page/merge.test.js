import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { buildSync } from "esbuild";
import { branchMatcher } from "lakefs-wasm";

/** Imports a module of the page that needs no browser. */
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
const { lineOf, programOf, settingsLine, updateLine } = await load("calls/line.ts");
const { repairedPattern, hasImpossibleText } = await load("patterns.ts");
const snippets = await load("code/snippets.ts");
const { SHOWN, shownEntries } = await load("bulk/shown-entries.ts");

describe("two changes to the same rules", () => {
  test("are combined without loss", () => {
    assert.deepEqual(merged(["a", "b"], ["a", "c"], ["a", "b", "d"]), ["a", "d", "c"]);
    assert.deepEqual(merged(["a", "b"], ["a", "b", "c"], ["b"]), ["b", "c"]);
    assert.deepEqual(merged(["a"], [], []), []);
    assert.deepEqual(merged([], ["a"], ["a", "b"]), ["a", "b"]);
    assert.deepEqual(changeOf(["a", "b"], ["b", "c"]), { added: ["c"], removed: ["a"] });
  });

  test("lose no addition and no removal, for any rules", () => {
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

  test("names the repositories whose settings are read, unless they are many", () => {
    assert.equal(settingsLine(["demo"]), 'await getSettings(lakefs, "demo");');
    const some = settingsLine(["a-1", "b-2"]);
    assert.equal(some, 'for (const id of ["a-1", "b-2"]) await getSettings(lakefs, id);');
    const all = settingsLine(Array.from({ length: 21 }, (_, number) => `repository-${number}`));
    assert.match(programOf([some, all], "http://localhost:8000"), /^import \{ getSettings, listSettings \} from/);
  });

  test("never has a secret in it", () => {
    assert.equal(
      lineOf("login", [{ accessKeyId: "KEY", secretAccessKey: "SECRET" }]),
      "await lakefs.login({ accessKeyId, secretAccessKey });",
    );
  });
});

describe("a pattern that lakeFS cannot compile", () => {
  test("is repaired to the probable intent, or left alone", async () => {
    const recorded = JSON.parse(await readFile("tests/recordings/patterns.json", "utf8"));
    assert.equal(repairedPattern("[a-zA-Z]"), "{[a-z],[A-Z]}");
    assert.equal(repairedPattern("v[0-9_]-*"), "v{[0-9],[_]}-*");
    for (const pattern of recorded.breaks) {
      const repaired = repairedPattern(pattern);
      if (repaired !== undefined) await branchMatcher([{ pattern: repaired }]); // rejects where lakeFS cannot compile it
    }
    for (const pattern of recorded.works) assert.equal(repairedPattern(pattern), undefined, pattern);
  });

  test("is different from one that no branch name can match", () => {
    for (const pattern of ["^main$", "main|dev", "release/*", "v1.*", "\\[x]", "a,b"])
      assert.equal(hasImpossibleText(pattern), true, pattern);
    for (const pattern of ["main", "release-*", "v[0-9]", "{a,b}_?", "[!.]x", "{a/b,main}", "{main,{dev,test}}"])
      assert.equal(hasImpossibleText(pattern), false, pattern);
  });
});

describe("the entries of a bulk action", () => {
  test("are all shown, or those with a problem first where they are too many", () => {
    const entries = Array.from({ length: SHOWN }, (_, number) => number);
    const isLast = (number) => number >= SHOWN - 1;
    assert.deepEqual(shownEntries(entries, isLast), entries);
    const shown = shownEntries([...entries, SHOWN], isLast);
    assert.deepEqual([shown.length, ...shown.slice(0, 3)], [SHOWN, SHOWN - 1, SHOWN, 0]);
  });
});

describe("code for what a form does", () => {
  test("is a program of the calls that were made, with the ETags of when it runs", () => {
    const text = programOf(
      [
        "await lakefs.login({ accessKeyId, secretAccessKey });",
        "for await (const repository of lakefs.repositories()) { … }",
        'await lakefs.setBranchProtectionRules("demo", [{ pattern: "main" }], { ifMatch: "old" });',
      ],
      "http://localhost:8000",
    );
    assert.equal(
      text,
      `import { clientFromEnvironment } from "lakefs-wasm/node";

const lakefs = await clientFromEnvironment({ endpoint: "http://localhost:8000" });
for await (const repository of lakefs.repositories()) console.log(repository.id);
await lakefs.setBranchProtectionRules("demo", [{ pattern: "main" }], { ifMatch: (await lakefs.getBranchProtectionRules("demo")).etag });
`,
    );
  });

  test("of an update of rules makes the same change, and one that never was is left out", () => {
    const line = updateLine(
      "demo",
      [{ pattern: "old" }, { pattern: "kept" }],
      [{ pattern: "kept" }, { pattern: "main" }],
    );
    assert.equal(
      line,
      'await lakefs.updateBranchProtectionRules("demo", (rules) => [...rules.filter((rule) => !["old"].includes(rule.pattern)), { pattern: "main" }]);',
    );
    const program = programOf([line, lineOf("updateBranchProtectionRules", ["other", () => []])], "http://x");
    assert.ok(program.includes(line));
    assert.ok(!program.includes("…") && !program.includes("other"), program);
  });

  test("has only flags that lakectl has", () => {
    const creation = { name: "demo", storage_namespace: "mem://demo", default_branch: "main" };
    assert.equal(snippets.createSnippets("http://x", { ...creation, read_only: true }, false).lakectl, undefined);
    assert.equal(
      snippets.createSnippets("http://x", { ...creation, sample_data: true }, false).lakectl,
      "lakectl repo create lakefs://demo mem://demo --default-branch main --sample-data",
    );
  });

  test("keeps the rules of others, and quotes what a shell would change", () => {
    const { typescript, curl, lakectl } = snippets.protectionSnippets(
      "http://localhost:8000",
      "demo",
      { added: ["it's-*"], removed: ["old"] },
      ["it's-*", "main"],
    );
    assert.ok(typescript.includes('...rules.filter((rule) => !["old"].includes(rule.pattern)),'));
    assert.ok(typescript.includes(`{ pattern: "it's-*" },`));
    assert.match(curl, /--header "If-Match: \$etag"/);
    assert.equal(
      lakectl,
      "lakectl branch-protect add lakefs://demo 'it'\\''s-*'\nlakectl branch-protect delete lakefs://demo old",
    );
    assert.match(
      snippets.retentionSnippets("http://x", "demo", null).lakectl,
      /^lakectl gc delete-config lakefs:\/\/demo$/,
    );
  });
});
