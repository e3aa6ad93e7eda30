// The command line when repositories disappear, cannot be read, or the output cannot be written.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { COMMAND, withServer } from "./command.js";

const context = withServer();
const put = ({ folder }, text) => writeFile(join(folder, "settings.yaml"), text);
const answer = (status, message) => Response.json({ message }, { status });
const LEFT_OUT = "two: left out, since it was deleted after it was listed";
const DELETED = /** @type {const} */ ([
  ["gone", answer.bind(undefined, 404, "repository not found")],
  ["being deleted", answer.bind(undefined, 410, "repository in deletion")],
]);

describe("a repository that is deleted after it was listed", () => {
  /** Three repositories; what is read of one of them is answered as for a deleted one. */
  const setup = async (refuse) => {
    const { create, hook } = context();
    for (const id of ["one", "two", "three"]) await create(id);
    hook.handle = (request, next) => (request.url.includes("/two") ? refuse() : next(request));
    return context();
  };

  for (const [name, refuse] of DELETED) {
    test(`${name}: list, audit, export and backup leave it out with one note, and it is no failure`, async () => {
      const { run, folder } = await setup(refuse);
      for (const json of [[], ["--json"]]) {
        const listed = await run(["list", ...json]);
        assert.deepEqual([listed.code, listed.out.length, listed.err], [0, 2, [LEFT_OUT]]);
      }
      const audited = await run(["audit"]);
      assert.deepEqual(
        [audited.code, audited.err],
        [0, [LEFT_OUT, "2 repositories audited: 0 errors, 2 warnings, 2 notes"]],
      );
      const exported = await run(["export", "-o", "all.yaml"]);
      assert.deepEqual([exported.code, exported.err], [0, [LEFT_OUT, "2 repositories exported to all.yaml"]]);
      const text = await readFile(join(folder, "all.yaml"), "utf8");
      assert.ok(text.includes("one:") && text.includes("three:") && !text.includes("two:"), text);
      const saved = await run(["backup", "-o", "backups"]);
      assert.deepEqual(
        [saved.code, saved.out, saved.err],
        [0, ["one: backed up", "three: backed up"], [LEFT_OUT, "2 repositories backed up, 0 failed"]],
      );
    });

    test(`${name}: apply leaves it out where the file has only defaults for it`, async () => {
      const { run, patterns } = await setup(refuse);
      await put(context(), "defaults: { protect: [main] }\n");
      const { code, out, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
      assert.deepEqual(
        [code, out.slice(-2), err],
        [
          0,
          ["one: changed", "three: changed"],
          [LEFT_OUT, "2 repositories to change, 0 up to date", "2 repositories changed, 0 failed"],
        ],
      );
      assert.deepEqual(await patterns("three"), ["main"]);
    });

    test(`${name} between the plan and the change: apply leaves it out too`, async () => {
      const { run, hook } = await setup(refuse);
      await put(context(), "defaults: { protect: [main] }\n");
      let reads = 0;
      hook.handle = (request, next) => (request.url.includes("/two") && ++reads > 1 ? refuse() : next(request));
      const { code, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
      assert.deepEqual(
        [code, err],
        [0, ["3 repositories to change, 0 up to date", LEFT_OUT, "2 repositories changed, 0 failed"]],
      );
    });

    test(`${name}: one that is named is a failure`, async () => {
      const { run } = await setup(refuse);
      for (const defaults of ["", "defaults: { protect: [main] }\n"]) {
        await put(context(), `${defaults}repositories: { two: { protect: [main] } }\n`);
        const { code, err } = await run(["apply", "-f", "settings.yaml", "--dry-run"]);
        assert.equal(code, 2);
        assert.match(err[0], /^error: two: repository (not found|in deletion)$/);
      }
      const saved = await run(["backup", "two", "-o", "backups"]);
      assert.equal(saved.code, 2);
      assert.match(saved.err[0], /^error: two: repository (not found|in deletion)$/);
    });
  }
});

describe("a repository that cannot be read", () => {
  const cases = /** @type {const} */ ([
    [
      "getGCRules",
      [401, "insufficient permissions: not allowed to retention:GetGarbageCollectionRules"],
      "garbage collection rules: insufficient permissions: not allowed to retention:GetGarbageCollectionRules",
    ],
    [
      "getGCRules",
      [401, "insufficient permissions"],
      "garbage collection rules: insufficient permissions (it needs retention:GetGarbageCollectionRules)",
    ],
    [
      "getBranchProtectionRules",
      [401, "insufficient permissions"],
      "branch protection: insufficient permissions (it needs branches:GetBranchProtectionRules)",
    ],
    ["getRepositoryMetadata", [403, "forbidden"], "metadata: forbidden (it needs fs:ReadRepository)"],
    ["getBranchProtectionRules", [501, "broken"], "branch protection: broken"],
  ]);

  test("is an error that names the setting and the missing permission; the others are audited, nothing is exported", async () => {
    const { run, create, lakefs, folder } = context();
    for (const id of ["one", "two"]) await create(id);
    await put(context(), "as it was");
    for (const [operation, [status, message], text] of cases) {
      for (const args of [["list"], ["audit"], ["export", "-o", "settings.yaml"], ["backup", "-o", "backups"]]) {
        lakefs.fail({ status, message }, { operation });
        const { code, err, out } = await run(args);
        const about = `${args[0]}: ${err.join("\n")}`;
        assert.equal(code, 2, about);
        assert.match(err[0], /^error: (one|two): /, about);
        assert.equal(err[0].replace(/^error: \w+: /, ""), text, about);
        assert.equal(err.length, args[0] === "list" ? 1 : 2, about);
        const others = { list: 1, audit: 2, export: 0, backup: 1 }[args[0]];
        assert.equal(out.length, others, about);
      }
    }
    assert.equal(await readFile(join(folder, "settings.yaml"), "utf8"), "as it was");
    lakefs.fail({ status: 401, message: "insufficient permissions" }, { operation: "getGCRules" });
    const { out } = await run(["audit", "--json"]);
    const [error] = out.map((line) => JSON.parse(line).error).filter(Boolean);
    assert.deepEqual(error, { code: "permission_denied", message: cases[1][2] });
  });

  test("a missing permission to list or to change is named as well", async () => {
    const { run, create, lakefs } = context();
    await create("one");
    await put(context(), "defaults: { protect: [main], gc_rules: { default_retention_days: 7, branches: [] } }\n");
    const refused = { status: 401, message: "insufficient permissions" };
    lakefs.fail(refused, { operation: "listRepositories" });
    const listed = await run(["list"]);
    assert.deepEqual(
      [listed.code, listed.err],
      [3, ["error: list of repositories: insufficient permissions (it needs fs:ListRepositories)"]],
    );
    for (const [operation, text] of /** @type {const} */ ([
      [
        "setGCRules",
        "garbage collection rules: insufficient permissions (it needs retention:SetGarbageCollectionRules)",
      ],
      [
        "setBranchProtectionRules",
        "branch protection: insufficient permissions (it needs branches:SetBranchProtectionRules)",
      ],
    ])) {
      lakefs.fail(refused, { operation });
      const { code, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
      assert.deepEqual([code, err[1]], [2, `error: one: ${text}`], err.join("\n"));
    }
  });
});

describe("an output that is closed", () => {
  const ids = Array.from({ length: 30 }, (_, index) => `repo-${String(index).padStart(2, "0")}`);
  const closed = async (args) => {
    const { child, ended } = context().start(args);
    child.stdout.destroy();
    return ended;
  };
  const fill = async () => {
    const { create } = context();
    for (const id of ids) await create(id);
    await put(context(), "defaults: { protect: [main] }\n");
    return context();
  };

  test("stops apply before it changes anything, with 141 and what was left", async () => {
    const { patterns } = await fill();
    const { code, err } = await closed(["apply", "-f", "settings.yaml", "--yes"]);
    assert.deepEqual(
      [code, err],
      [141, ["30 repositories to change, 0 up to date", "error: the output was closed, so nothing was changed"]],
    );
    for (const id of ids) assert.deepEqual(await patterns(id), []);
  });

  test("stops apply, backup and restore after the repositories in progress, with 141 and what was done", async () => {
    const { start, hook, patterns, run, client } = await fill();
    const started = start(["apply", "-f", "settings.yaml", "--yes"]);
    hook.handle = (request, next) => {
      if (request.method === "PUT") started.child.stdout.destroy();
      return next(request);
    };
    const applied = await started.ended;
    const changed = (await Promise.all(ids.map(patterns))).filter((all) => all.length === 1).length;
    assert.equal(applied.code, 141, applied.stderr);
    assert.ok(changed > 0 && changed < 30, `${changed} changed`);
    assert.match(
      applied.err.at(-1),
      new RegExp(`^${changed} repositor(y|ies) changed, 0 failed, ${30 - changed} not started$`),
    );
    hook.handle = undefined;
    assert.equal((await run(["apply", "-f", "settings.yaml", "--yes"])).code, 0);

    const saved = await closed(["backup", "-o", "backups"]);
    assert.equal(saved.code, 141, saved.stderr);
    assert.match(saved.err.at(-1), /^\d+ repositor(y|ies) backed up, 0 failed, \d+ not started$/);
    assert.equal((await run(["backup", "-o", "backups"])).code, 0);
    for (const id of ids) await client.deleteRepository(id);
    const restored = await closed(["restore", "backups"]);
    assert.equal(restored.code, 141, restored.stderr);
    assert.match(restored.err.at(-1), /^\d+ repositor(y|ies) restored, 0 failed, \d+ not started$/);
    assert.equal((await run(["restore", "backups"])).code, 0);
  });

  test("is no failure of what only reads, and audit keeps its exit code", async () => {
    const { storePatterns } = await fill();
    for (const args of [
      ["list"],
      ["list", "--json"],
      ["export"],
      ["audit"],
      ["apply", "-f", "settings.yaml", "--dry-run"],
    ]) {
      const { code, stderr } = await closed(args);
      assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
      assert.ok(!/error/.test(stderr.replace("0 errors", "")), stderr);
    }
    assert.equal((await closed(["audit", "--fail-on", "warning"])).code, 1);
    await storePatterns("repo-07", "[a-zA-Z]");
    assert.equal((await closed(["audit"])).code, 1);
  });

  test("a list of many repositories is not read to its end", async () => {
    const { lakefs } = await fill();
    lakefs.fail({ delayMs: 20 }, { operation: "getGCRules", times: 1000 });
    const before = lakefs.requests.length;
    assert.equal((await closed(["list"])).code, 0);
    const read = new Set(lakefs.requests.slice(before).map(({ path }) => path.split("/")[2] ?? ""));
    assert.ok(read.size < 30, `${read.size} repositories were read`);
  });

  test("a full disk is said in one sentence, with 141", {
    skip: process.platform !== "linux" && "no /dev/full",
  }, async () => {
    const { env, folder, patterns } = await fill();
    for (const [args, text] of /** @type {[string, string][]} */ ([
      ["list", ""],
      ["audit", "30 repositories audited: 0 errors, 30 warnings, 30 notes\n"],
      ["export", ""],
      ["--help", ""],
    ])) {
      const child = spawn("sh", ["-c", `exec "$0" "$1" ${args} > /dev/full`, process.execPath, COMMAND], {
        env,
        cwd: folder,
      });
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (part) => (stderr += part));
      const code = await new Promise((resolve) => child.on("close", resolve));
      assert.deepEqual([code, stderr], [141, `${text}error: the output cannot be written: the disk is full\n`], args);
    }
    const args = "apply -f settings.yaml --yes";
    const child = spawn("sh", ["-c", `exec "$0" "$1" ${args} > /dev/full 2> /dev/full`, process.execPath, COMMAND], {
      env,
      cwd: folder,
    });
    assert.equal(await new Promise((resolve) => child.on("close", resolve)), 141);
    assert.deepEqual(await patterns("repo-00"), []);
  });
});
