// The commands that only read, list and audit, and what all commands have: help, exit codes, errors, JSON, pipes.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { dead } from "../support/servers.js";
import { withServer } from "./command.js";

const context = withServer();
const policy = (days, branches = []) => ({ default_retention_days: days, branches });

describe("every command", () => {
  const commands = ["list", "audit", "export", "apply", "backup", "restore", "serve"];

  test("explains itself, with the exit codes of those that call lakeFS", async () => {
    const { run } = context();
    const whole = await run(["--help"]);
    assert.deepEqual([whole.code, whole.err], [0, []]);
    for (const command of commands) {
      assert.match(whole.stdout, new RegExp(`^  ${command} `, "m"));
      const { code, stdout, err } = await run([command, "--help"]);
      assert.deepEqual([code, err], [0, []]);
      assert.match(stdout, new RegExp(`^Usage: lakefs-wasm ${command} \\[options\\]`));
      if (command !== "serve")
        assert.match(
          stdout,
          /Exit codes:\n {2}0 +done\n {2}1 +the audit found something .*\n {2}2 +some repositories failed/,
        );
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 80),
        [],
        "it fits on 80 columns",
      );
    }
  });

  test("ends without a stack when the reader of its output has closed its end", async () => {
    const { start, create } = context();
    await create("demo");
    for (const args of [["--help"], ["audit", "--help"], ["--version"], ["list"]]) {
      const { child, ended } = start(args);
      child.stdout.destroy();
      const { code, stderr } = await ended;
      assert.deepEqual([code, stderr], [0, ""], args.join(" "));
    }
    const { child, ended } = start(["list", "--prefix", "nothing-"]);
    child.stderr.destroy();
    assert.equal((await ended).code, 0);
    const refused = start(["frobnicate"]);
    refused.child.stderr.destroy();
    assert.equal((await refused.ended).code, 3);
  });

  test("refuses an option that it does not have, with 3", async () => {
    for (const args of [
      ["--colors"],
      ["list", "--colors"],
      ["frobnicate"],
      ["audit", "--fail-on", "never"],
      ["apply"],
      ["restore"],
    ]) {
      const { code, out, err } = await context().run(args);
      assert.deepEqual([code, out], [3, []], args.join(" "));
      assert.match(
        err[0],
        /^error: (unknown option|unknown command|option '--fail-on|required option|missing required)/,
      );
    }
  });

  test("refuses an option that is given twice, of which one would be ignored, and an empty file or name", async () => {
    const { run, folder, lakefs } = context();
    await writeFile(join(folder, "a.yaml"), "defaults: { protect: [main] }");
    const before = lakefs.requests.length;
    for (const args of [
      ["list", "--prefix", "a-", "--prefix", "b-"],
      ["list", "--search", "a", "--search", "b"],
      ["apply", "-f", "a.yaml", "--file", "a.yaml"],
      ["backup", "-o", "a", "-o", "b"],
      ["restore", "a.yaml", "--name", "a", "--name", "b"],
    ]) {
      const { code, out, err } = await run(args);
      assert.deepEqual([code, out], [3, []], args.join(" "));
      assert.match(err[0], /^error: option '.*' argument '.*' is invalid\. It was given before\.$/);
    }
    for (const args of [
      ["export", "-o", ""],
      ["apply", "-f", ""],
      ["backup", "-o", ""],
      ["backup", "-o", "a", "--since", ""],
      ["restore", "a.yaml", "--name", ""],
    ]) {
      const { code, out, err } = await run(args);
      assert.deepEqual([code, out], [3, []], args.join(" "));
      assert.match(err[0], /^error: option '.*' argument '' is invalid\. It must not be empty\.$/);
    }
    const inTheWay = await run(["backup", "-o", "a.yaml"]);
    assert.deepEqual(
      [inTheWay.code, inTheWay.err],
      [3, ["error: a.yaml cannot be created: there is a file of this name"]],
    );
    assert.equal(lakefs.requests.length, before);
  });

  test("says in one sentence what is wrong with a wrong key, a dead server and no configuration, and ends with 3", async () => {
    const { run, folder, create } = context();
    await create("demo");
    const file = join(folder, "demo.json");
    assert.equal((await run(["backup", "-o", folder])).code, 0);
    assert.equal((await run(["export", "-o", join(folder, "settings.yaml")])).code, 0);
    const address = await dead();
    for (const args of [
      ["list"],
      ["audit"],
      ["export"],
      ["backup", "-o", folder],
      ["apply", "-f", "settings.yaml", "--yes"],
      ["restore", file],
    ]) {
      const about = args.join(" ");
      const nothing = await run(args, { env: { LAKECTL_SERVER_ENDPOINT_URL: "" } });
      assert.deepEqual([nothing.code, nothing.out], [3, []], about);
      assert.match(
        nothing.err.join("\n"),
        /^error: no server\.endpoint_url: LAKECTL_SERVER_ENDPOINT_URL is not set, and there is no .*\.lakectl\.yaml; set them, or give --endpoint, --access-key-id and --secret-access-key$/,
      );
      const wrong = await run([...args, "--secret-access-key", "wrong-secret"]);
      assert.deepEqual(
        [wrong.code, wrong.err],
        [3, ["error: lakeFS refused the credentials: error authenticating request"]],
        about,
      );
      const gone = await run([...args, "--endpoint", address]);
      assert.deepEqual([gone.code, gone.err.length], [3, 1], about);
      assert.match(gone.err[0], /^error: lakeFS cannot be reached: .*\(ECONNREFUSED\)$/);
      for (const { stderr } of [nothing, wrong, gone]) assert.ok(!/^\s+at /m.test(stderr), stderr);
    }
  });

  test("takes endpoint and credentials from options, each over what it stands for, and names them in errors", async () => {
    const { run, url, client, env } = context();
    await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
    const empty = {
      LAKECTL_SERVER_ENDPOINT_URL: "",
      LAKECTL_CREDENTIALS_ACCESS_KEY_ID: "",
      LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: "",
    };
    const key = env.LAKECTL_CREDENTIALS_ACCESS_KEY_ID;
    const secret = env.LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY;
    const whole = ["--endpoint", url, "--access-key-id", key, "--secret-access-key", secret];
    assert.deepEqual((await run(["list", ...whole], { env: empty })).out.length, 1);
    const mixed = await run(["list", "--access-key-id", key], { env: { LAKECTL_CREDENTIALS_ACCESS_KEY_ID: "other" } });
    assert.deepEqual([mixed.code, mixed.out.length], [0, 1]);
    const { token } = await client.login({ accessKeyId: key, secretAccessKey: secret });
    const byToken = await run(["list", "--endpoint", url, "--token", token], { env: empty });
    assert.deepEqual([byToken.code, byToken.out.length], [0, 1]);
    for (const [args, message] of [
      [["--endpoint", "nowhere"], /^error: --endpoint /],
      [["--access-key-id", "a:b"], /^error: --access-key-id /],
      [["--token", "é"], /^error: --token /],
    ]) {
      const { code, err } = await run(["list", ...args]);
      assert.deepEqual([code, err.length], [3, 1]);
      assert.match(err[0], message);
    }
  });

  test("prints no bar and no color into a pipe, unless FORCE_COLOR asks for color; NO_COLOR wins", async () => {
    const { run, create } = context();
    await create("demo");
    const ESC = String.fromCharCode(27);
    for (const args of [["audit"], ["list"], ["export"]]) {
      const { stdout, stderr } = await run(args);
      assert.ok(!`${stdout}${stderr}`.includes(ESC), args[0]);
      assert.ok(!stderr.includes("["), stderr);
    }
    assert.ok((await run(["audit"], { env: { FORCE_COLOR: "1" } })).stdout.includes(ESC));
    assert.ok(!(await run(["audit"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stdout.includes(ESC));
  });

  test("that only reads ends at once with Ctrl-C, in one sentence, with 130", async () => {
    const { start, hook, create } = context();
    await create("demo");
    for (const args of [["list"], ["audit"], ["export"]]) {
      const started = start(args);
      hook.handle = () => {
        started.child.kill("SIGINT");
        return new Promise(() => {});
      };
      const { code, out, err } = await started.ended;
      assert.deepEqual([code, out, err], [130, [], ["error: stopped; nothing was changed"]], args[0]);
    }
  });

  test("ends quietly when the reader of its output has seen enough", async () => {
    const { start, create } = context();
    for (let index = 0; index < 30; index++) await create(`repo-${index}`);
    const { child, ended } = start(["list", "--json"]);
    child.stdout.destroy();
    const { code, err } = await ended;
    assert.deepEqual([code, err], [0, []]);
  });
});

describe("list", () => {
  test("prints a line for each repository, with tabs into a pipe, and settings as JSON", async () => {
    const { run, create, protect, client } = context();
    await create("demo");
    await create("ml-images", { default_branch: "trunk", read_only: true });
    await protect("demo", "release-*", "main");
    await client.setGCRules("demo", policy(28, [{ branch_id: "main", retention_days: 90 }]));
    const { code, stdout, err } = await run(["list"]);
    assert.deepEqual([code, err], [0, []]);
    assert.equal(stdout, "demo\tmain\tmain release-*\t28 days main=90\t\nml-images\ttrunk\t-\t-\tread-only\n");
    const json = (await run(["list", "--json", "--prefix", "de"])).out.map((line) => JSON.parse(line));
    assert.deepEqual(
      json.map(({ repository, gcRules }) => [repository.id, gcRules.default_retention_days]),
      [["demo", 28]],
    );
    assert.equal((await run(["list", "--search", "imag"])).out.length, 1);
    const nothing = await run(["list", "--prefix", "nothing-"]);
    assert.deepEqual([nothing.code, nothing.stdout, nothing.err], [0, "", ["no repositories"]]);
  });

  test("is one line for each repository and moves no cursor, whatever the server stores", async () => {
    const { run, createWithDefaultBranch, storePatterns, storeRetention } = context();
    await createWithDefaultBranch("demo", "a\nb\u001b[31m");
    await storePatterns("demo", "c\td", "\u202ee");
    await storeRetention("demo", policy(1, [{ branch_id: "f\u0085g", retention_days: 1 }]));
    const { out } = await run(["list"]);
    assert.deepEqual(out, ["demo\ta\\u000ab\\u001b[31m\tc\\u0009d \\u202ee\t1 day f\\u0085g=1\t"]);
    const audited = await run(["audit"]);
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(audited.stdout), JSON.stringify(audited.stdout));
  });

  test("one that cannot be read is reported, the others are listed, and the exit code is 2", async () => {
    const { run, create, lakefs } = context();
    for (const id of ["one", "two"]) await create(id);
    for (const json of [false, true]) {
      lakefs.fail({ status: 400, message: "broken" }, { operation: "getGCRules" });
      const { code, out, err } = await run(["list", ...(json ? ["--json"] : [])]);
      assert.deepEqual([code, out.length], [2, json ? 2 : 1]);
      if (json) assert.ok(out.some((line) => JSON.parse(line).error?.code === "bad_request"));
      else assert.match(err[0], /^error: (one|two): broken$/);
    }
  });
});

describe("audit", () => {
  test("prints findings, sums them up, and ends with 1 at the level it was told", async () => {
    const { run, create, storePatterns, protect } = context();
    await create("demo");
    await protect("demo", "main");
    const fine = await run(["audit", "--fail-on", "warning"]);
    assert.deepEqual([fine.code, fine.out.length], [0, 1]); // no retention is for information
    assert.deepEqual(fine.err, ["1 repository audited: 0 errors, 0 warnings, 1 note"]);
    await create("open");
    assert.equal((await run(["audit"])).code, 0);
    const warned = await run(["audit", "--fail-on", "warning", "--prefix", "op"]);
    assert.deepEqual(
      [warned.code, warned.out[0]],
      [
        1,
        'warning open default_branch_unprotected: No rule protects the default branch "main", so everybody who may write can commit to it. Add a rule.',
      ],
    );
    await storePatterns("open", "[a-zA-Z]");
    const { code, out } = await run(["audit", "--json"]);
    assert.equal(code, 1);
    assert.ok(
      out
        .map((line) => JSON.parse(line))
        .some(({ rule, at }) => rule === "pattern_blocks_writes" && at === "/branchProtection/rules/0/pattern"),
    );
  });

  test("ends with 2 when some could not be read", async () => {
    const { run, create, lakefs } = context();
    await create("demo");
    lakefs.fail({ status: 400, message: "broken" }, { operation: "listBranches" });
    const { code, err } = await run(["audit"]);
    assert.deepEqual(
      [code, err],
      [2, ["error: demo: broken", "0 repositories audited: 0 errors, 0 warnings, 0 notes; 1 could not be read"]],
    );
  });
});
