// One walk through all of the page, against each in-memory lakeFS, and a real one when LAKEFS_URL is set.
import assert from "node:assert/strict";
import { env } from "node:process";
import { after, before, describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { noBrowser } from "../support/browser.js";
import { choose, openInFrontOf } from "./site.js";

const { LAKEFS_URL, LAKEFS_ACCESS_KEY_ID, LAKEFS_SECRET_ACCESS_KEY } = env;
const servers = [
  // An old version, on another kind of object store than in the other tests.
  {
    name: "in memory, as 1.12 with a bucket",
    lakefs: inMemoryLakeFS({ version: "1.12", blockstore: "s3", taskMs: 200 }),
  },
  ...(LAKEFS_URL
    ? [
        {
          name: "real",
          url: LAKEFS_URL,
          credentials: { accessKeyId: LAKEFS_ACCESS_KEY_ID, secretAccessKey: LAKEFS_SECRET_ACCESS_KEY },
        },
      ]
    : []),
];

for (const { name, lakefs, ...real } of servers) {
  describe(`a walk through the page on a lakeFS ${name}`, { skip: noBrowser }, () => {
    const run = Math.random().toString(36).slice(2, 8);
    const [id, copy] = [`walk-${run}`, `walk-${run}-copy`];
    let served;
    let site;
    let page;
    let client;
    before(async () => {
      served = lakefs && (await serve(lakefs));
      const url = served?.url ?? real.url;
      const credentials = lakefs?.credentials ?? real.credentials;
      client = new LakeFSClient({ endpoint: url, auth: { type: "basic", ...credentials } });
      site = await openInFrontOf(url, credentials);
      page = await site.newUser();
    });
    after(async () => {
      for (const repository of [id, copy]) await client?.deleteRepository(repository, { force: true }).catch(() => {});
      await site?.close();
      await served?.close();
    });

    const section = (link) =>
      page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: link }).click();

    test("creates a repository on a namespace of the server", async () => {
      await page.getByRole("button", { name: "Create repository" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Repository ID").fill(id);
      const namespace = dialog.getByLabel("Storage namespace");
      if ((await namespace.inputValue()) === "") {
        await namespace.fill("gs://wrong");
        await dialog.getByText(/^Must (start with|match) /).waitFor();
        await namespace.fill(`s3://bucket/${id}`);
      }
      await dialog.getByRole("button", { name: "Create repository" }).click();
      await page.getByRole("heading", { level: 1, name: id }).waitFor();
    });

    test("protects branches, the first rule and then another", async () => {
      await section("Branch protection");
      for (const pattern of ["main", "release-*"]) {
        await page.getByLabel("Branch name pattern").fill(pattern);
        await page.getByRole("button", { name: "Add rule" }).click();
        await page.getByRole("button", { name: "Save changes" }).click();
        await page.getByText("No unsaved changes").waitFor();
      }
      assert.deepEqual((await client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort(), [
        "main",
        "release-*",
      ]);
    });

    test("sees changes that somebody else saved meanwhile, and merges", async () => {
      await client.setBranchProtectionRules(id, [{ pattern: "theirs" }], { overwrite: true });
      await page.getByLabel("Branch name pattern").fill("mine");
      await page.getByRole("button", { name: "Add rule" }).click();
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.getByText("They added theirs").waitFor();
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.getByText("No unsaved changes").waitFor();
      assert.deepEqual((await client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort(), [
        "mine",
        "theirs",
      ]);
    });

    test("sets, changes and deletes a retention policy", async () => {
      await section("Retention");
      await page.getByRole("button", { name: "Keep 21 days…" }).click();
      await page.getByLabel("Default retention, in days").fill("5");
      await page.getByRole("button", { name: "Add a branch" }).click();
      await page.getByLabel("Branch", { exact: true }).fill("main");
      await page.getByRole("button", { name: "Save policy" }).click();
      await page.getByRole("button", { name: "Edit policy" }).click();
      await page.getByRole("button", { name: "Remove the rule for main" }).click();
      await page.getByRole("button", { name: "Save policy" }).click();
      await page.getByRole("button", { name: "Save shorter retention" }).click();
      await page.getByRole("button", { name: "Edit policy" }).waitFor();
      await page.reload();
      await page.getByRole("row", { name: /All branches 5 days/ }).waitFor();
      await page.getByRole("button", { name: "Delete policy" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Delete policy" }).click();
      await page.getByText("No retention policy").waitFor();
    });

    test("shows metadata", async () => {
      await section("Metadata");
      await page.getByRole("heading", { name: "No metadata" }).waitFor();
    });

    test("backs up, and restores under another name with the rules", async () => {
      await section("Backup");
      await page.getByRole("button", { name: "Back up now" }).click();
      await page.getByText("The backup is done.").waitFor();
      await page.getByRole("link", { name: "Restore a backup…" }).click();
      await page.getByRole("button", { name: new RegExp(`^Use the backup of ${id},`) }).click();
      const target = page.getByRole("region", { name: "2. Restore as" });
      await target.getByLabel("Repository ID").fill(copy);
      await target.getByLabel("Use the same namespace anyway").check();
      await target.getByRole("button", { name: "Restore" }).click();
      await page.getByRole("heading", { name: `Restored ${copy}` }).waitFor();
      assert.deepEqual((await client.getBranchProtectionRules(copy)).rules.map((rule) => rule.pattern).sort(), [
        "mine",
        "theirs",
      ]);
    });

    test("finds both, deletes them, and logs out", async () => {
      await page.getByRole("link", { name: "Repositories", exact: true }).click();
      await page.getByRole("searchbox").fill(id);
      await page.getByText(/^2 (of \d+ )?repositories$/).waitFor();
      for (const repository of [copy, id]) {
        await choose(page, repository, "Delete…");
        await page.getByLabel(`Type ${repository} to confirm`).fill(repository);
        await page.getByRole("alertdialog").getByRole("button", { name: "Delete repository" }).click();
        await page.getByRole("alertdialog").waitFor({ state: "hidden" });
      }
      await page.getByText(/^No repositories (match|yet)/).waitFor();
      await page.getByRole("button", { name: /^Account/ }).click();
      await page.getByRole("menuitem", { name: "Log out" }).click();
      await page.getByRole("button", { name: "Log in" }).waitFor();
      assert.deepEqual(site.consoleErrors, []);
    });
  });
}
