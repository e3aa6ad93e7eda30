// The hazards that exist in a page, in Chromium, and with THOROUGH=1 in all engines: the same test files as in Node, bundled. Tests that need Node
// (a server, a child process) are skipped.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { servePage } from "../support/browser.js";
import { ENGINES } from "../support/engines.js";
import { isThorough } from "../support/thorough.js";
import { bundleTests } from "./node/plugin.js";

/** Test files, and how many of their tests must run in a page at least: a file whose tests came to be skipped would not be noticed. */
const FILES = {
  "hazards/aborts": 19,
  "hazards/bodies": 12,
  "hazards/caches": 4,
  "hazards/clocks": 8,
  "hazards/corrupted-bodies": 16,
  "hazards/foreign-responses": 15,
  "hazards/foreign-errors": 35,
  "hazards/foreign-members": 8,
  "hazards/maybe-applied": 26,
  "hazards/retries": 21,
  "hazards/throwing-access": 1,
  "hazards/time": 4,
  "hazards/tokens": 8,
  "helpers/repositories": 11,
  "helpers/update": 22,
  "helpers/waits": 15,
  "environments/wrapped": 7,
  arguments: 300,
  "hostile-arguments": 15,
};

/** Tests that make Node look like a page, are about what a page is not, or measure times that a busy browser does not keep. */
const NOT_IN_A_PAGE = [
  "in a page an answer is there with the last byte that was announced",
  "where bytes are not counted as they arrive, an answer ends with its body",
  "outside of pages an answer ends with its body, whatever was announced",
  "cookies and tokens are never mixed",
  "a dump that is done after 20 ms is reported within 150 ms",
  "every status is told, and pauses grow up to pollMs",
];

for (const engine of ENGINES) {
  const skip = engine.missing || (engine.name !== "Chromium" && !isThorough && "runs with THOROUGH=1");
  describe(`in ${engine.name}`, { skip, concurrency: engine.pagesAtOnce }, () => {
    let browser;
    before(async () => {
      browser = await engine.open();
    });
    after(() => browser?.close());

    for (const [file, least] of Object.entries(FILES)) {
      test(file, async (t) => {
        const files = await bundleTests(fileURLToPath(new URL(`../${file}.test.js`, import.meta.url)));
        const site = await servePage(files);
        try {
          const page = await browser.open(site.url, "suite");
          let passed = 0;
          for (const [index, name] of (await page.call(() => globalThis.suite.names())).entries()) {
            await t.test(name, { skip: NOT_IN_A_PAGE.includes(name) && "not in a page" }, async (one) => {
              const { skipped, failed } = await page.call((which) => globalThis.suite.run(which), index);
              if (skipped) return one.skip(skipped);
              assert.equal(failed, undefined);
              passed++;
            });
          }
          await page.close();
          assert.ok(passed >= least, `only ${passed} tests ran in the page`);
        } finally {
          await site.close();
        }
      });
    }
  });
}
