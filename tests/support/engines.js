// The engines of browsers, with one interface: Chromium through Playwright, WebKit and Firefox through the system's WebDriver.
import { launch, noBrowser } from "./browser.js";
import { openEngine, ENGINES as WEBDRIVERS } from "./webdriver.js";

/**
 * @typedef {object} Page
 * @property {(run: (argument: any) => unknown, argument?: unknown) => Promise<any>} call  runs a function in the page, with a JSON value
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {string | false} missing  why it cannot run here
 * @property {number} pagesAtOnce  how many pages tests may use at a time; most tests wait
 * @property {() => Promise<{ open(url: string, global: string): Promise<Page>, close(): Promise<void> }>} open  `open` waits until the page has set a global
 */

/** @type {Engine} */
const chromium = {
  name: "Chromium",
  missing: noBrowser,
  pagesAtOnce: 3,
  async open() {
    const browser = await launch();
    return {
      async open(url, global) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(url);
        await page.waitForFunction((name) => name in globalThis, global);
        return { call: (run, argument) => page.evaluate(run, argument), close: () => context.close() };
      },
      close: () => browser.close(),
    };
  },
};

/** One window for all pages: they have no storage but cookies, which are deleted. */
function webdriver(engine) {
  if (engine.missing) console.error(`\n*** ${engine.missing}; nothing is tested in it ***\n`);
  return {
    name: engine.name,
    missing: engine.missing,
    pagesAtOnce: 1,
    async open() {
      const browser = await openEngine(engine);
      return {
        async open(url, global) {
          await browser.goto(url);
          await browser.deleteCookies();
          const end = Date.now() + 60_000;
          while (!(await browser.call((name) => name in globalThis, global))) {
            if (Date.now() > end) throw new Error(`${url} has not set ${global}`);
          }
          return { call: browser.call, close: () => browser.goto("about:blank") };
        },
        close: browser.close,
      };
    },
  };
}

/** @type {Engine[]} */
export const ENGINES = [chromium, ...WEBDRIVERS.map(webdriver)];
