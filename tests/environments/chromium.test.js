// Detecting a page in a real browser: frames of all kinds, workers, a file, and an extension.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { chromium } from "playwright-core";
import { browserPath, bundle, launch, noBrowser, servePage } from "../support/browser.js";

const SCRIPT = '<!doctype html><script src="/app.js"></script>';
const ADMIN = { user: "admin" };

describe("in Chromium", { skip: noBrowser }, () => {
  const lakefs = inMemoryLakeFS();
  const { credentials } = lakefs;
  let server;
  let front;
  let browser;
  let page;
  let script;

  before(async () => {
    const entry = fileURLToPath(new URL("probe.js", import.meta.url));
    const files = await bundle(entry, { format: "iife", splitting: false });
    script = files["/app.js"].body;
    server = await serve(lakefs);
    front = await servePage({ ...files, "/": { type: "text/html", body: SCRIPT } }, { behind: server.url });
    browser = await launch();
    page = await (await browser.newContext()).newPage();
    await page.goto(front.url);
  });
  after(async () => {
    await browser?.close();
    await front?.close();
    await server?.close();
  });

  /** A frame made by this page's code. */
  async function frame(attributes) {
    await page.goto(front.url);
    await page.evaluate(async (given) => {
      const element = document.createElement("iframe");
      element.id = "probe";
      for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
      await new Promise((resolve) => {
        element.onload = resolve;
        document.body.append(element);
      });
    }, attributes);
    return (await page.$("#probe")).contentFrame();
  }

  test("a page: its server, with the browser's cookie", async () => {
    assert.deepEqual(await page.evaluate((given) => globalThis.probe.defaults(given), credentials), ADMIN);
  });

  test("<iframe srcdoc>: the server of the page around it", async () => {
    const inside = await frame({ srcdoc: SCRIPT });
    assert.deepEqual(await inside.evaluate((given) => globalThis.probe.defaults(given), credentials), ADMIN);
    const { relative } = await inside.evaluate(() => globalThis.probe.explicit());
    assert.equal(relative, "accepted");
  });

  test("a sandboxed frame: the server that it came from, which does not know its origin", async () => {
    const inside = await frame({ src: "/", sandbox: "allow-scripts" });
    const { sent } = await inside.evaluate(() => globalThis.probe.explicit());
    assert.equal(sent[0][0], `${front.url}/api/v1/user`);
    const { code } = await inside.evaluate((given) => globalThis.probe.defaults(given), credentials);
    assert.equal(code, "connection_failed");
  });

  /** Asks a worker that the page starts. */
  const ask = (start) =>
    page.evaluate(
      async ([text, given]) => {
        const target = await new Function(`return (${text})()`)();
        const { port1, port2 } = new MessageChannel();
        const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
        target.postMessage(["defaults", given], [port2]);
        return answered;
      },
      [String(start), credentials],
    );

  const WORKERS = {
    "a dedicated worker": () => new Worker("/app.js"),
    "a module worker": () => new Worker("/app.js", { type: "module" }),
    "a shared worker": () => new SharedWorker("/app.js").port,
    "a worker made of a Blob": async () => {
      const text = await (await fetch("/app.js")).text();
      return new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    },
    "a service worker": async () => {
      const registration = await navigator.serviceWorker.register("/app.js");
      const worker = registration.active ?? registration.installing ?? registration.waiting;
      if (worker.state !== "activated")
        await new Promise((resolve) => {
          worker.onstatechange = () => worker.state === "activated" && resolve();
        });
      return worker;
    },
  };
  for (const [name, start] of Object.entries(WORKERS)) {
    test(`${name}: the page's server, with the browser's cookie`, async () => {
      await page.goto(front.url);
      assert.deepEqual(await ask(start), ADMIN);
    });
  }

  /** A folder with a page and the script. */
  async function folder(t, files) {
    const directory = await mkdtemp(join(tmpdir(), "lakefs-wasm-page-"));
    t.after(() => rm(directory, { recursive: true, force: true }));
    const all = { "page.html": '<!doctype html><script src="app.js"></script>', "app.js": script, ...files };
    for (const [name, body] of Object.entries(all)) await writeFile(join(directory, name), body);
    return directory;
  }

  const NOWHERE = {
    sent: [
      ["http://localhost:8000/api/v1/user", "omit"],
      ["https://lakefs.example/api/v1/user", "include"],
    ],
    value: "options.auth.value is not allowed here: the browser holds the cookie and sends it",
    relative:
      "options.endpoint must begin with https:// or http://; it can be relative only where the page has an http(s) origin",
  };

  test("a page from a file has no server of its own, and a browser", async (t) => {
    const directory = await folder(t, {});
    await page.goto(pathToFileURL(join(directory, "page.html")).href);
    assert.deepEqual(await page.evaluate(() => globalThis.probe.explicit()), NOWHERE);
  });

  test("an extension has no server of its own, and the cookies of those that it may ask", async (t) => {
    const manifest = {
      manifest_version: 3,
      name: "probe",
      version: "1",
      host_permissions: ["http://127.0.0.1/*"],
      content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'" },
      background: { service_worker: "app.js" },
    };
    const directory = await folder(t, { "manifest.json": JSON.stringify(manifest) });
    const profile = await mkdtemp(join(tmpdir(), "lakefs-wasm-profile-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: browserPath,
      headless: true,
      ignoreDefaultArgs: ["--disable-extensions"],
      args: [
        "--headless=new",
        "--no-sandbox",
        `--disable-extensions-except=${directory}`,
        `--load-extension=${directory}`,
      ],
    });
    t.after(async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    });
    const tab = await context.newPage();
    await tab.goto(front.url);
    assert.deepEqual(await tab.evaluate((given) => globalThis.probe.defaults(given), credentials), ADMIN);
    const [worker = await context.waitForEvent("serviceworker", { timeout: 20_000 })] = context.serviceWorkers();
    await tab.goto(new URL("page.html", worker.url()).href);
    for (const place of [tab, worker]) {
      assert.deepEqual(await place.evaluate(() => globalThis.probe.explicit()), NOWHERE);
      assert.equal(await place.evaluate((endpoint) => globalThis.probe.whoIs(endpoint), front.url), "admin");
    }
  });
});
