// A small app, bundled by esbuild with the packed package as a user would, in Chromium.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { bundle, launch, noBrowser, servePage } from "../support/browser.js";
import { makeProject } from "../support/project.js";

const APP = (entry) => `
  import { LakeFSClient, isLakeFSError } from "${entry}";
  globalThis.app = async ({ accessKeyId, secretAccessKey }) => {
    const client = new LakeFSClient();
    await client.login({ accessKeyId, secretAccessKey });
    const { name, storage_namespace } = { name: "demo", storage_namespace: "mem://demo" };
    const made = await client.createRepository({ name, storage_namespace });
    const missing = await client.getRepository("missing").catch((error) => isLakeFSError(error, "repository_not_found") && error.message);
    return [made.id, (await client.currentUser())?.id, missing];
  };
`;

describe("a bundled app in Chromium", { skip: noBrowser }, () => {
  let browser;
  let project;
  before(async () => {
    [browser, project] = await Promise.all([launch(), makeProject()]);
  });
  after(async () => {
    await browser?.close();
    await project?.remove();
  });

  /** Runs the app under a policy that allows only the page's own scripts and WebAssembly. */
  async function runApp(entry, options) {
    await project.write({ "app.js": APP(entry) });
    const files = await bundle(join(project.directory, "app.js"), options);
    const lakefs = inMemoryLakeFS();
    const server = await serve(lakefs);
    const site = await servePage(files, {
      behind: server.url,
      headers: {
        "content-security-policy":
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:",
      },
    });
    const page = await (await browser.newContext()).newPage();
    const consoleErrors = [];
    page.on("pageerror", (error) => consoleErrors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && consoleErrors.push(message.text()));
    try {
      await page.goto(site.url);
      await page.waitForFunction(() => "app" in globalThis);
      const result = await page.evaluate((key) => globalThis.app(key), lakefs.credentials);
      const loaded = await page.evaluate(() =>
        performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname),
      );
      return { files, loaded, result, consoleErrors: consoleErrors.filter((text) => !text.includes("404")) };
    } finally {
      await page.context().close();
      await site.close();
      await server.close();
    }
  }

  const expected = ["demo", "admin", "repository not found"];

  for (const [how, options] of [
    ["in chunks", {}],
    ["minified", { minify: true }],
    ["as a single file with --bundle --format=esm", { splitting: false }],
  ]) {
    test(`works ${how}, and has nothing to load but lakeFS's answers`, async () => {
      const { files, loaded, result, consoleErrors } = await runApp("lakefs-wasm", options);
      assert.deepEqual([result, consoleErrors, Object.keys(files).length], [expected, [], 2]);
      assert.deepEqual(
        loaded.filter((path) => !path.startsWith("/api/v1/")),
        ["/app.js"],
      );
      assert.ok(loaded.length > 1);
    });
  }

  test("has nothing of Node in it", async () => {
    await project.write({ "app.js": APP("lakefs-wasm") });
    const files = await bundle(join(project.directory, "app.js"), { metafile: true });
    for (const [path, { body }] of Object.entries(files)) {
      assert.doesNotMatch(
        new TextDecoder().decode(typeof body === "string" ? new TextEncoder().encode(body) : body),
        /\bfrom\s*"node:|\brequire\("node:/,
        path,
      );
    }
  });
});
