// Every snippet of the documentation: type-checked under strict, run on a lakeFS in memory, its output compared with its `// → text`.
//
// A comment before a block says what it needs, in clauses: <!-- example: with demo, ml-images; in a page -->
//   with NAMES            repositories that are there
//   in a page             runs in Chromium, behind one origin with a lakeFS, with a session
//   same as FILE          is that file, which other tests run
//   only checked: REASON  is not run
import assert from "node:assert/strict";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { deadLinks } from "../tools/docs-links.js";
import { closeBrowser, runInPage } from "./docs/page.js";
import { routeToMemory } from "./docs/playwright.js";
import { anchorsOf, blocksOf, linksOf, pages, programsOfPages, programsOfTypes } from "./docs/snippets.js";
import { compile } from "./docs/types.js";
import { bundle, launch, noBrowser, servePage } from "./support/browser.js";
import { root, run, SHORT_LIVED } from "./support/project.js";

/** Snippets that are not run, listed so that a new one is noticed. */
const ONLY_CHECKED = 1;
const LANGUAGES = ["ts", "js", "mjs", "sh", "nginx", "caddyfile", "python", "html", "text", "jsx", "svelte"];
/** Languages of files that only a framework compiles: their blocks are files of the matrix. */
const COMPILED_BY_FRAMEWORKS = ["jsx", "svelte"];

after(closeBrowser);
const snippets = await compile([...(await programsOfPages()), ...(await programsOfTypes())]);
const setup = pathToFileURL(join(root, "tests/docs/setup.js")).href;

/** What a snippet says it prints. */
const expected = (text) => [...text.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line);

describe("a snippet holds", { concurrency: 4 }, () => {
  for (const { where, text, file, problems, repositories, inPage, sameAs, onlyChecked } of snippets) {
    test(`at ${where}`, { skip: inPage && noBrowser }, async (t) => {
      if (sameAs !== undefined) return assert.equal(text, await readFile(join(root, sameAs), "utf8"));
      assert.deepEqual(problems, []);
      if (onlyChecked !== undefined) return t.diagnostic(`only checked: ${onlyChecked}`);
      const lines = expected(text);
      if (inPage) {
        const { error, printed } = await runInPage(file, repositories);
        return assert.deepEqual([error, printed], ["", lines]);
      }
      const env = { ...process.env, DOCS_REPOSITORIES: repositories.join(",") };
      const { code, stdout, stderr } = await run(process.execPath, [...SHORT_LIVED, "--import", setup, file], {
        env,
        cwd: root,
      });
      assert.deepEqual([code, stderr], [0, ""]);
      if (lines.length > 0) assert.deepEqual(stdout.trimEnd().split("\n"), lines);
    });
  }
});

test("there are snippets, and only those are not run that cannot be", () => {
  const { length } = snippets.filter(({ onlyChecked }) => onlyChecked !== undefined);
  assert.equal(length, ONLY_CHECKED);
  for (const place of ["README.md", "pkg-template/README.md", "docs/guides/", "client.d.ts", "errors.d.ts"]) {
    assert.ok(
      snippets.some(({ where }) => where.startsWith(place)),
      place,
    );
  }
});

test("every block says in which language it is", async () => {
  for (const page of await pages())
    for (const { where, language } of await blocksOf(page))
      assert.ok(LANGUAGES.includes(language), `${where}: ${language}`);
});

test("a component is a file that the matrix builds", async () => {
  const blocks = (await Promise.all((await pages()).map(blocksOf))).flat();
  const components = blocks.filter(({ language }) => COMPILED_BY_FRAMEWORKS.includes(language));
  assert.ok(components.length > 0);
  for (const { where, text, sameAs } of components) {
    assert.match(sameAs ?? "", /^tests\/matrix\/projects\//, where);
    assert.equal(text, await readFile(join(root, sameAs), "utf8"), where);
  }
});

test("the guide's routes answer a page of Playwright's from memory", { skip: noBrowser }, async (t) => {
  const lakefs = inMemoryLakeFS();
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  const front = await servePage(await bundle(join(root, "tests/docs/playwright-page.js")));
  t.after(() => front.close());
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await routeToMemory(page, lakefs);
  await page.goto(front.url);
  const found = await page.evaluate((credentials) => globalThis.login(credentials), lakefs.credentials);
  lakefs.fail({ disconnect: "response" }, { times: 3 });
  const broken = await page.evaluate(() => globalThis.codeOf());
  assert.deepEqual([found, broken], [["demo"], "connection_failed"]);
});

test("dead links of the site are found", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-links-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "guides"));
  await writeFile(join(folder, "index.html"), '<a href="guides/one.html#top">1</a><a href="two.html">2</a>');
  await writeFile(
    join(folder, "guides/one.html"),
    '<h1 id="top"><a href="#top">1</a><a href="#gone">2</a><a href="../index.html?q">3</a><a href="../">5</a><a href="../#gone">6</a><a href="https://lakefs.io">4</a>',
  );
  assert.deepEqual((await deadLinks(folder)).sort(), [
    "guides/one.html -> #gone",
    "guides/one.html -> ../#gone",
    "index.html -> two.html",
  ]);
});

test("links lead to files and headings that are there", async () => {
  const others = ["CHANGELOG.md", "SECURITY.md", "examples/README.md", "docs/architecture.md", "docs/performance.md"];
  for (const page of [...(await pages()), ...others]) {
    for (const link of await linksOf(page)) {
      if (/^https?:/.test(link)) continue;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : normalize(join(dirname(page), path));
      await assert.doesNotReject(access(join(root, target)), `${page} links to ${link}`);
      if (anchor !== undefined) assert.ok((await anchorsOf(target)).includes(anchor), `${page} links to ${link}`);
    }
  }
});

test("the guide from Python names each of the 14 calls, and what it becomes", async () => {
  const rows = (await readFile(join(root, "docs/guides/from-python.md"), "utf8")).matchAll(
    /^\| `([a-z_]+)\([^|]*\| `(\w+)\(/gm,
  );
  const calls = Object.fromEntries([...rows].map(([, python, ours]) => [python, ours]));
  const operations = [
    "createRepository",
    "deleteGCRules",
    "deleteRepository",
    "dumpStatus",
    "dumpSubmit",
    "getBranchProtectionRules",
    "getGCRules",
    "getRepository",
    "getRepositoryMetadata",
    "listRepositories",
    "restoreStatus",
    "restoreSubmit",
    "setBranchProtectionRules",
    "setGCRules",
  ];
  const inPython = (operation) =>
    operation.replace("GC", "Gc").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  assert.deepEqual(calls, Object.fromEntries(operations.map((operation) => [inPython(operation), operation])));
});

test("the package's README names every code of an error, every method and every option", async () => {
  const readme = await readFile(join(root, "pkg-template/README.md"), "utf8");
  const types = (name) => readFile(join(root, `node_modules/lakefs-wasm/dist/${name}.d.ts`), "utf8");
  const codes = [...(await types("errors")).matchAll(/readonly code: ([^;]*"[^;]*);/g)].flatMap(([, text = ""]) =>
    [...text.matchAll(/"(\w+)"/g)].map(([, code]) => code),
  );
  const methods = [...(await types("client")).matchAll(/^ {4}(\w+)\(/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "constructor");
  const options = [...(await types("options")).matchAll(/^ {4}(\w+)\?: /gm)].map(([, name]) => name);
  assert.deepEqual([codes.length, methods.length > 20, options.length > 15], [23, true, true]);
  for (const code of codes) assert.match(readme, new RegExp(`^\\| \`${code}\` +\\|`, "m"), code);
  for (const method of methods) assert.match(readme, new RegExp(`\\b${method}\\(`), method);
  for (const option of options) assert.ok(readme.includes(`\`${option}\``), option);
});

test("the guides have every option of lakefs-wasm/admin and lakefs-wasm/testing in a table", async () => {
  const guides = [
    ["admin.md", ["admin/options", "admin/apply", "admin/backup", "admin/restore", "admin/settings"], 13],
    ["testing.md", ["testing/in-memory", "testing/serve"], 10],
  ];
  const ofEveryCall = ["signal", "timeoutMs", "totalTimeoutMs", "retries", "headers"];
  const notOptions = [...ofEveryCall, "done", "failed", "total", "id", "changes", "error", "message", "afterApplying"];
  for (const [guide, files, least] of guides) {
    const text = await readFile(join(root, "docs/guides", guide), "utf8");
    const declared = await Promise.all(
      files.map((file) => readFile(join(root, `node_modules/lakefs-wasm/dist/${file}.d.ts`), "utf8")),
    );
    const names = [...declared.join("\n").matchAll(/^ +(\w+)\?: /gm)].map(([, name]) => name);
    const options = [...new Set(names)].filter((name) => !notOptions.includes(name));
    assert.ok(options.length >= least, `${guide}: ${options}`);
    for (const option of options) assert.match(text, new RegExp(`^\\| [^|]*\`${option}\``, "m"), `${guide}: ${option}`);
  }
});

test("the README promises no smaller size than what is built, and none that is long gone", async () => {
  const { stdout } = await run(process.execPath, ["tools/sizes.js"], { cwd: root });
  const [, wasm, all, slim] = (
    /WebAssembly ([\d.]+) KB, lakefs-wasm ([\d.]+) KB, lakefs-wasm\/slim with it ([\d.]+) KB/.exec(stdout) ?? []
  ).map(Number);
  const readme = await readFile(join(root, "README.md"), "utf8");
  const [, saidOfAll, saidOfSlim, saidOfWasm] = (
    /`lakefs-wasm` is ([\d.]+) KB and `lakefs-wasm\/slim`[^;]* ([\d.]+) KB; ([\d.]+) KB of that is the WebAssembly/.exec(
      readme,
    ) ?? []
  ).map(Number);
  for (const [built, said] of [
    [all, saidOfAll],
    [slim, saidOfSlim],
    [wasm, saidOfWasm],
  ]) {
    assert.ok(built <= said + 0.3 && built > said - 3, `${said} KB in README.md, ${built} KB by node tools/sizes.js`);
  }
});

test("the commands of sh blocks are there", async () => {
  const usage = (await run("cargo", ["xtask"], { cwd: root })).stderr;
  const { name } = JSON.parse(await readFile(join(root, "pkg-template/package.json"), "utf8"));
  const file = (path) => assert.doesNotReject(access(join(root, path)), path);
  /** What each command is looked at for; what needs others' machines is known by name. */
  const known = {
    async cargo([word = "", ...rest]) {
      if (word === "install" || word === "mutants") return;
      if (word === "+nightly") return file(`fuzz/fuzz_targets/${rest[2]}.rs`);
      assert.equal(word, "xtask");
      assert.match(usage, new RegExp(`cargo xtask ${rest[0]}\\b`));
      for (const option of rest.slice(1).filter((one) => one.startsWith("--")))
        assert.ok(usage.includes(option), option);
    },
    async npm([word, what]) {
      if (word === "install") assert.equal(what?.replace(/^.*\/(lakefs-wasm)-.*\.tgz$/, "$1"), name);
      else assert.equal(word, "publish");
    },
    async npx([command, name = "", ...rest]) {
      assert.equal(command, "lakefs-wasm");
      const cli = join(root, "node_modules/lakefs-wasm/dist/cli.js");
      const { code, stdout } = await run(process.execPath, [cli, name, "--help"], { cwd: root });
      assert.equal(code, 0, name);
      const words = rest.includes("|") ? rest.slice(0, rest.indexOf("|")) : rest;
      for (const option of words.filter((one) => one.startsWith("-")))
        assert.match(stdout, new RegExp(`^ .*${option}\\b`, "m"), `${name} ${option}`);
    },
    node: ([path]) => file(path),
    docker: async ([word]) => assert.equal(word, "run"),
    git: async ([word]) => assert.equal(word, "tag"),
  };
  for (const page of await pages()) {
    for (const { where, language, text } of await blocksOf(page)) {
      if (language !== "sh") continue;
      for (const line of text.split("\n").filter((one) => one !== "" && !one.startsWith("#"))) {
        const words = line
          .replace(/\s+#.*$/, "")
          .split(/\s+/)
          .filter((word) => !/^[A-Z_]+=/.test(word));
        const check = known[words[0] ?? ""];
        assert.ok(check, `${where}: ${line}`);
        await check(words.slice(1));
      }
    }
  }
});
