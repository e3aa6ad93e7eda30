// tools/demo.js on the command line, and what it serves.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { root } from "../support/project.js";

/** Runs the demo until it prints its address, or ends. */
async function run(...args) {
  const child = spawn(process.execPath, ["tools/demo.js", ...args], { cwd: root });
  let text = "";
  const ended = once(child, "exit");
  const told = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => (text += data).includes("Ctrl-C") && resolve(undefined));
  });
  await Promise.race([told, ended]);
  return { child, ended, text: () => text, url: /http:\S+/.exec(text)?.[0] ?? "" };
}

describe("the demo server", () => {
  let demo;
  before(async () => {
    demo = await run("--port", "0");
  });
  after(() => demo?.child.kill("SIGKILL"));

  const get = (path, init) => fetch(`${demo.url}${path}`, { redirect: "manual", ...init });
  const logIn = () => {
    const [, access_key_id, secret_access_key] =
      /access key ID +(\S+)\n +secret access key +(\S+)/.exec(demo.text()) ?? [];
    return get("/api/v1/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ access_key_id, secret_access_key }),
    });
  };

  test("prints its address and the key for a login", async () => {
    assert.match(demo.text(), /The page is at http:\/\/127\.0\.0\.1:\d+\nIt uses an in-memory lakeFS. Log in with\n/);
    assert.equal((await logIn()).status, 200);
  });

  test("reports a port that is in use, and an option without its value", async () => {
    const port = new URL(demo.url).port;
    const second = await run("--port", port);
    assert.deepEqual(await second.ended, [1, null]);
    assert.match(second.text(), new RegExp(`^Port ${port} is in use\\. .*--port N`));
    for (const [words, said] of [
      [["--lakefs", "nonsense"], "--lakefs must be a URL such as http://127.0.0.1:8000, got nonsense"],
      [["--lakefs", "localhost:8000"], "--lakefs must be a URL such as http://127.0.0.1:8000, got localhost:8000"],
      [["--port", "99999"], "--port must be a number from 0 to 65535, got 99999"],
      [["--port", "abc"], "--port must be a number from 0 to 65535, got abc"],
      [["--prot", "8100"], "Unknown option '--prot'"],
    ]) {
      const wrong = await run(...words);
      assert.deepEqual(await wrong.ended, [1, null]);
      assert.ok(wrong.text().startsWith(`error: ${said}`), wrong.text());
      assert.equal(wrong.text().trim().split("\n").length, 1, "no stack");
    }
  });

  test("serves the page at each of its addresses, with a strict policy, compressed, and with cached assets", async () => {
    const page = await get("/repositories/any/settings/general");
    const text = await page.text();
    assert.equal(page.status, 200);
    assert.match(
      page.headers.get("content-security-policy") ?? "",
      /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/,
    );
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    assert.equal(page.headers.get("cache-control"), "no-cache");
    assert.equal(page.headers.get("content-encoding"), "gzip");
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? "";
    assert.match((await get(script)).headers.get("cache-control") ?? "", /immutable/);
    assert.equal(
      (await get(script, { headers: { "if-none-match": (await get(script)).headers.get("etag") ?? "" } })).status,
      304,
    );
    assert.equal((await get("/assets/none.js")).status, 404);
    assert.equal((await get("/", { method: "POST" })).status, 405);
  });

  test("survives requests with an invalid URL", async () => {
    const { port } = new URL(demo.url);
    for (const path of ["//", "///?", "//api/v1/user", "/%", "*"]) {
      const status = await new Promise((resolve, reject) => {
        request({ port, path, host: "127.0.0.1" }, (answer) => resolve(answer.resume().statusCode))
          .on("error", reject)
          .end();
      });
      assert.ok([200, 400].includes(status), `${path}: ${status}`);
    }
    assert.equal((await get("/")).status, 200);
  });

  test("passes lakeFS's responses on unchanged: cookies, ETags, redirects, errors", async () => {
    const cookie = (await logIn()).headers.getSetCookie()[0] ?? "";
    assert.match(cookie, /^internal_auth_session=.*HttpOnly; SameSite=Lax/);
    const rules = await get("/api/v1/repositories/analytics-events/settings/branch_protection", {
      headers: { cookie: cookie.split(";")[0] },
    });
    assert.match(rules.headers.get("etag") ?? "", /^[0-9a-f]{64}$/);
    assert.equal((await rules.json()).length, 2);
    const logout = await get("/logout", { method: "POST", headers: { cookie: cookie.split(";")[0] } });
    assert.deepEqual([logout.status, logout.headers.get("location")], [307, "/auth/login"]);
    const refused = await get("/api/v1/repositories");
    assert.deepEqual([refused.status, await refused.json()], [401, { message: "error authenticating request" }]);
    assert.ok(refused.headers.get("x-request-id"));
  });

  test("reports that the lakeFS behind it does not respond", async () => {
    const lost = await run("--lakefs", "http://127.0.0.1:9", "--port", "0");
    try {
      assert.match(lost.text(), /It uses the lakeFS at http:\/\/127\.0\.0\.1:9\n/);
      const answer = await fetch(`${lost.url}/api/v1/user`);
      assert.equal(answer.status, 502);
      assert.match((await answer.json()).message, /^the lakeFS behind this page did not respond/);
    } finally {
      lost.child.kill("SIGTERM");
      assert.deepEqual(await lost.ended, [0, null]);
    }
  });

  test("stops at once on Ctrl-C, with a request open", async () => {
    const waiting = get("/api/v1/repositories").catch(() => {});
    const start = performance.now();
    demo.child.kill("SIGINT");
    assert.deepEqual(await demo.ended, [0, null]);
    assert.ok(performance.now() - start < 4500, "before Node's keep-alive of 5 s is over");
    await waiting;
  });
});
