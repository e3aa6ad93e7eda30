// The command that writes settings: shows, asks, applies differences, and can be run again after any interruption.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { amount } from "../support/thorough.js";
import { COMMAND, withServer } from "./command.js";

const context = withServer();
const policy = (days, branches = []) => ({ default_retention_days: days, branches });
const put = ({ folder }, text, name = "settings.yaml") => writeFile(join(folder, name), text);

const FILE = `repositories:
  demo:
    branch_protection: [main, "release-*"]
    gc_rules:
      default_retention_days: 28
      branches: [{ branch_id: main, retention_days: 90 }]
  ml-texts:
    protect: [main]
    gc_rules: null
`;

/** Two repositories that differ from FILE, and one that it does not name. */
async function fill({ create, protect, client }) {
  for (const id of ["demo", "ml-texts", "other"]) await create(id);
  await protect("demo", "main", "old");
  await client.setGCRules("demo", policy(28, [{ branch_id: "main", retention_days: 30 }]));
  await client.setGCRules("ml-texts", policy(7));
}

async function stateOf({ patterns, retention }) {
  const all = ["demo", "ml-texts", "other"].map(async (id) => [id, await patterns(id), await retention(id)]);
  return Object.fromEntries((await Promise.all(all)).map(([id, ...rest]) => [id, rest]));
}

const WANTED = {
  demo: [["main", "release-*"], policy(28, [{ branch_id: "main", retention_days: 90 }])],
  "ml-texts": [["main"], null],
  other: [[], null],
};

test("shows what differs for each repository, applies it, and has nothing to do a second time", async () => {
  const { run } = context();
  await fill(context());
  await put(context(), FILE);
  const before = await stateOf(context());
  const dry = await run(["apply", "-f", "settings.yaml", "--dry-run"]);
  assert.deepEqual(
    [dry.code, dry.out, dry.err],
    [
      0,
      [
        "demo",
        "  + protect release-*",
        "  - protect old",
        "  ~ retention main: 30 -> 90 days",
        "ml-texts",
        "  + protect main",
        "  - retention (default): 7 days",
      ],
      ["2 repositories to change, 0 up to date"],
    ],
  );
  assert.deepEqual(await stateOf(context()), before);
  const done = await run(["apply", "-f", "settings.yaml", "--yes"]);
  assert.deepEqual(
    [done.code, done.out.slice(-2), done.err.at(-1)],
    [0, ["demo: changed", "ml-texts: changed"], "2 repositories changed, 0 failed"],
  );
  assert.deepEqual(await stateOf(context()), WANTED);
  const again = await run(["apply", "-f", "settings.yaml", "--yes"]);
  assert.deepEqual([again.code, again.out, again.err], [0, [], ["0 repositories to change, 2 up to date"]]);
});

test("of an export changes nothing, whatever is stored", async () => {
  const { run, lakefs, create, storePatterns, storeRetention } = context();
  await fill(context());
  await create("odd", { read_only: false });
  await storePatterns(
    "odd",
    "[a-zA-Z]",
    "*",
    "'quoted' # not a comment",
    "yes",
    "012",
    "{a: b}",
    "größe",
    "/**",
    "// x",
    "a //b",
    "a\n/* b",
  );
  await storeRetention(
    "odd",
    policy(-1, [
      { branch_id: "release-*", retention_days: 0 },
      { branch_id: "012", retention_days: 3 },
      { branch_id: "", retention_days: 1 },
      { branch_id: "wrapped", retention_days: -(2 ** 31) },
    ]),
  );
  for (const name of ["settings.yaml", "settings.json"]) {
    assert.equal((await run(["export", "-o", name])).code, 0);
    const before = lakefs.requests.length;
    const { code, out, err } = await run(["apply", "-f", name, "--yes"]);
    assert.deepEqual([code, out, err], [0, [], ["0 repositories to change, 4 up to date"]]);
    assert.ok(lakefs.requests.slice(before).every(({ method }) => method === "GET"));
  }
});

test("a file of another editor means the same: CRLF, byte order mark, anchors and merge keys", async () => {
  const { run, create, patterns, retention } = context();
  for (const id of ["demo", "other"]) await create(id);
  const lines = [
    "\ufeffrepositories:",
    "  demo: &standard",
    "    protect: [main]",
    "    gc_rules: { default_retention_days: 7, branches: [] }",
    "  other:",
    "    <<: *standard",
    "    gc_rules: null",
    "",
  ];
  await put(context(), lines.join("\r\n"));
  const { code, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
  assert.equal(code, 0, err.join("\n"));
  const state = ["demo", "other"].map(async (id) => [await patterns(id), await retention(id)]);
  assert.deepEqual(await Promise.all(state), [
    [["main"], policy(7)],
    [["main"], null],
  ]);
});

test("only what the file mentions is read, since not everybody may read everything", async () => {
  const refused = { status: 401, message: "insufficient permissions: not allowed to read this" };
  for (const [operation, setting] of /** @type {const} */ ([
    ["getGCRules", "protect: [main]"],
    ["getBranchProtectionRules", "gc_rules: { default_retention_days: 7, branches: [] }"],
  ])) {
    for (const text of [`defaults: { ${setting} }`, `repositories: { demo: { ${setting} } }`]) {
      const { run, create, lakefs } = context();
      lakefs.reset();
      await create("demo");
      lakefs.fail(refused, { operation, times: 100 });
      lakefs.fail(refused, { operation: "getRepositoryMetadata", times: 100 });
      await put(context(), text);
      const { code, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
      assert.deepEqual([code, err.at(-1)], [0, "1 repository changed, 0 failed"], `${text}: ${err.join("\n")}`);
    }
  }
});

test("control characters of patterns are shown as escapes", async () => {
  const { run, create, storePatterns } = context();
  await create("demo");
  await storePatterns("demo", "a\u001b[31mb", "c\nd", "e\u009bf", "g\u202eh");
  await put(context(), "repositories: { demo: { branch_protection: [] } }");
  const { out } = await run(["apply", "-f", "settings.yaml", "--dry-run"]);
  assert.deepEqual(out, [
    "demo",
    "  - protect a\\u001b[31mb",
    "  - protect c\\u000ad",
    "  - protect e\\u009bf",
    "  - protect g\\u202eh",
  ]);
});

test("defaults are for every repository, and what an entry says comes first", async () => {
  const { run, create } = context();
  await fill(context());
  await create("frozen", { read_only: true });
  await put(
    context(),
    "defaults:\n  protect: [main]\n  gc_rules: { default_retention_days: 7, branches: [] }\nrepositories:\n  demo:\n    branch_protection: [dev]\n  other:\n    gc_rules: null\n",
  );
  const { code, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
  assert.equal(code, 2);
  assert.ok(err.includes("error: frozen: read-only: lakeFS refuses to change its settings"), err.join("\n"));
  assert.deepEqual(await stateOf(context()), {
    demo: [["dev"], policy(7)],
    "ml-texts": [["main"], policy(7)],
    other: [["main"], null],
  });
});

test("with --json prints a line for each repository, planned and applied", async () => {
  const { run } = context();
  await fill(context());
  await put(context(), `${FILE}  nothing:\n    protect: [main]\n`);
  const { code, out } = await run(["apply", "-f", "settings.yaml", "--yes", "--json"]);
  const lines = out.map((line) => JSON.parse(line));
  assert.equal(code, 2);
  assert.deepEqual(
    lines.map(({ id, applied, error }) => [id, applied ?? error.code]),
    [
      ["nothing", "repository_not_found"],
      ["demo", false],
      ["ml-texts", false],
      ["demo", true],
      ["ml-texts", true],
    ],
  );
  assert.deepEqual(lines[3].changes[0], { setting: "branchProtection", add: ["release-*"], remove: ["old"] });
});

test("without a terminal and without --yes it refuses before anything is sent", async () => {
  const { run, lakefs } = context();
  await fill(context());
  await put(context(), FILE);
  const before = lakefs.requests.length;
  for (const args of [
    ["apply", "-f", "settings.yaml"],
    ["apply", "-f", "-"],
  ]) {
    const { code, out, err } = await run(args, { input: FILE });
    assert.deepEqual(
      [code, out, err],
      [
        3,
        [],
        [
          "error: stdin is not a terminal, so nobody can be asked; add --yes to apply, or --dry-run to show the differences",
        ],
      ],
    );
  }
  assert.equal(lakefs.requests.length, before);
  const { code } = await run(["apply", "-f", "-", "--yes"], { input: FILE });
  assert.equal(code, 0);
  assert.deepEqual(await stateOf(context()), WANTED);
});

test("Ctrl-C ends the wait for a file on stdin", { timeout: 60_000 }, async () => {
  const { env, folder } = context();
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    const child = spawn(process.execPath, [COMMAND, "apply", "-f", "-", "--yes"], { env, cwd: folder, stdio: "pipe" });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (part) => (stderr += part));
    child.stdin.on("error", () => {});
    // More than a pipe holds: when it is written, the command is reading, and waits for the end.
    await new Promise((resolve) => child.stdin.write("# a comment\n".repeat(20_000), resolve));
    child.kill(signal);
    const code = await new Promise((resolve) => child.on("close", (status, by) => resolve(status ?? by)));
    assert.deepEqual([code, stderr], [130, "error: stopped; nothing was changed\n"], signal);
  }
});

describe("on a terminal", () => {
  const hasScript =
    process.platform === "linux" &&
    (() => {
      try {
        return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
      } catch {
        return false;
      }
    })();
  /** Runs it in a pseudo-terminal. Resolves with the output and the exit code. */
  const onTerminal = async (args, answer) => {
    const { spawn } = await import("node:child_process");
    const { env, folder } = context();
    const line = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`).join(" ");
    const child = spawn("script", ["--quiet", "--return", "--command", line, "/dev/null"], {
      env: { ...env, TERM: "xterm" },
      cwd: folder,
    });
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (part) => {
      shown += part;
      if (answer !== undefined && shown.includes("[y/N] ")) {
        child.stdin.write(answer);
        answer = undefined;
      }
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    return { code, shown };
  };

  test("it asks, and only yes changes anything", {
    skip: !hasScript && "no util-linux script",
    timeout: 60_000,
  }, async () => {
    await fill(context());
    await put(context(), FILE);
    const before = await stateOf(context());
    for (const [answer, code, says] of [
      ["n\n", 3, "error: nothing was changed"],
      ["\n", 3, "error: nothing was changed"],
      ["\u0003", 130, "error: stopped; nothing was changed"],
    ]) {
      const no = await onTerminal(["apply", "-f", "settings.yaml"], answer);
      assert.equal(no.code, code, no.shown);
      assert.ok(no.shown.includes("Change 2 repositories? [y/N] ") && no.shown.includes(says), no.shown);
      assert.deepEqual(await stateOf(context()), before);
    }
    const yes = await onTerminal(["apply", "-f", "settings.yaml"], "y\n");
    assert.equal(yes.code, 0, yes.shown);
    assert.deepEqual(await stateOf(context()), WANTED);
  });

  test("it shows a bar that is gone at the end, and colors", {
    skip: !hasScript && "no util-linux script",
    timeout: 60_000,
  }, async () => {
    await fill(context());
    const { code, shown } = await onTerminal(["audit"]);
    assert.equal(code, 0);
    assert.match(shown, /reading \[.*\] \d\/3/);
    assert.ok(shown.includes("\u001b[33mwarning"), shown);
    assert.ok(shown.trimEnd().endsWith("notes"), shown);
  });
});

test("what somebody else has changed since the plan is refused, and the others are applied", async () => {
  const { run, hook, client } = context();
  await fill(context());
  await put(context(), FILE);
  let reads = 0;
  hook.handle = async (request, next) => {
    const answer = await next(request);
    // Called after the plan was made.
    if (request.method === "GET" && request.url.endsWith("/demo/settings/gc_rules") && ++reads === 1)
      await client.setGCRules("demo", policy(1));
    return answer;
  };
  const { code, out, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
  assert.equal(code, 2);
  assert.ok(
    err.some((line) =>
      /^error: demo: the garbage collection rules have changed since the plan was made; run the command again$/.test(
        line,
      ),
    ),
    err.join("\n"),
  );
  assert.ok(out.includes("ml-texts: changed"));
});

test("Ctrl-C finishes the repositories in progress, leaves the others alone, and says so", {
  timeout: 60_000,
}, async () => {
  const { start, run, hook, create, patterns } = context();
  const ids = Array.from({ length: 30 }, (_, index) => `repo-${String(index).padStart(2, "0")}`);
  for (const id of ids) await create(id);
  await put(context(), `repositories:\n${ids.map((id) => `  ${id}: { protect: [main] }\n`).join("")}`);
  let child;
  hook.handle = async (request, next) => {
    if (request.method === "PUT" && child) {
      child.kill("SIGINT");
      child = undefined;
    }
    return next(request);
  };
  const started = start(["apply", "-f", "settings.yaml", "--yes"]);
  child = started.child;
  const { code, out, err } = await started.ended;
  assert.equal(code, 130);
  const changed = out.filter((line) => line.endsWith(": changed")).length;
  assert.ok(changed >= 1 && changed <= 16, `${changed} changed`);
  assert.ok(err.includes("Stopping after the repositories in progress; press Ctrl-C again to stop at once."));
  assert.match(err.at(-1), new RegExp(`^${changed} repositor(y|ies) changed, 0 failed, ${30 - changed} not started$`));
  const stored = await Promise.all(ids.map(async (id) => (await patterns(id)).length));
  assert.equal(stored.filter((length) => length === 1).length, changed, "what was done is what it said");
  hook.handle = undefined;
  assert.equal((await run(["apply", "-f", "settings.yaml", "--yes"])).code, 0);
});

test("killed at any request and run again, it reaches the same end", { timeout: 300_000 }, async () => {
  // applySettings is killed at every request in apply.test.js; here a kill costs two processes.
  const step = amount(3, 1);
  let at = 1;
  for (let reached = true; reached; at += step) {
    const { start, run, hook, lakefs } = context();
    lakefs.reset();
    await fill(context());
    await put(context(), FILE);
    const started = start(["apply", "-f", "settings.yaml", "--yes"]);
    let sent = 0;
    hook.handle = async (request, next) => {
      sent++;
      // Alternately before and after lakeFS has handled it; later requests are not handled.
      if (sent < at || (sent === at && at % 2 === 0)) {
        const answer = await next(request);
        if (sent < at) return answer;
      }
      started.child.kill("SIGKILL");
      return new Promise(() => {});
    };
    const { code } = await started.ended;
    reached = sent >= at;
    assert.equal(code, reached ? "SIGKILL" : 0);
    hook.handle = undefined;
    const again = await run(["apply", "-f", "settings.yaml", "--yes"]);
    assert.deepEqual([again.code, await stateOf(context())], [0, WANTED], `killed at request ${at}`);
  }
  assert.ok(at > 14, `only ${at} requests`);
});
