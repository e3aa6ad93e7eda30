// What the command line says about wrong arguments and servers that cannot be used: one sentence for all repositories, 3, and nothing is done.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { dead } from "../support/servers.js";
import { withServer } from "./command.js";

const context = withServer();
const page = () => new Response("<!doctype html>Sign in", { headers: { "content-type": "text/html" } });
const refusal = (status, message) =>
  new Response(JSON.stringify({ message }), { status, headers: { "content-type": "application/json" } });
const isList = ({ method, url }) => method === "GET" && new URL(url).pathname.endsWith("/repositories");

/** Two repositories, a file of settings that names both, and their backups. */
async function fill() {
  const { create, run, folder } = context();
  for (const id of ["one", "two"]) await create(id);
  await writeFile(join(folder, "named.yaml"), "repositories: { one: { protect: [main] }, two: { protect: [main] } }");
  assert.equal((await run(["backup", "-o", "backups"])).code, 0);
  return context();
}

describe("commands whose repositories are named", () => {
  const commands = [
    ["apply", "-f", "named.yaml", "--yes"],
    ["backup", "one", "two", "-o", "new"],
    ["restore", "backups"],
    ["restore", "backups/one.json", "--name", "drill"],
  ];

  test("say once that the server cannot be used, and end with 3", async () => {
    const { run, hook, folder } = await fill();
    const gone = ["--endpoint", await dead()];
    for (const command of commands) {
      for (const [more, handle, message] of /** @type {const} */ ([
        [gone, undefined, /^error: lakeFS cannot be reached: .*\(ECONNREFUSED\)$/],
        [["--secret-access-key", "wrong"], undefined, /^error: lakeFS refused the credentials: error authenticating/],
        [[], page, /^error: the server answered with an HTML page/],
      ])) {
        hook.handle = handle;
        for (const json of [[], ["--json"]]) {
          const { code, out, err } = await run([...command, ...more, ...json]);
          assert.deepEqual([code, out, err.length], [3, [], 1], `${command}: ${err.join("\n")}`);
          assert.match(err[0] ?? "", message);
        }
      }
    }
    assert.deepEqual(await readdir(join(folder, "new")), []);
  });

  test("work without the permission to list, and where only listing fails", async () => {
    const { run, hook } = await fill();
    for (const [index, answer] of [
      refusal(401, "insufficient permissions: not allowed to fs:ListRepositories"),
      refusal(500, "broken"),
    ].entries()) {
      hook.handle = (request, next) => (isList(request) ? answer.clone() : next(request));
      const applied = await run(["apply", "-f", "named.yaml", "--dry-run"]);
      assert.deepEqual([applied.code, applied.err], [0, ["2 repositories to change, 0 up to date"]]);
      const saved = await run(["backup", "one", "-o", "new"]);
      assert.deepEqual([saved.code, saved.out], [0, ["one: backed up"]]);
      const restored = await run(["restore", "backups/one.json", "--name", `drill-${index}`]);
      assert.deepEqual([restored.code, restored.err.at(-1)], [0, "1 repository restored, 0 failed"]);
    }
  });

  test("one that fails for its own reason does not stop the others", async () => {
    const { run, hook } = await fill();
    hook.handle = (request, next) =>
      request.url.includes("/repositories/one") ? refusal(401, "error authenticating request") : next(request);
    const { code, err } = await run(["apply", "-f", "named.yaml", "--yes"]);
    assert.deepEqual([code, err.at(-1)], [2, "1 repository changed, 0 failed"], err.join("\n"));
  });
});

describe("restore", () => {
  test("refuses a name, a default branch and the bare IDs of a dump that cannot be restored, by the names of its options", async () => {
    const { run, folder, lakefs } = await fill();
    const { refs } = JSON.parse(await readFile(join(folder, "backups/one.json"), "utf8"));
    await writeFile(join(folder, "refs_manifest.json"), JSON.stringify(refs));
    const writes = () => lakefs.requests.filter(({ method }) => method !== "GET").length;
    const before = writes();
    const bare =
      "error: refs_manifest.json has only the IDs of a dump; restore it alone, with --name and --storage-namespace";
    const branch = "error: --default-branch must contain only letters, digits, underscores and hyphens";
    for (const [args, message] of [
      [
        ["backups/one.json", "--name", "Drill"],
        "error: --name must contain only lowercase letters, digits and hyphens",
      ],
      [["backups/one.json", "--name", "ab"], "error: --name must have 3 to 63 characters"],
      [["backups/one.json", "--name", "drill", "--default-branch", "release/1.0"], branch],
      [["backups", "--default-branch", "release/1.0"], branch],
      [["refs_manifest.json"], bare],
      [["refs_manifest.json", "--name", "drill"], bare],
      [["backups/one.json", "refs_manifest.json"], bare],
    ]) {
      const { code, out, err } = await run(["restore", ...args]);
      assert.deepEqual([code, out, err], [3, [], [message]], args.join(" "));
    }
    assert.equal(writes(), before);
  });

  test("with --json names file and repository of a failure, as of a success", async () => {
    const { run } = await fill();
    const { code, out } = await run(["restore", "backups", "--json"]);
    assert.equal(code, 2);
    assert.deepEqual(
      out.map((line) => JSON.parse(line)).map(({ file, id, error }) => [file, id, error.code, error.step]),
      ["one", "two"].map((id) => [join("backups", `${id}.json`), id, "already_exists", "create"]),
    );
    assert.match(out[0] ?? "", /; give another ID with --name"/);
  });
});

test("an argument that is empty, as of an unset variable, is refused", async () => {
  const { run } = context();
  for (const args of [
    ["backup", "", "-o", "backups"],
    ["backup", "one", "", "-o", "backups"],
    ["restore", ""],
  ]) {
    const { code, out, err } = await run(args);
    assert.deepEqual([code, out], [3, []], args.join(" "));
    assert.match(err[0], /It must not be empty\.$/);
  }
});

test("--since refuses a file, and takes a folder that is missing for one without backups", async () => {
  const { run, folder } = await fill();
  const file = await run(["backup", "-o", "new", "--since", "named.yaml"]);
  assert.deepEqual([file.code, file.out, file.err], [3, [], ["error: --since named.yaml is not a folder"]]);
  assert.ok(!(await readdir(folder)).includes("new"));
  assert.equal((await run(["backup", "-o", "new", "--since", "missing"])).code, 0);
});

test("a link that leads to itself is said in words", { skip: process.platform === "win32" }, async () => {
  const { run, folder } = context();
  await symlink("loop", join(folder, "loop"));
  const { code, err } = await run(["apply", "-f", "loop", "--yes"]);
  assert.deepEqual([code, err], [3, ["error: loop cannot be read: a symbolic link leads to itself"]]);
});

test("a file of settings leads editors to the schema from its own folder, and is JSON in capitals too", async () => {
  const { run, folder } = context();
  await mkdir(join(folder, "a/b"), { recursive: true });
  for (const [file, schema] of [
    ["settings.yaml", "./node_modules"],
    ["a/settings.yaml", "../node_modules"],
    ["a/b/settings.yml", "../../node_modules"],
    [join(folder, "a", "absolute.yaml"), "../node_modules"],
    ["a/SETTINGS.JSON", "../node_modules"],
  ]) {
    assert.equal((await run(["export", "-o", file])).code, 0);
    const text = await readFile(join(folder, file.replace(folder, "")), "utf8");
    const path = `${schema}/lakefs-wasm/settings.schema.json`;
    if (file.endsWith("JSON")) assert.equal(JSON.parse(text).$schema, path);
    else assert.equal(text.split("\n")[0], `# yaml-language-server: $schema=${path}`);
  }
  // From outside of the folder the path would be this machine's.
  const other = context();
  assert.equal((await run(["export", "-o", join(other.folder, "outside.yaml")], { cwd: join(folder, "a") })).code, 0);
  assert.match(
    await readFile(join(other.folder, "outside.yaml"), "utf8"),
    /^# yaml-language-server: \$schema=\.\/node_modules/,
  );
});

test("credentials with a line break or quotation marks are refused with a hint, a host name is named", async () => {
  const { run, env } = context();
  const secret = env.LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY;
  for (const [name, value] of [
    ["LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY", `${secret}\n`],
    ["LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY", `"${secret}"`],
    ["LAKECTL_CREDENTIALS_ACCESS_KEY_ID", ` ${env.LAKECTL_CREDENTIALS_ACCESS_KEY_ID}`],
  ]) {
    const { code, stderr } = await run(["list"], { env: { [name]: value } });
    assert.equal(code, 3);
    assert.match(stderr, new RegExp(`; ${name} begins or ends with a space, a line break or a quotation mark\n$`));
    assert.ok(!stderr.includes(secret), stderr);
  }
  const { err } = await run(["list", "--endpoint", "http://lakefs.invalid"]);
  assert.match(err[0], /\((ENOTFOUND|EAI_AGAIN) lakefs\.invalid\)$/);
  const token = await run(["list", "--token", ""]);
  assert.deepEqual(token.err, ["error: --token must be a token (visible ASCII, at least one character)"]);
});

test("rules that others change all the time are a failure that says what to do", async () => {
  const { run, hook } = await fill();
  hook.handle = (request, next) =>
    request.method === "PUT" && request.url.includes("/one/") ? refusal(412, "Precondition failed") : next(request);
  const { code, err } = await run(["apply", "-f", "named.yaml", "--yes"]);
  assert.equal(code, 2);
  assert.ok(err.includes("error: one: branch protection: others change it at the same time; run the command again"));
});

test("a listing that repeats a repository backs it up once", async () => {
  const { run, hook } = await fill();
  hook.handle = async (request, next) => {
    if (!isList(request)) return next(request);
    const { pagination, results } = await (await next(request)).json();
    return new Response(JSON.stringify({ pagination, results: [...results, ...results] }), {
      headers: { "content-type": "application/json" },
    });
  };
  const { code, out, err } = await run(["backup", "-o", "new"]);
  assert.deepEqual([code, out, err], [0, ["one: backed up", "two: backed up"], ["2 repositories backed up, 0 failed"]]);
});

test("serve takes a repository that is given twice once, and tells the default port once", async () => {
  const { start, run } = context();
  const { child, ended, text } = start(["serve", "demo", "demo"]);
  child.stdout.on("data", () => text.stdout.includes("SECRET") && !child.killed && child.kill("SIGINT"));
  const { code, stderr } = await ended;
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal((await run(["serve", "--help"])).stdout.match(/any free one/g)?.length, 1);
});
