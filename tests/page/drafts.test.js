// What is typed and not saved yet, and what is being saved: nobody's change is lost without a word, neither one's own nor another's.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { hold, openSite } from "./site.js";

describe("drafts on the page", { skip: noBrowser }, () => {
  let site;
  let page;
  before(async () => {
    site = await openSite();
    page = await site.newUser();
  });
  after(() => site?.close());
  beforeEach(() => site.client.setBranchProtectionRules("clickstream", [{ pattern: "main" }], { overwrite: true }));
  afterEach(() => assert.deepEqual(site.complaints.splice(0), [], "the page's console"));

  const RULES = "clickstream/settings/branch_protection";
  const list = () => page.getByRole("list", { name: "Rules" });
  const stored = async () => (await site.client.getBranchProtectionRules("clickstream")).rules.map((rule) => rule.pattern).sort();
  const openRules = async () => {
    await page.goto("/repositories/clickstream/settings/branch-protection");
    await list().getByText("main").waitFor();
  };
  const add = async (pattern) => {
    await page.getByLabel("Branch name pattern").fill(pattern);
    await page.getByRole("button", { name: "Add rule" }).click();
    await list().getByText(pattern, { exact: true }).waitFor();
  };
  const save = () => page.getByRole("button", { name: "Save changes" }).click();
  const saved = () => page.getByText("Everything is saved").waitFor();

  const section = (name) => page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click();
  const asksBeforeUnload = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

  test("rules that were saved are in sight while they are read again", async () => {
    await openRules();
    await add("hotfix-*");
    const release = await hold(page, "GET", RULES);
    await save();
    await saved();
    assert.deepEqual(await stored(), ["hotfix-*", "main"]);
    assert.deepEqual(await list().locator("code").allInnerTexts(), ["hotfix-*", "main"]);
    assert.equal(await list().getByText("Not saved").count(), 0);
    release();
  });

  test("rules that were saved and cannot be read again are said to be saved, and more of them can be", async () => {
    await openRules();
    await add("hotfix-*");
    site.lakefs.fail({ status: 403, message: "not now" }, { operation: "getBranchProtectionRules" });
    await save();
    const alert = page.getByRole("alert");
    await alert.getByText("Saved, but the rules could not be read again").waitFor();
    await saved();
    assert.deepEqual(await list().locator("code").allInnerTexts(), ["hotfix-*", "main"]);
    await add("release-*");
    await save();
    await alert.waitFor({ state: "hidden" });
    await saved();
    assert.deepEqual(await stored(), ["hotfix-*", "main", "release-*"]);
  });

  test("after a save that could not be read again another's change is found before it is written over", async () => {
    await openRules();
    await add("hotfix-*");
    site.lakefs.fail({ status: 403, message: "not now" }, { operation: "getBranchProtectionRules" });
    await save();
    await page.getByText("Saved, but the rules could not be read again").waitFor();
    await site.client.setBranchProtectionRules("clickstream", ["main", "hotfix-*", "theirs"].map((pattern) => ({ pattern })), { overwrite: true });
    await add("mine");
    await save();
    await page.getByText("They added theirs").waitFor();
    await save();
    await saved();
    assert.deepEqual(await stored(), ["hotfix-*", "main", "mine", "theirs"]);
  });

  test("rules that are edited while others are being saved are the next draft", async () => {
    await openRules();
    await add("first-*");
    const release = await hold(page, "PUT", RULES);
    await save();
    await add("second-*");
    await page.getByRole("button", { name: "Delete main" }).click();
    release();
    await page.getByText("Not saved: 1 added, 1 removed").waitFor();
    assert.deepEqual(await stored(), ["first-*", "main"]);
    await save();
    await saved();
    assert.deepEqual(await stored(), ["first-*", "second-*"]);
  });

  test("a save that ends while another section is in sight leaves nothing to ask about", async () => {
    await openRules();
    await add("hotfix-*");
    const release = await hold(page, "PUT", RULES);
    await save();
    await section("General");
    await section("Branch protection");
    await page.getByText("Not saved: 1 added").waitFor();
    release();
    await saved();
    assert.deepEqual(await list().locator("code").allInnerTexts(), ["hotfix-*", "main"]);
    assert.equal(await asksBeforeUnload(), false);
  });

  test("a draft is asked about before somebody logs out", async () => {
    const logOut = async () => {
      await page.getByRole("button", { name: /^Account/ }).click();
      await page.getByRole("menuitem", { name: "Log out" }).click();
    };
    await openRules();
    await add("hotfix-*");
    await section("General");
    await logOut();
    const question = page.getByRole("alertdialog", { name: "Log out without saving?" });
    await question.getByText("Branch protection of clickstream").waitFor();
    await question.getByRole("button", { name: "Cancel" }).click();
    await section("Branch protection");
    await page.getByText("Not saved: 1 added").waitFor();
    await logOut();
    await question.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
    assert.equal(await asksBeforeUnload(), false);
    await page.getByLabel("Access key ID").fill(site.credentials.accessKeyId);
    await page.getByLabel("Secret access key").fill(site.credentials.secretAccessKey);
    await page.getByRole("button", { name: "Log in" }).click();
    await saved();
  });

  test("a draft of a repository that is deleted is forgotten", async () => {
    await site.client.createRepository({ name: "short-lived", storage_namespace: "mem://short-lived" });
    await page.goto("/repositories/short-lived/settings/branch-protection");
    await add("hotfix-*");
    await section("General");
    await page.getByRole("button", { name: "Delete repository…" }).click();
    await page.getByLabel("Type short-lived to confirm").fill("short-lived");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete repository" }).click();
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
    assert.equal(await asksBeforeUnload(), false);
  });
});
