// The scripts of examples/, run as a user runs them, against a lakeFS in memory on a port.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { dead } from "./hazards/servers.js";
import { root, run } from "./support/project.js";

const examples = join(root, "examples");
const lakefs = inMemoryLakeFS({ taskMs: 30 });
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {LakeFSClient} */
let client;
let directory = "";
before(async () => {
  server = await serve(lakefs);
  client = new LakeFSClient({ endpoint: server.url, auth: lakefs.auth });
  directory = await mkdtemp(join(tmpdir(), "lakefs-wasm-examples-"));
});
beforeEach(() => lakefs.reset());
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const environment = () => ({
  ...process.env,
  HOME: directory,
  USERPROFILE: directory,
  LAKECTL_CONFIG_FILE: "",
  LAKECTL_SERVER_ENDPOINT_URL: server.url,
  LAKECTL_CREDENTIALS_ACCESS_KEY_ID: lakefs.auth.accessKeyId,
  LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: lakefs.auth.secretAccessKey,
});

/** Runs a script of examples/ in an empty directory; what it printed, by lines. */
async function script(name, args = [], variables = {}) {
  const { code, stdout, stderr } = await run(process.execPath, [join(examples, `${name}.js`), ...args], {
    cwd: directory,
    env: { ...environment(), ...variables },
  });
  const lines = (text) => text.split("\n").filter((line) => line !== "");
  return { code, out: lines(stdout), err: lines(stderr) };
}

const create = (id, more) => client.createRepository({ name: id, storage_namespace: `mem://${id}`, ...more });
const protect = (id, ...patterns) =>
  client.setBranchProtectionRules(
    id,
    patterns.map((pattern) => ({ pattern })),
    { overwrite: true },
  );
const patternsOf = async (id) => (await client.getBranchProtectionRules(id)).rules.map(({ pattern }) => pattern).sort();
const scripts = ["backup", "restore", "apply-policy", "unprotected"];

describe("every script", () => {
  test("is one that is tested here", async () => {
    const files = await readdir(examples);
    assert.deepEqual(files.filter((name) => name.endsWith(".js")).sort(), scripts.map((name) => `${name}.js`).sort());
  });

  for (const name of scripts) {
    test(`${name} explains itself`, async () => {
      const { code, out, err } = await script(name, ["--help"]);
      assert.deepEqual([code, err], [0, []]);
      assert.ok(out[0].startsWith(`Usage: node ${name}.js`));
      assert.ok(out.at(-1).startsWith("Exit codes: 0"));
      assert.equal(lakefs.requests.length, 0);
    });

    test(`${name} refuses an option that it does not have`, async () => {
      const { code, out, err } = await script(name, ["--colour"]);
      assert.deepEqual([code, out], [2, []]);
      assert.match(err[0], new RegExp(`^${name}: Unknown option '--colour'`));
    });

    const args = { restore: ["manifest.json"], "apply-policy": ["--protect", "main"] }[name] ?? [];
    test(`${name} says what is wrong with a wrong key, a dead server and no configuration, and ends with 2`, async () => {
      await create("demo");
      await script("backup", ["--out", "manifest.json"]);
      const wrongKey = await script(name, args, { LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: "wrong-secret" });
      assert.deepEqual(wrongKey, { code: 2, out: [], err: [`${name}: error authenticating request`] });
      const deadServer = await script(name, args, { LAKECTL_SERVER_ENDPOINT_URL: await dead() });
      assert.deepEqual([deadServer.code, deadServer.out], [2, []]);
      assert.match(deadServer.err.join(), new RegExp(`^${name}: .*conn`, "i"));
      const nothing = await script(name, args, { LAKECTL_SERVER_ENDPOINT_URL: "" });
      assert.deepEqual([nothing.code, nothing.out], [2, []]);
      assert.match(nothing.err.join(), /no server\.endpoint_url: LAKECTL_SERVER_ENDPOINT_URL is not set/);
    });
  }

  test("is right by its types, as a user's editor checks them", async () => {
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const flags =
      "--noEmit --allowJs --checkJs --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --module node16 --moduleResolution node16 --target es2022 --types node";
    const { code, stdout } = await run(
      process.execPath,
      [tsc, ...flags.split(" "), ...scripts.map((name) => join("examples", `${name}.js`))],
      { cwd: root },
    );
    assert.equal(code, 0, stdout);
  });
});

describe("backup and restore", () => {
  test("bring back what was there, with its rules and its retention", async () => {
    const retention = { default_retention_days: 7, branches: [{ branch_id: "main", retention_days: 30 }] };
    for (const id of ["demo-a", "demo-b", "other"]) await create(id);
    await create("demo-locked", { read_only: true });
    await protect("demo-a", "main", "release-*");
    await client.setGCRules("demo-a", retention);

    const backup = await script("backup", ["--prefix", "demo", "--out", "demo.json"]);
    assert.deepEqual([backup.code, backup.err], [0, []]);
    assert.deepEqual(backup.out.slice(0, -1).sort(), ["demo-a: dumped", "demo-b: dumped", "demo-locked: dumped"]);
    assert.equal(backup.out.at(-1), "3 backed up, 0 failed; the manifest is demo.json");
    const { created, entries } = JSON.parse(await readFile(join(directory, "demo.json"), "utf8"));
    assert.ok(Math.abs(Date.parse(created) - Date.now()) < 60_000);
    assert.deepEqual(
      entries.map(({ repository }) => repository.id),
      ["demo-a", "demo-b", "demo-locked"],
    );
    assert.deepEqual(entries[0].repository, await client.getRepository("demo-a"));
    assert.match(entries[0].refs.commits_meta_range_id, /^[0-9a-f]{64}$/);

    for (const { repository } of entries) await client.deleteRepository(repository.id, { force: true });
    const restore = await script("restore", ["demo.json"]);
    assert.deepEqual(restore, {
      code: 0,
      out: ["demo-a: restored", "demo-b: restored", "demo-locked: restored", "3 restored, 0 failed"],
      err: [],
    });
    assert.deepEqual(await patternsOf("demo-a"), ["main", "release-*"]);
    assert.deepEqual(await client.getGCRules("demo-a"), retention);
    assert.equal((await client.getRepository("demo-locked")).read_only, true);
    assert.equal((await client.getRepository("demo-b")).storage_namespace, "mem://demo-b");
  });

  test("restore leaves alone what exists, and restores beside it under another name", async () => {
    await create("demo");
    await script("backup");
    const again = await script("restore", ["lakefs-backup.json"]);
    assert.deepEqual(again, {
      code: 1,
      out: ["0 restored, 1 failed"],
      err: ["demo: there is a repository of this name, it was left alone"],
    });
    const beside = await script("restore", ["lakefs-backup.json", "--suffix=-2"]);
    assert.deepEqual(beside, { code: 0, out: ["demo-2: restored", "1 restored, 0 failed"], err: [] });
  });

  test("restore wants one manifest that is there", async () => {
    assert.deepEqual(await script("restore"), {
      code: 2,
      out: [],
      err: ["restore: name one manifest; --help says more"],
    });
    const { code, err } = await script("restore", ["missing.json"]);
    assert.equal(code, 2);
    assert.match(err[0], /ENOENT/);
  });

  test("a dump that fails is told, the others are in the manifest, and the exit code is 1", async () => {
    for (const id of ["a-1", "a-2", "a-3"]) await create(id);
    lakefs.fail({ status: 500, message: "out of order" }, { operation: "dumpSubmit" });
    const { code, out, err } = await script("backup");
    assert.equal(code, 1);
    assert.equal(out.at(-1), "2 backed up, 1 failed; the manifest is lakefs-backup.json");
    assert.match(err.join(), /^a-\d: out of order$/);
    const { entries } = JSON.parse(await readFile(join(directory, "lakefs-backup.json"), "utf8"));
    assert.equal(entries.length, 2);
  });

  test("a lakeFS that answers 503 for a while is waited for", async () => {
    for (const id of ["a-1", "a-2"]) await create(id);
    lakefs.fail({ status: 503 }, { times: 2 });
    lakefs.fail({ status: 503 }, { operation: "dumpSubmit", times: 3 });
    lakefs.fail({ status: 503 }, { operation: "dumpStatus", times: 4 });
    const { code, out, err } = await script("backup");
    assert.deepEqual([code, err, out.at(-1)], [0, [], "2 backed up, 0 failed; the manifest is lakefs-backup.json"]);
  });

  test("a restore that fails says so, and what to do", async () => {
    await create("demo");
    await script("backup");
    await client.deleteRepository("demo");
    const manifest = join(directory, "lakefs-backup.json");
    const text = await readFile(manifest, "utf8");
    await writeFile(
      manifest,
      text.replace(/"branches_meta_range_id": "\w+"/, `"branches_meta_range_id": "${"0".repeat(64)}"`),
    );
    const { code, out, err } = await script("restore", ["lakefs-backup.json"]);
    assert.deepEqual([code, out], [1, ["0 restored, 1 failed"]]);
    assert.match(err[0], /^demo: No data \(delete the repository before the next try/);
  });
});

describe("apply-policy", () => {
  const POLICY = [
    "--prefix",
    "ml-",
    "--protect",
    "main",
    "--protect",
    "release-*",
    "--retention",
    "28",
    "--keep",
    "main=90",
  ];
  const retention = { default_retention_days: 28, branches: [{ branch_id: "main", retention_days: 90 }] };
  beforeEach(async () => {
    for (const id of ["ml-a", "ml-b", "ml-c", "web"]) await create(id);
    await protect("ml-b", "main", "dev");
    await client.setGCRules("ml-b", retention);
    await protect("ml-c", "release-*", "main");
    await client.setGCRules("ml-c", retention);
  });
  const lines = ["ml-a: protect main, release-*; keep 28 days, main 90", "ml-b: protect release-*"];

  test("changes what matches and differs, keeps the rules that are there, and says so", async () => {
    const { code, out, err } = await script("apply-policy", POLICY);
    assert.deepEqual(
      { code, out, err },
      { code: 0, out: [...lines, "2 changed, 1 had it already, 0 failed"], err: [] },
    );
    assert.deepEqual(await patternsOf("ml-a"), ["main", "release-*"]);
    assert.deepEqual(await patternsOf("ml-b"), ["dev", "main", "release-*"]);
    assert.deepEqual(await patternsOf("web"), []);
    assert.deepEqual(await client.getGCRules("ml-a"), retention);
    const again = await script("apply-policy", POLICY);
    assert.deepEqual(again, { code: 0, out: ["0 changed, 3 had it already, 0 failed"], err: [] });
  });

  test("changes nothing in a dry run", async () => {
    const before = lakefs.requests.length;
    const { code, out } = await script("apply-policy", [...POLICY, "--dry-run"]);
    assert.deepEqual([code, out], [0, [...lines, "2 to be changed (dry run), 1 had it already, 0 failed"]]);
    assert.deepEqual([...new Set(lakefs.requests.slice(before).map(({ method }) => method))], ["GET"]);
  });

  test("goes on after a repository that is read-only, and ends with 1", async () => {
    await create("ml-aa", { read_only: true });
    const { code, out, err } = await script("apply-policy", POLICY);
    assert.deepEqual(
      [code, out.at(-1), err],
      [1, "2 changed, 1 had it already, 1 failed", ["ml-aa: read-only, so lakeFS takes no settings for it"]],
    );
  });

  test("waits for a lakeFS that answers 503 for a while", async () => {
    lakefs.fail({ status: 503 }, { operation: "listRepositories", times: 2 });
    lakefs.fail({ status: 503 }, { operation: "setBranchProtectionRules", times: 2 });
    const { code, out } = await script("apply-policy", POLICY);
    assert.deepEqual([code, out.at(-1)], [0, "2 changed, 1 had it already, 0 failed"]);
  });

  test("refuses a policy that is none", async () => {
    const wrong = [
      [[], /give --protect or --retention/],
      [["--retention", "soon"], /--retention needs a number of days/],
      [["--retention", "3", "--keep", "main"], /--keep needs a number/],
      [["--keep", "main=3"], /--keep needs --retention/],
    ];
    for (const [args, message] of wrong) {
      const { code, err } = await script("apply-policy", args);
      assert.equal(code, 2);
      assert.match(err[0], message);
    }
  });

  test("refuses a pattern that would break every write", async () => {
    const { code, err } = await script("apply-policy", ["--prefix", "ml-a", "--protect", "[a-zA-Z]*"]);
    assert.equal(code, 1);
    assert.match(err[0], /^ml-a: .*pattern/);
    assert.deepEqual(await patternsOf("ml-a"), []);
  });

  test("draws a bar in a terminal", { skip: process.platform !== "linux" }, async (t) => {
    const terminal = await run("script", ["--version"], {});
    if (terminal.code !== 0) return t.skip("no `script` to make a terminal with");
    const command = [process.execPath, join(examples, "apply-policy.js"), ...POLICY]
      .map((word) => `'${word}'`)
      .join(" ");
    const { stdout } = await run("script", ["-qec", command, "/dev/null"], { env: environment() });
    assert.ok(stdout.includes(`[${"-".repeat(30)}] 0/3 ml-a`) && stdout.includes(`[${"#".repeat(30)}] 3/3`), stdout);
  });
});

describe("unprotected", () => {
  test("lists what no rule covers and what has no retention, and ends with 1", async () => {
    const retention = { default_retention_days: 7, branches: [] };
    for (const id of ["a-none", "b-other", "c-good", "d-dev"])
      await create(id, id === "d-dev" ? { default_branch: "dev" } : {});
    for (const id of ["b-other", "c-good", "d-dev"]) await client.setGCRules(id, retention);
    await protect("b-other", "release-*");
    await protect("c-good", "x", "ma*");
    await protect("d-dev", "main");
    const { code, out, err } = await script("unprotected");
    const lines = [
      "a-none: no rule protects main, no retention policy",
      "b-other: no rule protects main",
      "d-dev: no rule protects dev",
    ];
    assert.deepEqual(
      { code, out, err },
      { code: 1, out: [...lines, "3 of 4 repositories are not protected"], err: [] },
    );
    assert.deepEqual(await script("unprotected", ["--prefix", "c-"]), {
      code: 0,
      out: ["0 of 1 repositories are not protected"],
      err: [],
    });
  });

  test("reads patterns as lakeFS does", async () => {
    // Pattern, default branch, whether lakeFS protects it: tried on a real one.
    const table = [
      ["main", "main", true],
      ["main", "MAIN", false],
      ["*", "feature-a-b", true],
      ["**", "a-z", true],
      ["release-?", "release-1", true],
      ["release-?", "main", false],
      ["m*n", "main", true],
      ["{main,dev}", "dev", true],
      ["{a,b}", "ab", false],
      ["[ab]", "b", true],
      ["[!a]", "b", true],
      ["[!a]", "a", false],
      ["[^a]", "b", false],
      ["[a-b]*", "a-z", true],
      ["{release-*,v*}", "v10", true],
      ["*[0-9]", "stable_1", true],
      ["x\\*y", "x-y", false],
      ["\\*", "a", false],
      ["{a", "a", false],
      ["a.b", "a-b", false],
      ["a,b", "a", false],
    ];
    for (const [index, [pattern, default_branch]] of table.entries()) {
      const id = `p-${String(index).padStart(2, "0")}`;
      await create(id, { default_branch });
      await client.setGCRules(id, { default_retention_days: 7, branches: [] });
      await protect(id, pattern);
    }
    const { out } = await script("unprotected");
    const unprotected = new Set(out.slice(0, -1).map((line) => line.slice(0, 4)));
    for (const [index, [pattern, branch, covered]] of table.entries()) {
      assert.equal(!unprotected.has(`p-${String(index).padStart(2, "0")}`), covered, `${pattern} and ${branch}`);
    }
  });

  test("waits for a lakeFS that answers 503 for a while, and does not take a failure for an answer", async () => {
    await create("demo");
    lakefs.fail({ status: 503 }, { operation: "getGCRules", times: 2 });
    assert.equal((await script("unprotected")).code, 1);
    lakefs.fail({ status: 500, message: "out of order" }, { operation: "getGCRules", times: 9 });
    assert.deepEqual(await script("unprotected"), { code: 2, out: [], err: ["unprotected: out of order"] });
  });
});
