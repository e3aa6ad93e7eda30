// An administrator's tasks on the page in engines other than Chromium.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { serve } from "lakefs-wasm/testing/node";
import { serveDemo } from "../../tools/demo-server.js";
import { sampleLakeFS } from "../../www/src/samples.js";
import { ENGINES, openEngine } from "../support/webdriver.js";

const button = (text) => `//button[normalize-space()=${JSON.stringify(text)} or @aria-label=${JSON.stringify(text)}]`;
const text = (words) => `//*[contains(normalize-space(text()), ${JSON.stringify(words)})]`;
const field = (label) => `//input[@id=//label[normalize-space()=${JSON.stringify(label)}]/@for]`;

for (const engine of ENGINES) {
  if (engine.missing) console.error(`\n*** ${engine.missing}; the page is not tested in it ***\n`);
  describe(`the page in ${engine.name}`, { skip: engine.missing }, () => {
    test("logs in, finds what is unprotected, protects it, backs up and restores", async () => {
      const { server } = await sampleLakeFS();
      const served = await serve(server);
      const demo = await serveDemo({ lakefs: served.url });
      const browser = await openEngine(engine);
      try {
        await browser.goto(demo.url);
        await browser.fill(field("Access key ID"), server.credentials.accessKeyId);
        await browser.fill(field("Secret access key"), server.credentials.secretAccessKey);
        await browser.click(button("Log in"));
        await browser.click(button("3 default branches unprotected"));
        await browser.click('//input[@aria-label="Select all 3 shown"]');
        await browser.click(button("Protect branches…"));
        await browser.click(button("Apply to 3 repositories"));
        await browser.find(text("3 saved of 3"));
        const client = new LakeFSClient({ endpoint: served.url, auth: server.auth });
        assert.deepEqual((await client.getBranchProtectionRules("images-raw")).rules, [{ pattern: "main" }]);

        await browser.goto(`${demo.url}/repositories/clickstream/backup`);
        await browser.click(button("Back up now"));
        await browser.find(text("The backup is done."));
        await browser.click('//a[normalize-space()="Restore a backup…"]');
        await browser.click('//button[starts-with(normalize-space(), "Use the backup of clickstream")]');
        await browser.fill(field("Repository ID"), "clickstream-again");
        await browser.click(text("Use the same namespace anyway"));
        await browser.click(button("Restore"));
        await browser.find(text("Restored clickstream-again"));
        assert.equal((await client.getBranchProtectionRules("clickstream-again")).rules.length, 2);
      } finally {
        await browser.close();
        await demo.close();
        await served.close();
      }
    });
  });
}
