// Every flow by keyboard only: the focus is always where the next key belongs.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { openSite } from "./site.js";

describe("by keyboard alone", { skip: noBrowser }, () => {
  let site;
  let page;
  before(async () => {
    site = await openSite();
    page = await site.newPage();
    await page.goto("/");
    await page.getByRole("button", { name: "Log in" }).waitFor();
  });
  after(() => site?.close());
  afterEach(() => assert.deepEqual(site.consoleErrors.splice(0), [], "the page's console"));

  const press = (...keys) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const type = (text) => page.keyboard.type(text);
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      return (
        element?.getAttribute("aria-label") ??
        (element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : undefined) ??
        element?.textContent ??
        ""
      );
    });
  /** Presses Tab until an element with this name has the focus. */
  async function tabTo(name, key = "Tab") {
    const seen = [];
    for (let count = 0; count < 60; count++) {
      const now = (await focused()).trim();
      if (typeof name === "string" ? now === name : name.test(now)) return;
      seen.push(now.slice(0, 40));
      await press(key);
    }
    assert.fail(`no ${name} among ${seen.join(" | ")}`);
  }

  /** The focus returns a moment after a dialog or menu has closed. */
  async function isOn(name) {
    for (let count = 0; count < 40; count++) {
      const now = (await focused()).trim();
      if (typeof name === "string" ? now === name : name.test(now)) return;
      await page.waitForTimeout(50);
    }
    assert.fail(`the focus is on ${(await focused()).slice(0, 60)}, not on ${name}`);
  }

  /** After two frames, an element that is removed has lost the focus. */
  async function staysOn(name) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await isOn(name);
  }

  test("a user logs in, and can skip the header", async () => {
    await press("Tab");
    assert.equal(await focused(), "Skip to content");
    await press("Enter");
    assert.match(await focused(), /Manage lakeFS repositories/);
    await tabTo("Access key ID");
    await type(site.credentials.accessKeyId);
    await press("Tab");
    await type(site.credentials.secretAccessKey);
    await press("Enter");
    await page.getByRole("link", { name: "clickstream" }).waitFor();
  });

  test("a repository is created, and the focus is on its heading", async () => {
    await tabTo("Create repository");
    await press("Enter");
    await page.getByRole("dialog").waitFor();
    await isOn("Repository ID");
    await type("by-keyboard");
    await press("Enter");
    await page.getByRole("heading", { level: 1, name: "by-keyboard" }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  });

  test("a dialog keeps the focus, Escape closes it, and the focus returns to the button that opened it", async () => {
    await tabTo("Delete repository…");
    await press("Enter");
    await page.getByRole("alertdialog").waitFor();
    await isOn("Type by-keyboard to confirm");
    for (let count = 0; count < 8; count++) {
      assert.equal(
        await page.evaluate(() => document.querySelector('[role="alertdialog"]')?.contains(document.activeElement)),
        true,
      );
      await press("Tab");
    }
    await press("Escape");
    await page.getByRole("alertdialog").waitFor({ state: "hidden" });
    await isOn("Delete repository…");
  });

  test("branches are protected, rules edited and saved", async () => {
    await tabTo("Branch protection", "Shift+Tab");
    await press("Enter");
    await page.getByText("No branch is protected").waitFor();
    await tabTo("Branch name pattern");
    await type("main");
    await press("Enter");
    await page.getByRole("list", { name: "Rules" }).getByText("main").waitFor();
    assert.equal(await focused(), "Branch name pattern", "ready for the next one");
    await tabTo("Edit main");
    await press("Enter");
    assert.equal(await focused(), "New pattern for main");
    await type("trunk");
    await press("Enter");
    await page.getByRole("list", { name: "Rules" }).getByText("trunk").waitFor();
    await tabTo("Save changes");
    await press("Enter");
    await page.getByText("No unsaved changes").waitFor();
    assert.deepEqual((await site.client.getBranchProtectionRules("by-keyboard")).rules, [{ pattern: "trunk" }]);
    await staysOn("Save changes");
  });

  test("after a rule is removed, kept, renamed or left unchanged, it or the next one has the focus", async () => {
    await tabTo("Delete trunk", "Shift+Tab");
    await press("Enter");
    await isOn("Keep trunk");
    await press("Enter");
    await isOn("Delete trunk");
    await tabTo("Edit trunk", "Shift+Tab");
    await press("Enter");
    await isOn("New pattern for trunk");
    await press("Escape");
    await isOn("Edit trunk");
    await press("Enter");
    await tabTo("Cancel");
    await press("Enter");
    await isOn("Edit trunk");
    await press("Enter");
    await type("renamed");
    await press("Enter");
    await isOn("Edit renamed");
    await tabTo("Discard");
    await press("Enter");
    await page.getByText("No unsaved changes").waitFor();
    await staysOn("Discard");
    await tabTo("Branch name pattern", "Shift+Tab");
    await type("new-*");
    await press("Enter");
    await tabTo("Delete new-*");
    await press("Enter");
    await isOn("Delete trunk");
    await press("Enter");
    await tabTo("Save changes");
    await press("Enter");
    await page.getByText("No branch is protected").waitFor();
    await tabTo("Branch name pattern", "Shift+Tab");
    await type("only");
    await press("Enter");
    await tabTo("Delete only");
    await press("Enter");
    await isOn("Branch name pattern");
  });

  test("a policy is set, shown as JSON with the arrow keys, and saved", async () => {
    await tabTo("Retention", "Shift+Tab");
    await press("Enter");
    await page.getByText("No retention policy").waitFor();
    await tabTo("Keep 21 days…");
    await press("Enter");
    await isOn("Default retention, in days");
    await tabTo("Form", "Shift+Tab");
    await press("ArrowRight");
    await page.getByLabel("Policy as JSON").waitFor();
    await press("ArrowLeft");
    await page.getByLabel("Default retention, in days").waitFor();
    await tabTo("Default retention, in days");
    await press("Control+a");
    await type("5");
    await press("Enter");
    await page.getByRole("row", { name: /All branches 5 days/ }).waitFor();
    await isOn("Edit policy");
    assert.equal((await site.client.getGCRules("by-keyboard")).default_retention_days, 5);
  });

  test("the editor of a policy keeps the focus until it is closed", async () => {
    await press("Enter");
    await isOn("Default retention, in days");
    await tabTo("Add a branch");
    await press("Enter");
    await isOn("Branch");
    await tabTo("Add a branch");
    await press("Enter");
    await isOn("Branch");
    await tabTo("Remove the rule for this branch", "Shift+Tab");
    await press("Enter");
    await isOn("Remove the rule for this branch");
    await press("Enter");
    await isOn("Add a branch");
    await tabTo("Form", "Shift+Tab");
    await press("ArrowRight");
    await tabTo("Policy as JSON");
    await type("not JSON");
    await tabTo("Save policy");
    await press("Enter");
    await isOn("Policy as JSON");
    await tabTo("Discard changes");
    await press("Enter");
    await isOn("Edit policy");
  });

  test("a backup is made and copied", async () => {
    await tabTo("Backup", "Shift+Tab");
    await press("Enter");
    await page.getByRole("button", { name: "Back up now" }).waitFor();
    await tabTo("Back up now");
    await press("Enter");
    await page.getByText("The backup is done.").waitFor();
    await isOn(/^The backup is done/);
    await tabTo("Copy the backup");
    await press("Enter");
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /commits_meta_range_id/);
    await tabTo("Back up again");
    await press("Enter");
    await isOn("Back up now");
  });

  test("the API calls are opened and closed, and the focus returns to their button", async () => {
    await tabTo(/^API calls/, "Shift+Tab");
    await press("Enter");
    await page.getByText('await lakefs.dumpSubmit("by-keyboard");').waitFor();
    await tabTo("Close API calls");
    await press("Enter");
    await page.getByRole("heading", { name: "API calls made by this page" }).waitFor({ state: "hidden" });
    await isOn(/^API calls/);
  });

  test("a repository is deleted from the list", async () => {
    await tabTo("Repositories");
    await press("Enter");
    await page.getByRole("searchbox").waitFor();
    await tabTo("Search repositories");
    await type("by-key");
    await page.getByText(/^1 of \d+ repositories$/).waitFor();
    await tabTo("Actions for by-keyboard");
    await press("Enter");
    await page.getByRole("menuitem", { name: "Delete…" }).waitFor();
    await press("End", "Enter");
    await page.getByRole("alertdialog").waitFor();
    await tabTo("Type by-keyboard to confirm");
    await type("by-keyboard");
    await press("Enter");
    await page.getByText("No repositories match “by-key”").waitFor();
    await isOn("Repositories");
  });

  test("the focus stays in the view when the focused element is removed", async () => {
    await tabTo("Show all repositories");
    await press("Enter");
    await isOn("Search repositories");
    await page.getByRole("link", { name: "clickstream" }).waitFor();
    site.lakefs.fail({ status: 501 }, { operation: "listRepositories" });
    await tabTo("Refresh");
    await press("Enter");
    await page.getByText("lakeFS had an internal error").waitFor();
    await tabTo("Try again");
    await press("Enter");
    await page.getByRole("alert").waitFor({ state: "hidden" });
    await isOn("Repositories");
    site.lakefs.fail({ status: 501 }, { operation: "getRepositoryMetadata" });
    await tabTo("clickstream");
    await press("Enter");
    await isOn("clickstream");
    await tabTo("Metadata");
    await press("Enter");
    await page.getByText("lakeFS had an internal error").waitFor();
    await tabTo("Try again");
    await press("Enter");
    await page.getByRole("heading", { name: "No metadata" }).waitFor();
    await isOn("clickstream");
  });

  test("the account menu opens with the arrow key, and the user logs out", async () => {
    await tabTo("Account: admin", "Shift+Tab");
    await press("Enter");
    await page.getByRole("menuitem", { name: "Log out" }).waitFor();
    await press("Escape");
    await isOn("Account: admin");
    await press("ArrowDown");
    await isOn(/System theme/);
    await press("End");
    await isOn(/Log out/);
    await press("Enter");
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await isOn("Manage lakeFS repositories");
  });

  test("an incomplete login focuses the missing field, a successful one the heading of the next view", async () => {
    await tabTo("Log in");
    await press("Enter");
    await isOn("Access key ID");
    await type(site.credentials.accessKeyId);
    await press("Enter");
    await isOn("Secret access key");
    await type(site.credentials.secretAccessKey);
    await press("Enter");
    await page.getByRole("heading", { name: "No metadata" }).waitFor();
    await isOn("clickstream");
  });

  test("a backup is chosen, and restored, and another one chosen", async () => {
    const id = "0".repeat(64);
    const refs = { commits_meta_range_id: id, tags_meta_range_id: id, branches_meta_range_id: id };
    await page.goto("/restore");
    await page.getByText("Paste a backup").waitFor();
    await tabTo("Paste a backup");
    await press("Enter");
    await tabTo("Backup as JSON");
    await page.keyboard.insertText(JSON.stringify(refs));
    await tabTo("Use this");
    await press("Enter");
    await isOn("Repository ID");
    await type("by-keyboard");
    await tabTo("Storage namespace");
    await type("mem://by-keyboard");
    await press("Enter");
    await isOn(/^(Restoring…|The restore stopped)$/);
    await page.getByRole("heading", { name: "The restore stopped" }).waitFor();
    await tabTo("Change the target");
    await press("Enter");
    await isOn("Repository ID");
    await tabTo("Choose another backup", "Shift+Tab");
    await press("Enter");
    await isOn("Choose a backup file");
  });
});
