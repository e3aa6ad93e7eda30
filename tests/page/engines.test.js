// The way of an administrator through the page in the engines that are not Chromium's, on each lakeFS there is: one in memory, and a real one
// when LAKEFS_URL is set.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath, platform } from "node:process";
import { after, before, describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { serveDemo } from "../../tools/demo-server.js";
import { ENGINES, openEngine } from "../support/webdriver.js";

const button = (text) => `//button[normalize-space()=${JSON.stringify(text)} or @aria-label=${JSON.stringify(text)}]`;
const text = (words) => `//*[contains(normalize-space(text()), ${JSON.stringify(words)})]`;
const field = (label) => `//input[@id=//label[normalize-space()=${JSON.stringify(label)}]/@for]`;

const { LAKEFS_URL, LAKEFS_ACCESS_KEY_ID = "", LAKEFS_SECRET_ACCESS_KEY = "" } = env;
const credentials = { accessKeyId: LAKEFS_ACCESS_KEY_ID, secretAccessKey: LAKEFS_SECRET_ACCESS_KEY };
const SERVERS = [
  {
    name: "in memory",
    async open() {
      const lakefs = inMemoryLakeFS();
      const served = await serve(lakefs);
      return { url: served.url, credentials: lakefs.credentials, close: () => served.close() };
    },
  },
  ...(LAKEFS_URL ? [{ name: "that is real", open: async () => ({ url: LAKEFS_URL, credentials, close() {} }) }] : []),
];

describe("a browser that does not start", { skip: platform === "win32" }, () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "driver-"));
  });
  after(() => rm(folder, { recursive: true }));
  const driver = async (name, script) => {
    const path = join(folder, name);
    await writeFile(path, `#!${execPath}\n${script}`, { mode: 0o755 });
    return { name, driver: path, capabilities: {} };
  };

  test("is told apart from one that is slow, with its driver and display", async () => {
    const silent = await driver(
      "silent",
      'require("node:http").createServer(() => {}).listen(Number(process.argv[2].split("=")[1]), "127.0.0.1");',
    );
    await assert.rejects(
      openEngine(silent, { startMs: 1000 }),
      /^Error: silent did not start: .*silent: no session within 1000 ms \(.*DISPLAY/,
    );
    const broken = await driver("broken", "process.exit(3);");
    await assert.rejects(openEngine(broken), /^Error: broken did not start: .*broken: it ended with 3 \(.*DISPLAY/);
    const absent = { name: "absent", driver: join(folder, "absent"), capabilities: {} };
    await assert.rejects(openEngine(absent), /^Error: absent did not start: .*ENOENT/);
  });
});

for (const engine of ENGINES) {
  if (engine.missing) console.error(`\n*** ${engine.missing}; the page is not tested in it ***\n`);
  describe(`the page in ${engine.name}`, { skip: engine.missing }, () => {
    for (const { name, open } of SERVERS)
      test(`finds what is unprotected on a lakeFS ${name}, protects it, sets retention, backs up and restores`, async () => {
        const lakefs = await open();
        const client = new LakeFSClient({ endpoint: lakefs.url, auth: { type: "basic", ...lakefs.credentials } });
        const run = `engines-${Math.random().toString(36).slice(2, 8)}`;
        const ids = [`${run}-one`, `${run}-two`];
        for (const id of ids) await client.createRepository({ name: id, storage_namespace: `mem://${id}` });
        const demo = await serveDemo({ lakefs: lakefs.url });
        const browser = await openEngine(engine);
        try {
          await journey(browser, { demo, client, credentials: lakefs.credentials, run, ids });
        } finally {
          await browser.close();
          for (const id of [...ids, `${run}-again`]) await client.deleteRepository(id, { force: true }).catch(() => {});
          await demo.close();
          await lakefs.close();
        }
      });
  });
}

async function journey(browser, { demo, client, credentials, run, ids: [one, two] }) {
  await browser.goto(`${demo.url}/repositories?search=${run}`);
  await browser.fill(field("Access key ID"), credentials.accessKeyId);
  await browser.fill(field("Secret access key"), credentials.secretAccessKey);
  await browser.click(button("Log in"));
  await browser.click(button("2 default branches unprotected"));
  await browser.click('//input[@aria-label="Select all 2 shown"]');
  await browser.click(button("Protect branches…"));
  await browser.click(button("Apply to 2 repositories"));
  await browser.find(text("2 saved of 2"));
  for (const id of [one, two])
    assert.deepEqual((await client.getBranchProtectionRules(id)).rules, [{ pattern: "main" }]);

  await browser.goto(`${demo.url}/repositories/${one}/settings/retention`);
  await browser.click(button("Keep 21 days…"));
  await browser.click(button("Add a branch"));
  await browser.fill(field("Branch"), "main");
  await browser.click(button("Save policy"));
  await browser.find(button("Edit policy"));
  assert.deepEqual(await client.getGCRules(one), {
    default_retention_days: 21,
    branches: [{ branch_id: "main", retention_days: 28 }],
  });

  await browser.goto(`${demo.url}/repositories/${one}/backup`);
  await browser.click(button("Back up now"));
  await browser.find(text("The backup is done."));
  await browser.click('//a[normalize-space()="Restore a backup…"]');
  await browser.click(`//button[starts-with(normalize-space(), "Use the backup of ${one}")]`);
  await browser.fill(field("Repository ID"), `${run}-again`);
  await browser.click(text("Use the same namespace anyway"));
  await browser.click(button("Restore"));
  await browser.find(text(`Restored ${run}-again`));
  assert.deepEqual((await client.getBranchProtectionRules(`${run}-again`)).rules, [{ pattern: "main" }]);
}
