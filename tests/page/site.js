import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { serveDemo } from "../../tools/demo-server.js";
import { sampleLakeFS } from "../../www/src/samples.js";
import { launch } from "../support/browser.js";
import { root } from "../support/project.js";
import { isThorough } from "../support/thorough.js";

const SCREENSHOTS = join(root, "target/screenshots");

/**
 * The page as `cargo xtask demo` serves it, on a lakeFS in memory, and a browser to use it with.
 *
 * @param {{ samples?: boolean, taskMs?: number, version?: "1.84" | "1.12" }} [options]
 */
export async function openSite({ samples = true, taskMs = 0, version = "1.84" } = {}) {
  const lakefs = samples ? (await sampleLakeFS({ taskMs, version })).server : inMemoryLakeFS({ taskMs, version });
  const server = await serve(lakefs);
  const client = new LakeFSClient({ endpoint: server.url, auth: lakefs.auth });
  const site = await openInFrontOf(server.url, lakefs.credentials).catch(async (error) => {
    await server.close(); // else the tests would wait for it instead of failing
    throw error;
  });
  return {
    ...site,
    lakefs,
    client,
    async close() {
      await site.close();
      await server.close();
    },
  };
}

/**
 * Opens one site for all tests of a suite, with a page that is logged in, and hands both over before the first test. After each test the
 * console must be free of errors.
 *
 * @param {(site: any, page: any) => unknown} handOver
 * @param {Parameters<typeof openSite>[0]} [options]
 */
export function useSite(handOver, options) {
  let site;
  before(async () => {
    site = await openSite(options);
    await handOver(site, await site.newUser());
  });
  after(() => site?.close());
  afterEach(() => assert.deepEqual(site.consoleErrors.splice(0), [], "errors in the console"));
}

/** Opens the page in front of a given lakeFS. */
export async function openInFrontOf(url, credentials) {
  const demo = await serveDemo({ lakefs: url });
  const browser = await launch();
  const consoleErrors = [];

  /** A page in a fresh browser context; its console errors are recorded. */
  async function newPage(options = {}) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      permissions: ["clipboard-read", "clipboard-write"],
      baseURL: demo.url,
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    watch(page);
    return page;
  }

  function watch(page) {
    page.on("pageerror", (error) => consoleErrors.push(String(error.stack)));
    // The browser also writes failed responses to the console.
    page.on(
      "console",
      (message) =>
        message.type() === "error" &&
        !message.text().startsWith("Failed to load resource") &&
        consoleErrors.push(message.text()),
    );
  }

  async function logIn(page, path = "/") {
    await page.goto(path);
    await page.getByLabel("Access key ID").fill(credentials.accessKeyId);
    await page.getByLabel("Secret access key").fill(credentials.secretAccessKey);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: /^Account/ }).waitFor();
  }

  return {
    url: demo.url,
    browser,
    credentials,
    consoleErrors,
    newPage,
    watch,
    logIn,
    /** A new page with a login, at an address. */
    async newUser(path = "/repositories", options = {}) {
      const page = await newPage(options);
      await logIn(page, path);
      return page;
    },
    async close() {
      await browser.close();
      await demo.close();
    },
  };
}

/** Navigates as a link of the page does, which is faster than a reload. It keeps drafts, which `page.goto` does not. */
export async function navigate(page, address) {
  await page.evaluate((address) => {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }, address);
}

/** Opens the menu of a repository in the list and chooses from it. */
export async function choose(page, id, item) {
  await page.getByRole("button", { name: `Actions for ${id}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Holds requests of one kind back; returns a function that releases them. */
export async function hold(page, method, url) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(url, async (route) => {
    if (route.request().method() === method) await held;
    await route.fallback();
  });
  return async () => {
    release();
    await page.unroute(url);
  };
}

/** Waits until the page has drawn two frames. */
export const drawn = (page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Resizes the window, and waits until the page has drawn the new layout, as of an open menu. */
export async function resize(page, size) {
  await page.setViewportSize(size);
  await drawn(page);
}

/** Takes a screenshot for people to look at; with THOROUGH=1. */
export async function picture(page, name) {
  if (!isThorough) return;
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** Loads the list in a window of this size and selects all repositories; returns the bar of their actions. */
export async function selectAll(page, width, height) {
  await resize(page, { width, height });
  await page.goto("/repositories");
  await page.getByLabel(/^Select all/).check();
  return page.getByRole("region", { name: "Selected repositories" });
}
