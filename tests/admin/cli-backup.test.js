// The command line that backs up and restores: one document for each repository, and back again.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { withServer } from "./command.js";

const context = withServer();
const POLICY = { default_retention_days: 7, branches: [{ branch_id: "main", retention_days: 30 }] };
const read = async (...path) => JSON.parse(await readFile(join(context().folder, ...path), "utf8"));

async function fill({ create, protect, branch, client }) {
  for (const id of ["demo", "ml-images", "ml-texts"]) await create(id);
  await branch("demo", "dev");
  await protect("demo", "main", "release-*");
  await client.setGCRules("demo", POLICY);
}

test("all, those of a prefix, or those that are named are backed up", async () => {
  const { run, folder } = context();
  await fill(context());
  const all = await run(["backup", "-o", "backups/today"]);
  assert.deepEqual(
    [all.code, all.out, all.err],
    [0, ["demo: backed up", "ml-images: backed up", "ml-texts: backed up"], ["3 repositories backed up, 0 failed"]],
  );
  assert.deepEqual((await readdir(join(folder, "backups/today"))).sort(), [
    "demo.json",
    "ml-images.json",
    "ml-texts.json",
  ]);
  const document = await read("backups/today/demo.json");
  assert.deepEqual([document.format, document.gc_rules], ["lakefs-wasm-backup", POLICY]);
  const prefix = await run(["backup", "--prefix", "ml-", "-o", "ml", "--json"]);
  assert.deepEqual(
    prefix.out.map((line) => JSON.parse(line).id),
    ["ml-images", "ml-texts"],
  );
  assert.deepEqual((await run(["backup", "demo", "demo", "-o", "one"])).out, ["demo: backed up"]);
  assert.equal((await run(["backup", "demo", "--prefix", "ml-", "-o", "one"])).code, 3);
});

test("a server that answers with another repository does not choose the name of the file", async () => {
  const { run, create, folder, hook } = context();
  await create("demo");
  hook.handle = async (request, next) => {
    const answer = await next(request);
    if (!request.url.endsWith("/repositories/demo")) return answer;
    return Response.json({ ...(await answer.json()), id: "../../other" });
  };
  const { code, out, err } = await run(["backup", "-o", "backups/today"]);
  assert.deepEqual(
    [code, out, err],
    [
      2,
      [],
      ['error: demo: the server answered with the repository "../../other"', "0 repositories backed up, 1 failed"],
    ],
  );
  assert.deepEqual([await readdir(folder), await readdir(join(folder, "backups/today"))], [["backups"], []]);
});

test("--since writes only what has changed", async () => {
  const { run, folder, protect } = context();
  await fill(context());
  await run(["backup", "-o", "first"]);
  const same = await run(["backup", "-o", "second", "--since", "first"]);
  assert.deepEqual(same.out, ["demo: unchanged", "ml-images: unchanged", "ml-texts: unchanged"]);
  assert.deepEqual(same.err, ["0 repositories backed up, 3 unchanged, 0 failed"]);
  assert.deepEqual(await readdir(join(folder, "second")), []);
  await protect("ml-texts", "main");
  await writeFile(join(folder, "first/ml-images.json"), "broken");
  const changed = await run(["backup", "-o", "second", "--since", "first"]);
  assert.deepEqual(changed.out, ["demo: unchanged", "ml-images: backed up", "ml-texts: backed up"]);
  assert.deepEqual((await readdir(join(folder, "second"))).sort(), ["ml-images.json", "ml-texts.json"]);
});

test("of several backups of a repository the newest is restored, so the folders of --since together restore all", async () => {
  const { run, client, protect, patterns } = context();
  await fill(context());
  await run(["backup", "-o", "first"]);
  await protect("ml-texts", "main");
  await run(["backup", "-o", "second", "--since", "first"]);
  for (const id of ["demo", "ml-images", "ml-texts"]) await client.deleteRepository(id);
  const { code, out, err } = await run(["restore", "second", "first"]);
  assert.deepEqual([code, out.length], [0, 3], err.join("\n"));
  assert.deepEqual(err, [
    `${join("first", "ml-texts.json")}: left out, since ${join("second", "ml-texts.json")} is a newer backup of ml-texts`,
    "3 repositories restored, 0 failed",
  ]);
  assert.deepEqual([await patterns("ml-texts"), await patterns("demo")], [["main"], ["main", "release-*"]]);
});

test("a failure is reported, the others are backed up, and the exit code is 2", async () => {
  const { run } = context();
  await fill(context());
  const { code, out, err } = await run(["backup", "demo", "nothing", "ml-texts", "-o", "backups"]);
  assert.deepEqual(
    [code, out, err],
    [
      2,
      ["demo: backed up", "ml-texts: backed up"],
      ["error: nothing: repository not found", "2 repositories backed up, 1 failed"],
    ],
  );
});

test("backups come back with branches, rules and retention, from files and from a folder", async () => {
  const { run, client, branches, patterns, retention } = context();
  await fill(context());
  await run(["backup", "-o", "backups"]);
  const before = await branches("demo");
  const drill = await run(["restore", "backups/demo.json", "--name", "drill", "--json"]);
  assert.deepEqual(
    [drill.code, drill.out.map((line) => JSON.parse(line))],
    [0, [{ file: "backups/demo.json", id: "drill", notRestored: [] }]],
  );
  assert.deepEqual(
    [await branches("drill"), await patterns("drill"), await retention("drill")],
    [before, ["main", "release-*"], POLICY],
  );
  for (const id of ["demo", "ml-images", "ml-texts"]) await client.deleteRepository(id);
  const all = await run(["restore", "backups"]);
  assert.deepEqual([all.code, all.err], [0, ["3 repositories restored, 0 failed"]]);
  assert.equal(all.out[0], `${join("backups", "demo.json")}: restored as demo`);
  assert.deepEqual([await branches("demo"), await patterns("demo")], [before, ["main", "release-*"]]);
});

test("what is in the way is said with the step, and the repository is left alone", async () => {
  const { run } = context();
  await fill(context());
  await run(["backup", "demo", "-o", "backups"]);
  const { code, out, err } = await run(["restore", "backups/demo.json"]);
  assert.deepEqual([code, out], [2, []]);
  assert.match(err[0], /^error: backups\/demo\.json: create: the repository that was backed up still exists/);
});

test("a default branch that lakeFS cannot create is refused, and what to do is said", async () => {
  const { run, createWithDefaultBranch } = context();
  await createWithDefaultBranch("demo", "release/1.0");
  await run(["backup", "demo", "-o", "backups"]);
  const { code, err } = await run(["restore", "backups/demo.json", "--name", "drill"]);
  assert.equal(code, 2);
  assert.match(err[0], /^error: backups\/demo\.json: create: .*; give another with --default-branch$/);
  const again = await run(["restore", "backups/demo.json", "--name", "drill", "--default-branch", "main"]);
  assert.equal(again.code, 0, again.err.join("\n"));
});

test("options of a restore, and the bare IDs of a dump", async () => {
  const { run, client, folder, patterns } = context();
  await fill(context());
  await run(["backup", "demo", "-o", "backups"]);
  const { refs } = await read("backups/demo.json");
  await writeFile(join(folder, "refs_manifest.json"), JSON.stringify(refs));
  const bare = await run([
    "restore",
    "refs_manifest.json",
    "--name",
    "bare",
    "--storage-namespace",
    "mem://demo",
    "--default-branch",
    "dev",
  ]);
  assert.deepEqual([bare.code, (await client.getRepository("bare")).default_branch], [0, "dev"]);
  const plain = await run(["restore", "backups/demo.json", "--name", "plain", "--no-settings"]);
  assert.deepEqual([plain.code, await patterns("plain")], [0, []]);
  const frozen = await run(["restore", "backups/demo.json", "--name", "frozen", "--read-only"]);
  assert.deepEqual([frozen.code, frozen.out], [0, ["backups/demo.json: restored as frozen, without branchProtection"]]);
});

test("all documents are checked before anything is sent", async () => {
  const { run, folder, lakefs } = context();
  await mkdir(join(folder, "empty"));
  await fill(context());
  await run(["backup", "demo", "-o", "backups"]);
  const document = await read("backups/demo.json");
  const before = lakefs.requests.length;
  for (const [text, message] of [
    ["{", "error: wrong.json is not JSON"],
    ["[]", "error: wrong.json: document must be an object, got an array"],
    [
      JSON.stringify({ ...document, refs: { ...document.refs, tags_meta_range_id: "" } }),
      "error: wrong.json: document.refs.tags_meta_range_id must not be empty",
    ],
  ]) {
    await writeFile(join(folder, "wrong.json"), text);
    const { code, out, err } = await run(["restore", "backups/demo.json", "wrong.json"]);
    assert.deepEqual([code, out, err], [3, [], [message]]);
  }
  await rm(join(folder, "wrong.json"));
  assert.deepEqual((await run(["restore", "wrong.json"])).err, [
    "error: wrong.json cannot be read: no such file or folder",
  ]);
  assert.match((await run(["restore", "empty"])).err[0], /^error: empty has no backups/);
  assert.match(
    (await run(["restore", "backups/demo.json", "backups/demo.json", "--name", "x"])).err[0],
    /^error: --name and --storage-namespace are for one file/,
  );
  assert.equal(lakefs.requests.length, before);
});
