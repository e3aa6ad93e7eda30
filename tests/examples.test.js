// The scripts of examples/, run as a user runs them, against a lakeFS in memory on a port.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { root, run, SHORT_LIVED } from "./support/project.js";
import { dead } from "./support/servers.js";

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

/** Runs a script of examples/ in an empty directory. Resolves with the lines that it printed. */
async function script(name, args = [], variables = {}) {
  const { code, stdout, stderr } = await run(
    process.execPath,
    [...SHORT_LIVED, join(examples, `${name}.js`), ...args],
    {
      cwd: directory,
      env: { ...environment(), ...variables },
    },
  );
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
    test(`${name} says in one line what is wrong with a wrong key, a dead server and no configuration, and ends with 2`, async () => {
      await create("demo");
      const args = name === "restore" ? ["no-such-folder"] : [];
      if (name !== "restore") {
        const wrongKey = await script(name, args, { LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: "wrong-secret" });
        assert.deepEqual(wrongKey, { code: 2, out: [], err: [`${name}: error authenticating request`] });
        const deadServer = await script(name, args, { LAKECTL_SERVER_ENDPOINT_URL: await dead() });
        assert.deepEqual([deadServer.code, deadServer.out], [2, []]);
        assert.match(deadServer.err.join(), new RegExp(`^${name}: .*conn`, "i"));
      } else assert.match((await script(name, args)).err[0], /^restore: ENOENT/);
      const nothing = await script(name, args, { LAKECTL_SERVER_ENDPOINT_URL: "" });
      assert.deepEqual([nothing.code, nothing.out], [2, []]);
      assert.match(nothing.err.join(), /no server\.endpoint_url: LAKECTL_SERVER_ENDPOINT_URL is not set/);
    });
  }

  test("is right by its types, as a user's editor checks them", async () => {
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const flags =
      "--noEmit --allowJs --checkJs --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --module node16 --moduleResolution node16 --target es2022 --types node --skipLibCheck";
    const { code, stdout } = await run(
      process.execPath,
      [tsc, ...flags.split(" "), ...scripts.map((name) => join("examples", `${name}.js`))],
      { cwd: root, timeout: 300_000 },
    );
    assert.equal(code, 0, stdout);
  });
});

const POLICY = { default_retention_days: 28, branches: [{ branch_id: "main", retention_days: 90 }] };

describe("backup and restore", () => {
  test("bring back what was there beside it, with its rules and its retention", async () => {
    for (const id of ["demo-a", "demo-b", "other"]) await create(id);
    await create("demo-locked", { read_only: true });
    await protect("demo-a", "main", "release-*");
    await client.setGCRules("demo-a", POLICY);
    const backup = await script("backup", ["demo", "demo"]);
    assert.deepEqual([backup.code, backup.err], [0, []]);
    assert.deepEqual(backup.out.sort(), ["demo-a: backed up", "demo-b: backed up", "demo-locked: backed up"]);
    const restore = await script("restore", ["demo"]);
    assert.deepEqual(restore, {
      code: 0,
      out: [
        "demo-a-drill: restored, 1 branches",
        "demo-b-drill: restored, 1 branches",
        "demo-locked-drill: restored, 1 branches",
      ],
      err: [],
    });
    assert.deepEqual(await patternsOf("demo-a-drill"), ["main", "release-*"]);
    assert.deepEqual(await client.getGCRules("demo-a-drill"), POLICY);
    assert.equal((await client.getRepository("demo-locked-drill")).read_only, true);
  });

  test("leave alone what exists, and say what is wrong with a file", async () => {
    await create("demo");
    await script("backup", ["again"]);
    const { code, out, err } = await script("restore", ["again", ""]);
    assert.deepEqual([code, out], [1, []]);
    assert.match(err[0], /^demo\.json: the repository that was backed up still exists/);
    await writeFile(join(directory, "again/wrong.json"), "{}");
    assert.equal((await script("restore", ["again"])).code, 2);
  });

  test("one that fails is told, the others are backed up, and the exit code is 1", async () => {
    for (const id of ["a-1", "a-2", "a-3"]) await create(id);
    lakefs.fail({ status: 500, message: "out of order" }, { operation: "dumpSubmit" });
    const { code, out, err } = await script("backup", ["some"]);
    assert.deepEqual([code, out.length], [1, 2]);
    assert.match(err.join(), /^a-\d: out of order$/);
  });
});

describe("apply-policy", () => {
  beforeEach(async () => {
    for (const id of ["ml-a", "ml-b", "tmp-c"]) await create(id);
    await create("ml-locked", { read_only: true });
    await protect("ml-b", "main", "dev");
    await client.setGCRules("ml-b", POLICY);
  });
  const lines = ["ml-a: branchProtection, gcRules", "ml-b: branchProtection", "tmp-c: branchProtection, gcRules"];

  test("changes what differs, keeps the rules that are there, and a second run changes nothing", async () => {
    const { code, out, err } = await script("apply-policy");
    assert.deepEqual({ code, out, err }, { code: 0, out: [...lines, "3 changed, 0 failed"], err: [] });
    assert.deepEqual(await patternsOf("ml-b"), ["dev", "main", "release-*"]);
    assert.equal((await client.getGCRules("tmp-c")).default_retention_days, 3);
    assert.deepEqual(await script("apply-policy"), { code: 0, out: ["0 changed, 0 failed"], err: [] });
  });

  test("changes nothing in a dry run", async () => {
    const before = lakefs.requests.length;
    const { code, out } = await script("apply-policy", ["--dry-run"]);
    assert.deepEqual([code, out], [0, [...lines, "3 to change, 0 failed"]]);
    assert.deepEqual([...new Set(lakefs.requests.slice(before).map(({ method }) => method))], ["GET"]);
  });

  test("goes on after a repository that fails, and ends with 1", async () => {
    lakefs.fail({ status: 400, message: "out of order" }, { operation: "setGCRules" });
    const { code, out, err } = await script("apply-policy");
    assert.deepEqual([code, out.at(-1), err.length], [1, "2 changed, 1 failed", 1]);
    assert.match(err[0], /: out of order$/);
  });
});

describe("unprotected", () => {
  test("lists what no rule covers and what has no retention, and ends with 1", async () => {
    for (const id of ["a-none", "b-other", "c-good"]) await create(id);
    for (const id of ["b-other", "c-good"]) await client.setGCRules(id, POLICY);
    await protect("b-other", "release-*");
    await protect("c-good", "x", "ma*");
    const { code, out, err } = await script("unprotected");
    assert.deepEqual([code, err], [1, []]);
    assert.deepEqual(
      out.map((line) => line.split(".")[0]),
      [
        'a-none: No rule protects the default branch "main", so everybody who may write can commit to it',
        "a-none: There are no garbage collection rules, so storage only grows",
        'b-other: No rule protects the default branch "main", so everybody who may write can commit to it',
      ],
    );
    assert.deepEqual(await script("unprotected", ["c-"]), { code: 0, out: [], err: [] });
  });

  test("does not take a failure for an answer", async () => {
    await create("demo");
    lakefs.fail({ status: 500, message: "out of order" }, { operation: "getGCRules", times: 9 });
    assert.deepEqual(await script("unprotected"), { code: 2, out: [], err: ["unprotected: out of order"] });
  });
});
