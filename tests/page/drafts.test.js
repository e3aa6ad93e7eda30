// Unsaved input and pending saves: no change is lost silently, neither the user's nor another's.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { hold, useSite } from "./site.js";

describe("drafts on the page", { skip: noBrowser }, () => {
  let site;
  let page;
  useSite((...opened) => {
    [site, page] = opened;
  });
  beforeEach(async () => {
    await site.client.setBranchProtectionRules("clickstream", [{ pattern: "main" }], { overwrite: true });
    await site.client.setGCRules("clickstream", { default_retention_days: 7, branches: [] });
  });

  const RULES = "**/api/v1/repositories/clickstream/settings/branch_protection";
  const POLICY = "**/api/v1/repositories/clickstream/settings/gc_rules";
  const list = () => page.getByRole("list", { name: "Rules" });
  const stored = async () =>
    (await site.client.getBranchProtectionRules("clickstream")).rules.map((rule) => rule.pattern).sort();
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
  const saved = () => page.getByText("No unsaved changes").waitFor();

  const days = () => page.getByLabel("Default retention, in days");
  const openEditor = async () => {
    await page.goto("/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await days().waitFor();
  };
  const policySaved = () => page.getByRole("button", { name: "Edit policy" }).waitFor();
  const cancel = () => page.getByRole("button", { name: /^(Cancel|Discard changes)$/ });
  const savePolicy = () => page.getByRole("button", { name: "Save policy" });
  const section = (name) => page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click();
  const asksBeforeUnload = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

  test("saved rules stay visible while they are read again", async () => {
    await openRules();
    await add("hotfix-*");
    const release = await hold(page, "GET", RULES);
    await save();
    await saved();
    assert.deepEqual(await stored(), ["hotfix-*", "main"]);
    assert.deepEqual(await list().locator("code").allInnerTexts(), ["hotfix-*", "main"]);
    assert.equal(await list().getByText("Added").count(), 0);
    await release();
  });

  test("saved rules that cannot be read again are reported as saved, and can be edited further", async () => {
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

  test("after a save whose rules could not be read again, changes of others are found before the next write", async () => {
    await openRules();
    await add("hotfix-*");
    site.lakefs.fail({ status: 403, message: "not now" }, { operation: "getBranchProtectionRules" });
    await save();
    await page.getByText("Saved, but the rules could not be read again").waitFor();
    await site.client.setBranchProtectionRules(
      "clickstream",
      ["main", "hotfix-*", "theirs"].map((pattern) => ({ pattern })),
      { overwrite: true },
    );
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
    await release();
    await page.getByText("Unsaved changes: 1 added, 1 removed").waitFor();
    assert.deepEqual(await stored(), ["first-*", "main"]);
    await save();
    await saved();
    assert.deepEqual(await stored(), ["first-*", "second-*"]);
  });

  test("a save that ends while another section is open leaves no draft", async () => {
    await openRules();
    await add("hotfix-*");
    const release = await hold(page, "PUT", RULES);
    await save();
    await section("Overview");
    await section("Branch protection");
    await page.getByText("Unsaved changes: 1 added").waitFor();
    await release();
    await saved();
    assert.deepEqual(await list().locator("code").allInnerTexts(), ["hotfix-*", "main"]);
    assert.equal(await asksBeforeUnload(), false);
  });

  test("days that are entered while others are being saved are the next draft", async () => {
    await openEditor();
    await days().fill("44");
    const release = await hold(page, "PUT", POLICY);
    await savePolicy().click();
    await days().fill("45");
    await release();
    await page.getByText("Saved retention policy", { exact: true }).waitFor();
    assert.equal(await days().inputValue(), "45");
    assert.equal((await site.client.getGCRules("clickstream")).default_retention_days, 44);
    assert.equal(await asksBeforeUnload(), true);
    await savePolicy().click();
    await policySaved();
    assert.equal((await site.client.getGCRules("clickstream")).default_retention_days, 45);
    assert.equal(await asksBeforeUnload(), false);
  });

  test("a running save or delete cannot be canceled", async () => {
    await openEditor();
    await days().fill("44");
    let release = await hold(page, "PUT", POLICY);
    await savePolicy().click();
    await page.locator("[aria-busy]").waitFor();
    assert.equal(await cancel().isDisabled(), true);
    await release();
    await page.getByRole("button", { name: "Delete policy" }).click();
    const question = page.getByRole("alertdialog");
    release = await hold(page, "DELETE", POLICY);
    await question.getByRole("button", { name: "Delete policy" }).click();
    await page.locator("[aria-busy]").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await question.getByRole("button", { name: "Cancel" }).isDisabled(), true);
    await release();
    await page.getByText("No retention policy").waitFor();
  });

  describe("a policy that somebody else has saved meanwhile", () => {
    const theirs = { default_retention_days: 100, branches: [{ branch_id: "legal", retention_days: 3650 }] };
    const alert = () => page.getByRole("alert");
    const meet = async () => {
      await openEditor();
      await days().fill("8");
      await site.client.setGCRules("clickstream", theirs);
      await savePolicy().click();
      await alert().getByText("Somebody else changed this policy").waitFor();
      await alert()
        .getByRole("row", { name: /legal 3,650 days/ })
        .waitFor();
      assert.deepEqual(await site.client.getGCRules("clickstream"), theirs, "nothing was overwritten");
      assert.equal(await days().inputValue(), "8");
    };

    test("can be overwritten", async () => {
      await meet();
      await page.getByRole("button", { name: "Keep mine" }).click();
      await page.getByText("legal: 8 days instead of 3,650 days").waitFor();
      await page.getByRole("button", { name: "Save shorter retention" }).click();
      await policySaved();
      assert.deepEqual(await site.client.getGCRules("clickstream"), { default_retention_days: 8, branches: [] });
    });

    test("can be edited further", async () => {
      await meet();
      await page.getByRole("button", { name: "Use their version" }).click();
      await alert().waitFor({ state: "hidden" });
      assert.equal(await days().inputValue(), "100");
      await days().fill("101");
      await savePolicy().click();
      await policySaved();
      assert.deepEqual(await site.client.getGCRules("clickstream"), { ...theirs, default_retention_days: 101 });
    });

    test("is shown after Cancel", async () => {
      await meet();
      await cancel().click();
      await page.getByRole("row", { name: /legal .*3,650 days/ }).waitFor();
      await page.getByRole("button", { name: "Edit policy" }).waitFor();
    });

    test("is shown again when it has changed again", async () => {
      await meet();
      await site.client.deleteGCRules("clickstream");
      await page.getByRole("button", { name: "Keep mine" }).click();
      await page.getByRole("button", { name: "Save shorter retention" }).click();
      await alert().getByText("Somebody else deleted this policy").waitFor();
      await page.getByRole("button", { name: "Discard my changes" }).click();
      await page.getByText("No retention policy").waitFor();
    });
  });

  test("the page asks before it is closed with a draft, in any section", async () => {
    await openRules();
    assert.equal(await asksBeforeUnload(), false);
    await add("hotfix-*");
    await section("Overview");
    assert.equal(await asksBeforeUnload(), true);
    await section("Branch protection");
    await page.getByRole("button", { name: "Discard" }).click();
    await section("Retention");
    assert.equal(await asksBeforeUnload(), false);
    await page.getByRole("button", { name: "Edit policy" }).click();
    await section("Overview");
    assert.equal(await asksBeforeUnload(), false, "nothing was typed");
    await section("Retention");
    await days().fill("8");
    await section("Overview");
    assert.equal(await asksBeforeUnload(), true);
    await section("Retention");
    await cancel().click();
    assert.equal(await asksBeforeUnload(), false);
  });

  test("a draft is marked on its section and in the list", async () => {
    await openRules();
    await add("hotfix-*");
    await section("Overview");
    const sections = page.getByRole("navigation", { name: "Sections" });
    await sections.getByRole("link", { name: /Branch protection.*unsaved/i }).waitFor();
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await page
      .getByRole("row")
      .filter({ has: page.getByRole("link", { name: "clickstream" }) })
      .getByText("Unsaved")
      .waitFor();
    await page.getByRole("link", { name: "clickstream" }).click();
    await section("Branch protection");
    await page.getByRole("button", { name: "Discard" }).click();
    await saved();
  });

  test("the page asks before a logout with a draft", async () => {
    const logOut = async () => {
      await page.getByRole("button", { name: /^Account/ }).click();
      await page.getByRole("menuitem", { name: "Log out" }).click();
    };
    await openRules();
    await add("hotfix-*");
    await section("Overview");
    await logOut();
    const question = page.getByRole("alertdialog", { name: "Log out without saving?" });
    await question.getByText("Branch protection of clickstream").waitFor();
    await question.getByRole("button", { name: "Cancel" }).click();
    await section("Branch protection");
    await page.getByText("Unsaved changes: 1 added").waitFor();
    await logOut();
    await question.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
    assert.equal(await asksBeforeUnload(), false);
    await page.getByLabel("Access key ID").fill(site.credentials.accessKeyId);
    await page.getByLabel("Secret access key").fill(site.credentials.secretAccessKey);
    await page.getByRole("button", { name: "Log in" }).click();
    await saved();
  });

  test("a draft is forgotten when its repository is deleted", async () => {
    await site.client.createRepository({ name: "short-lived", storage_namespace: "mem://short-lived" });
    await page.goto("/repositories/short-lived/settings/branch-protection");
    await add("hotfix-*");
    await section("Overview");
    await page.getByRole("button", { name: "Delete repository…" }).click();
    await page.getByLabel("Type short-lived to confirm").fill("short-lived");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete repository" }).click();
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
    assert.equal(await asksBeforeUnload(), false);
  });
});
