// The conformance suite in headless Chromium: bundled by esbuild, on lakeFS in memory in the page itself and behind the page's own origin.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { cases } from "../conformance/index.js";
import { bundle, launch, noBrowser, servePage } from "../support/browser.js";
import { users } from "../support/users.js";

const entry = fileURLToPath(new URL("./page.js", import.meta.url));

describe("in Chromium", { skip: noBrowser }, () => {
  let browser;
  let files;
  before(async () => {
    [browser, files] = await Promise.all([launch(), bundle(entry)]);
  });
  after(() => browser?.close());

  for (const version of ["1.84", "1.12"]) {
    for (const [where, inPage] of [
      ["in the page", true],
      ["behind the page's origin", false],
    ]) {
      describe(`on lakeFS ${version} in memory, ${where}`, () => {
        let server;
        let site;
        let page;
        const complaints = [];
        before(async () => {
          server = await serve(inMemoryLakeFS({ version, users, taskMs: 30 }));
          site = await servePage(files, { behind: server.url });
          page = await (await browser.newContext()).newPage();
          page.on("pageerror", (error) => complaints.push(String(error)));
          await page.goto(site.url);
          await page.waitForFunction(() => "suite" in globalThis);
          await page.evaluate((one) => globalThis.suite.begin(one), inPage ? version : undefined);
        });
        after(async () => {
          await page?.evaluate(() => globalThis.suite.end());
          await page?.context().close();
          await site?.close();
          await server?.close();
        });
        for (const [index, { name }] of cases.entries()) {
          test(name, async (t) => {
            const { skipped, failed } = await page.evaluate((one) => globalThis.suite.run(one), index);
            if (skipped) return t.skip(skipped);
            assert.equal(failed, undefined);
          });
        }
        test("nothing was thrown into the page, and no rejection was left alone", () =>
          assert.deepEqual(complaints, []));
      });
    }
  }
});
