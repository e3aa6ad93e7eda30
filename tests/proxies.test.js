// The configurations of docs/guides/proxy.md in front of an in-memory lakeFS; only addresses and folders are replaced.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { caddy, configuration, replaced, whyNoCaddy } from "./docs/proxies.js";
import { nginx, whyNoNginx } from "./hazards/nginx.js";
import { bundle, launch, noBrowser, servePage } from "./support/browser.js";
import { root } from "./support/project.js";
import { freePort } from "./support/servers.js";

const noNginx = await whyNoNginx();
const noCaddy = await whyNoCaddy();
for (const reason of [noNginx, noCaddy])
  if (reason) console.error(`\n*** ${reason}; the tests of its configuration are skipped ***\n`);

/** As nginx's own mime.types, which every installation includes. */
const MIME = "types { text/html html; text/css css; }";
const PAGE = "<!doctype html><title>app</title>";
const lakefs = inMemoryLakeFS();
let server;
let folder;
before(async () => {
  server = await serve(lakefs);
  folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-app-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), PAGE);
  await writeFile(join(folder, "assets/app.css"), "body { margin: 0 }\n".repeat(100));
});
after(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A client behind a proxy, and a repository with enough rules to be compressed. */
async function begin(origin) {
  lakefs.reset();
  const client = new LakeFSClient({ endpoint: origin, auth: lakefs.auth, retries: 0 });
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  const many = Array.from({ length: 200 }, (_, number) => ({ pattern: `release-${number}` }));
  await client.setBranchProtectionRules("demo", many, { overwrite: true });
  const { etag } = await client.getBranchProtectionRules("demo");
  return { client, etag };
}

/** What must hold when page and API have one origin. */
async function holds(origin) {
  for (const path of ["/", "/repositories/demo"]) assert.equal(await (await fetch(origin + path)).text(), PAGE, path);
  assert.equal((await fetch(`${origin}/assets/app.css`)).headers.get("content-encoding"), "gzip");
  const { client, etag } = await begin(origin);
  assert.match(etag, /^[0-9a-f]{64}$/);
  await client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "main" }]);
  assert.equal((await client.getBranchProtectionRules("demo")).rules.length, 201);
  await client.login(lakefs.credentials);
  await client.logout();
  assert.deepEqual(lakefs.requests.at(-1).path, "/logout");
}

/** The lines within the `server` block of nginx's configuration, without those that say where it listens. */
async function serverLines(index, words) {
  const [, lines = ""] = /^server \{\n(.*)\n\}\n$/s.exec(await configuration("nginx", index)) ?? [];
  return MIME + replaced(lines, { "listen 80;": "", "http://127.0.0.1:8000": server.url, ...words });
}

describe("nginx as the guide configures it", { skip: noNginx ?? false }, () => {
  test("serves a page and lakeFS on one origin, and keeps the ETag", async (t) => {
    await holds(await nginx(t, await serverLines(0, { "/srv/app": folder })));
  });

  test("would lose the ETag without the line that the guide explains", async (t) => {
    const origin = await nginx(t, await serverLines(0, { "/srv/app": folder, "gzip off;": "" }));
    assert.equal((await begin(origin)).etag, null);
  });

  test("lets a page of another origin in, with keys, tokens and sessions, and shows it the ETag", {
    skip: noBrowser,
  }, async (t) => {
    lakefs.reset();
    const files = await bundle(join(root, "tests/docs/cross-origin.js"));
    const page = await servePage(files);
    t.after(() => page.close());
    const endpoint = await nginx(t, await serverLines(1, { "https://app.example.com": page.url }));
    const browser = await launch();
    t.after(() => browser.close());
    const tab = await browser.newPage();
    await tab.goto(page.url);
    await tab.waitForFunction(() => "smoke" in globalThis);
    const told = await tab.evaluate(
      ([address, key]) => globalThis.smoke(address, key).catch((error) => String(error)),
      [endpoint, lakefs.credentials],
    );
    assert.deepEqual(told, ["admin", ["main", "release-*"], 64]);
    const stranger = await servePage(files);
    t.after(() => stranger.close());
    await tab.goto(stranger.url);
    await tab.waitForFunction(() => "smoke" in globalThis);
    assert.match(
      await tab.evaluate(
        ([address, key]) => globalThis.smoke(address, key).catch((error) => error.code),
        [endpoint, lakefs.credentials],
      ),
      /connection_failed/,
    );
  });
});

describe("Caddy as the guide configures it", { skip: noCaddy ?? false }, () => {
  const site = async (url) =>
    replaced(await configuration("caddyfile"), {
      "app.example.com": url,
      "/srv/app": folder,
      "127.0.0.1:8000": new URL(server.url).host,
    });

  test("serves a page and lakeFS on one origin, and keeps the ETag", async (t) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await caddy(t, await site(url), url);
    await holds(url);
  });

  test("compresses nothing of lakeFS's, which is what proxies change an ETag for", async (t) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await caddy(t, await site(url), url);
    const { client } = await begin(url);
    let encoding;
    const look = async (...request) => {
      const answer = await fetch(...request);
      encoding = answer.headers.get("content-encoding");
      return answer;
    };
    await client.with({ fetch: look }).getBranchProtectionRules("demo");
    assert.equal(encoding, null);
  });
});

test("Vite's development server as the guide configures it serves lakeFS beside the page", async (t) => {
  const { createServer } = await import("vite");
  const [, config = ""] = /defineConfig\((.*)\);/s.exec(await configuration("js")) ?? [];
  const { server: options } = new Function(`return ${replaced(config, { "http://127.0.0.1:8000": server.url })};`)();
  const vite = await createServer({
    configFile: false,
    logLevel: "silent",
    root: folder,
    server: { ...options, host: "127.0.0.1", port: await freePort() },
  });
  t.after(() => vite.close());
  await vite.listen();
  const client = new LakeFSClient({ endpoint: vite.resolvedUrls.local[0], auth: lakefs.auth, retries: 0 });
  lakefs.reset();
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  await client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "main" }]);
  await client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "dev" }]);
  await client.logout();
  assert.equal(lakefs.requests.at(-1).path, "/logout");
});
