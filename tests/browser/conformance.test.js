// The conformance suite in browsers: bundled by esbuild, on lakeFS in memory in the page itself and behind the page's own origin. Headless
// Chromium, and WebKit and Firefox where their drivers are installed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { cases } from "../conformance/index.js";
import { bundle, servePage } from "../support/browser.js";
import { ENGINES } from "../support/engines.js";
import { users } from "../support/users.js";

const entry = fileURLToPath(new URL("./page.js", import.meta.url));

for (const engine of ENGINES) {
  describe(`in ${engine.name}`, { skip: engine.missing }, () => {
    let browser;
    let files;
    before(async () => {
      [browser, files] = await Promise.all([engine.open(), bundle(entry)]);
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
          before(async () => {
            server = await serve(inMemoryLakeFS({ version, users, taskMs: 30 }));
            site = await servePage(files, { behind: server.url });
            page = await browser.open(site.url, "suite");
            await page.call((one) => globalThis.suite.begin(one ?? undefined), inPage ? version : undefined);
          });
          after(async () => {
            await page?.close();
            await site?.close();
            await server?.close();
          });
          for (const [index, { name }] of cases.entries()) {
            test(name, async (t) => {
              const { skipped, failed } = await page.call((one) => globalThis.suite.run(one), index);
              if (skipped) return t.skip(skipped);
              assert.equal(failed, undefined);
            });
          }
          test("nothing was thrown into the page, and no rejection was left alone", async () =>
            assert.deepEqual(await page.call(() => globalThis.suite.end()), []));
        });
      }
    }
  });
}
