// The command that writes the settings of all repositories to a file.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { chmod, lstat, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { withServer } from "./command.js";

const context = withServer();
const policy = (days, branches = []) => ({ default_retention_days: days, branches });

describe("export", () => {
  const fill = async ({ create, protect, client }) => {
    await create("ml-texts");
    await create("demo");
    await protect("demo", "release-*", "*", "main");
    await client.setGCRules(
      "demo",
      policy(28, [
        { branch_id: "main", retention_days: 90 },
        { branch_id: "dev", retention_days: 1 },
      ]),
    );
  };
  const YAML = `# yaml-language-server: $schema=./node_modules/lakefs-wasm/settings.schema.json
repositories:
  demo:
    branch_protection:
      - '*'
      - main
      - release-*
    gc_rules:
      default_retention_days: 28
      branches:
        - branch_id: dev
          retention_days: 1
        - branch_id: main
          retention_days: 90
  ml-texts:
    branch_protection: []
    gc_rules: null
`;

  test("gives the same text for the same settings, sorted and without times", async () => {
    const { run, folder } = context();
    await fill(context());
    for (let round = 0; round < 3; round++) assert.equal((await run(["export"])).stdout, YAML);
    const toFile = await run(["export", "-o", "settings.yaml"]);
    assert.deepEqual([toFile.code, toFile.out, toFile.err], [0, [], ["2 repositories exported to settings.yaml"]]);
    assert.equal(await readFile(join(folder, "settings.yaml"), "utf8"), YAML);
  });

  test("is JSON when the file is named so, or when asked for", async () => {
    const { run, folder } = context();
    await fill(context());
    await run(["export", "-o", "settings.json"]);
    const text = await readFile(join(folder, "settings.json"), "utf8");
    const { $schema, repositories } = JSON.parse(text);
    assert.match($schema, /settings\.schema\.json$/);
    assert.deepEqual(Object.keys(repositories), ["demo", "ml-texts"]);
    assert.equal((await run(["export", "--format", "json"])).stdout, text);
    assert.equal((await run(["export", "--json"])).stdout, text);
  });

  test("goes to where a link leads, keeps the file's mode, and writes into pipes and devices instead of replacing them", {
    skip: process.platform === "win32" && "has no links without a right, and no modes",
  }, async () => {
    const { run, folder } = context();
    const at = (...path) => join(folder, ...path);
    await fill(context());
    await mkdir(at("git"));
    await writeFile(at("git/real.yaml"), "old");
    await chmod(at("git/real.yaml"), 0o600);
    await symlink("git/real.yaml", at("link.yaml"));
    await symlink("git/new.yaml", at("dangling.yaml"));
    execFileSync("mkfifo", [at("pipe")]);
    const reader = promisify(execFile)("cat", [at("pipe")], { timeout: 60_000 });
    for (const name of ["link.yaml", "dangling.yaml", "pipe"]) {
      const { code, stderr } = await run(["export", "-o", name]);
      assert.deepEqual([code, stderr], [0, `2 repositories exported to ${name}\n`]);
    }
    assert.equal((await reader).stdout, YAML);
    assert.ok((await lstat(at("pipe"))).isFIFO());
    for (const [link, target] of [
      ["link.yaml", "git/real.yaml"],
      ["dangling.yaml", "git/new.yaml"],
    ]) {
      assert.equal(await readlink(at(link)), target);
      assert.equal(await readFile(at(target), "utf8"), YAML);
    }
    assert.equal((await stat(at("git/real.yaml"))).mode & 0o777, 0o600);
    assert.deepEqual((await readdir(at("git"))).sort(), ["new.yaml", "real.yaml"]);
    assert.equal((await run(["export", "-o", "-"])).stdout, YAML);
    assert.ok(!(await readdir(folder)).includes("-"));
  });

  test("writes nothing when a repository could not be read", async () => {
    const { run, lakefs, folder } = context();
    await fill(context());
    await run(["export", "-o", "settings.yaml"]);
    lakefs.fail({ status: 400, message: "broken" }, { operation: "getGCRules" });
    const { code, err } = await run(["export", "-o", "settings.yaml"]);
    assert.deepEqual([code, err.at(-1)], [2, "error: 1 repository could not be read, so nothing was exported"]);
    assert.equal(await readFile(join(folder, "settings.yaml"), "utf8"), YAML);
    const nowhere = await run(["export", "-o", "no/such/folder.yaml"]);
    assert.deepEqual(
      [nowhere.code, nowhere.err],
      [3, ["error: no/such/folder.yaml cannot be written: no such file or folder"]],
    );
  });
});
