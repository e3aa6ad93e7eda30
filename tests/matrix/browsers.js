// The browsers of the matrix: each reads a page's outcome in its own session.
import { existsSync } from "node:fs";
import { launch, noBrowser } from "../support/browser.js";
import { ENGINES } from "../support/engines.js";
import { tool } from "./project.js";

const FIREFOXES = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

const firefoxPath = process.env.FIREFOX ?? FIREFOXES.find((path) => existsSync(path));

const webkit = ENGINES.find(({ name }) => name === "WebKit");

/** Why the cells in a browser are skipped; in CI they fail instead. */
export const skipped = {
  chromium: noBrowser,
  webkit: webkit?.missing && process.env.CI ? false : webkit?.missing,
  firefox: firefoxPath || process.env.CI ? false : "NO FIREFOX: install one, or name one with FIREFOX=/path/to/firefox",
};

/** @returns {Promise<{ ask(url: string, key: object): Promise<{ outcome: object, consoleErrors: string[] }>, close(): Promise<void> }>} */
export const openBrowser = (name) =>
  name === "firefox" ? openFirefox() : name === "webkit" ? openWebKit() : openChromium();

async function openChromium() {
  const browser = await launch();
  return {
    async ask(url, key) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const consoleErrors = [];
      page.on("pageerror", (error) => consoleErrors.push(String(error)));
      page.on("console", (message) => message.type() === "error" && consoleErrors.push(message.text()));
      try {
        await page.goto(url);
        await page
          .waitForFunction(() => "outcome" in globalThis, undefined, { timeout: 300_000 })
          .catch((error) => {
            throw new Error(`the app did not start: ${error.message}\n${consoleErrors.join("\n")}`);
          });
        return { outcome: await page.evaluate((one) => globalThis.outcome(one), key), consoleErrors };
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** Through WebDriver BiDi: Playwright only drives a Firefox of its own. */
async function openFirefox() {
  if (!firefoxPath) throw new Error("no Firefox: install one, or name one with FIREFOX=/path/to/firefox");
  const puppeteer = await tool("puppeteer-core", "24.43.1");
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefoxPath, headless: true });
  return {
    async ask(url, key) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      try {
        await page.goto(url);
        await page.waitForFunction("'outcome' in globalThis", { timeout: 300_000 });
        return { outcome: await page.evaluate((one) => globalThis.outcome(one), key), consoleErrors: [] };
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

async function openWebKit() {
  const browser = await webkit?.open();
  if (!browser) throw new Error("no WebKit");
  return {
    async ask(url, key) {
      const page = await browser.open(url, "outcome");
      const outcome = await page.call((one) => globalThis.outcome(one), key);
      await page.close();
      return { outcome, consoleErrors: [] };
    },
    close: () => browser.close(),
  };
}
