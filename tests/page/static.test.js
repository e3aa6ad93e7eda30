// The built page on a host of static files, below its root, with nothing behind it.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, noBrowser, servePage } from "../support/browser.js";
import { filesOf, root, run } from "../support/project.js";
import { openSite } from "./site.js";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
};

describe("the page on a static host", { skip: noBrowser }, () => {
  let folder;
  let site;
  let browser;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "lakefs-page-"));
    const built = await run(
      "npm",
      [
        "run",
        "build",
        "--workspace",
        "www",
        "--",
        "--base",
        "/lake/",
        "--outDir",
        folder,
        "--emptyOutDir",
        "--logLevel",
        "warn",
      ],
      { cwd: root, shell: process.platform === "win32" },
    );
    assert.equal(built.code, 0, built.stderr);
    const files = {};
    for (const path of await filesOf(folder))
      files[`/lake/${path}`] = {
        type: TYPES[extname(path)] ?? "application/octet-stream",
        body: await readFile(join(folder, path)),
      };
    // Such hosts respond with the page for paths without a file.
    for (const path of ["", "repositories", "repositories/clickstream/settings/retention"])
      files[`/lake/${path}`] = { type: "text/html", body: await readFile(join(folder, "404.html")) };
    site = await servePage(files);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("offers the sandbox, and its addresses can be reloaded", async () => {
    const page = await (await browser.newContext()).newPage();
    const consoleErrors = [];
    page.on("pageerror", (error) => consoleErrors.push(String(error)));
    await page.goto(`${site.url}/lake/`);
    await page.getByText("No lakeFS answers at this address").waitFor();
    await page.getByRole("button", { name: "Open the sandbox" }).click();
    await page.getByRole("link", { name: "clickstream" }).click();
    await page.getByRole("link", { name: "Retention" }).click();
    await page.getByRole("row", { name: /All branches 7 days/ }).waitFor();
    assert.equal(page.url(), `${site.url}/lake/repositories/clickstream/settings/retention`);
    await page.reload();
    await page.getByRole("row", { name: /All branches 7 days/ }).waitFor();
    assert.deepEqual(consoleErrors, []);
  });
});

describe("the first load", { skip: noBrowser }, () => {
  test("is at most 200 KB with gzip, with React, the client and its WebAssembly, up to the list", async (t) => {
    const site = await openSite();
    try {
      const page = await site.newUser();
      await page.getByRole("link", { name: "clickstream" }).waitFor();
      // Code that is loaded while the browser is idle comes after the list, on any machine.
      await page.addInitScript(() => {
        const idle = requestIdleCallback;
        let list;
        const listed = new Promise((resolve) => (list = resolve));
        globalThis.requestIdleCallback = (callback) => void listed.then(() => idle(callback));
        new MutationObserver((_, observer) => {
          if (!document.querySelector(".repositories-table tbody th")) return;
          Object.assign(globalThis, { listed: performance.now() });
          observer.disconnect();
          list();
        }).observe(document, { subtree: true, childList: true });
      });
      await page.goto("/repositories", { waitUntil: "networkidle" });
      await page.getByRole("link", { name: "clickstream" }).waitFor();
      const paths = await page.evaluate(() => [
        "/index.html",
        ...performance
          .getEntriesByType("resource")
          .filter((entry) => entry.startTime < globalThis.listed)
          .map((entry) => new URL(entry.name).pathname)
          .filter((path) => !path.startsWith("/api/")),
      ]);
      const sizes = await Promise.all(
        [...new Set(paths)].map(
          async (path) => gzipSync(await readFile(join(root, "www/dist", path)), { level: 9 }).length,
        ),
      );
      const total = sizes.reduce((sum, size) => sum + size, 0) / 1024;
      t.diagnostic(`${total.toFixed(1)} KB in ${sizes.length} files`);
      assert.ok(sizes.length > 3 && total <= 200, `${total} KB: ${paths}`);
      // The chunks of the login form, the list and the audit.
      const scripts = [...new Set(paths)].filter((path) => path.endsWith(".js") && path.startsWith("/assets/"));
      assert.ok(scripts.length <= 4, `a browser has six connections to a host: ${scripts}`);
      const html = await readFile(join(root, "www/dist/index.html"), "utf8");
      assert.equal(html.match(/"[^"]*assets\/[^"]*\.js"/g)?.length, 2, "the login form's are in the HTML");
    } finally {
      await site.close();
    }
  });
});
