// Harmful actions are refused or confirmed first.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { navigate, useSite } from "./site.js";

describe("harm", { skip: noBrowser }, () => {
  let site;
  let page;
  useSite((...opened) => {
    [site, page] = opened;
  });

  const sent = (operation) => site.lakefs.requests.filter((request) => request.operation === operation).length;
  const stored = async (id) =>
    (await site.client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort();

  test("a default branch with an invalid name is not created", async () => {
    await navigate(page, "/repositories?create=new");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("slashy");
    for (const name of ["release/1.0", "v1.2", "-x", "main.lock", "féature", "x~^:", "two words"]) {
      await dialog.getByLabel("Default branch").fill(name);
      await dialog.getByText(/Use letters, digits, hyphens and underscores only|Start with a letter/).waitFor();
      await dialog.getByRole("button", { name: "Create repository" }).click();
    }
    assert.equal(
      site.lakefs.requests.some(({ body }) => body.includes("slashy")),
      false,
    );
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  test("a second repository on a namespace is created only after a confirmation", async () => {
    await navigate(page, "/repositories?create=new");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("second-one");
    await dialog.getByLabel("Storage namespace").fill("mem://clickstream/");
    await dialog.getByLabel("Bare repository").check();
    await dialog.getByText("clickstream uses this namespace").waitFor();
    const before = sent("createRepository");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText("Confirm that two repositories may use this namespace.").waitFor();
    assert.equal(sent("createRepository"), before);
    await dialog.getByLabel("Use the same namespace anyway").check();
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByRole("heading", { level: 1, name: "second-one" }).waitFor();
    await page.getByRole("button", { name: "Delete repository…" }).click();
    await page.getByRole("alertdialog").getByText("clickstream uses the same namespace").waitFor();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    await site.client.deleteRepository("second-one");
  });

  test("the input in the dialog is still there after a click beside it and after Escape", async () => {
    await navigate(page, "/repositories");
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("half-typed");
    await page.mouse.click(5, 5);
    assert.equal(await dialog.isVisible(), true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Create repository" }).click();
    assert.equal(await dialog.getByLabel("Repository ID").inputValue(), "half-typed");
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  test("dialogs do not move while messages appear and disappear", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    const top = async () => (await dialog.getByRole("heading").boundingBox()).y;
    const before = await top();
    await dialog.getByLabel("Repository ID").fill("X");
    await dialog.getByText("Use 3–63 characters.").waitFor();
    assert.equal(await top(), before);
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  test("retention does not accept a pattern as a branch", async () => {
    const before = sent("setGCRules");
    await navigate(page, "/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("button", { name: "Add a branch" }).click();
    const rule = page.getByRole("group", { name: "Rule 1" });
    await rule.getByLabel("Branch", { exact: true }).and(page.locator(":focus")).waitFor();
    assert.equal(await page.getByText("Enter a branch name.").count(), 0, "no error before anything is typed");
    await rule.getByLabel("Branch", { exact: true }).fill("release-*");
    await page.getByText("Retention does not support patterns").waitFor();
    await page.getByRole("button", { name: "Save policy" }).click();
    await rule.getByLabel("Branch", { exact: true }).fill("feature/x");
    await page.getByText("lakeFS branch names cannot contain slashes").waitFor();
    await page.getByRole("button", { name: "Save policy" }).click();
    assert.equal(sent("setGCRules"), before, "nothing is sent");
    await page.getByRole("button", { name: "Discard changes" }).click();
  });

  test("0 days and a shorter retention need a confirmation", async () => {
    await navigate(page, "/repositories/analytics-events/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByLabel("Default retention, in days").fill("0");
    await page.getByText("0 days: deleted permanently at the next GC run").waitFor();
    await page.getByRole("button", { name: "Save policy" }).click();
    const question = page.getByRole("alertdialog", { name: "Delete objects sooner?" });
    await question.getByText("All other branches: 0 days instead of 21 days").waitFor();
    await question.getByRole("button", { name: "Cancel" }).click();
    assert.equal((await site.client.getGCRules("analytics-events")).default_retention_days, 21);
    await page.getByLabel("Default retention, in days").fill("22");
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.getByRole("button", { name: "Edit policy" }).waitFor();
    assert.equal((await site.client.getGCRules("analytics-events")).default_retention_days, 22);
  });

  test("no rule is saved beside a pattern that blocks every write, and the error names the pattern", async () => {
    await page.goto("/repositories/web-logs/settings/branch-protection");
    await page.getByLabel("Branch name pattern").fill("dev");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page
      .getByRole("alert")
      .getByText("lakeFS cannot read the pattern [a-zA-Z]*. Replace or delete it, then save.")
      .waitFor();
    await page.getByRole("button", { name: "Edit [a-zA-Z]*" }).and(page.locator(":focus")).waitFor();
    await page.getByRole("button", { name: "Replace with {[a-z],[A-Z]}*" }).click();
    await page.getByText("Unsaved changes: 1 added, 1 changed").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    assert.deepEqual(await stored("web-logs"), ["[a-zA-Z]*"]);
  });

  test("a stored pattern that blocks every write is reported and repaired in two clicks", async () => {
    await navigate(page, "/repositories/web-logs/settings/branch-protection");
    await page.getByText("lakeFS refuses every write to this repository").waitFor();
    await page.getByText("Blocks all writes").waitFor();
    await page.getByRole("button", { name: "Replace with {[a-z],[A-Z]}*" }).click();
    await page.getByText("Renamed").waitFor();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("No unsaved changes").waitFor();
    assert.deepEqual(await stored("web-logs"), ["{[a-z],[A-Z]}*"]);
  });

  test("a pattern in the field counts before it is added: the page asks about it, and saves it with the rest", async () => {
    await navigate(page, "/repositories/images-raw/settings/branch-protection");
    await page.getByText("No unsaved changes").waitFor();
    await page.getByLabel("Branch name pattern").fill("main");
    await page.getByRole("list", { name: "Branches" }).getByText("protected by").waitFor();
    await page.getByText("Unsaved changes: a pattern typed").waitFor();
    assert.equal(await page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true }))), true);
    await page.getByText("Code for this").click();
    await page
      .getByText('await lakefs.updateBranchProtectionRules("images-raw", (rules) => [...rules, { pattern: "main" }]);')
      .waitFor();
    await page.getByRole("tab", { name: "lakectl" }).click();
    await page.getByText("lakectl branch-protect add lakefs://images-raw main").waitFor();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("No unsaved changes").waitFor();
    assert.deepEqual(await stored("images-raw"), ["main"]);
  });

  test("a pattern that no branch name can match has a warning", async () => {
    for (const pattern of ["^main$", "main|dev", "release/*"]) {
      await page.getByLabel("Branch name pattern").fill(pattern);
      await page.getByText("Matches no branch").waitFor();
    }
    await page.getByRole("button", { name: "Discard" }).click();
  });

  test("a finding is fixed where it is shown", async () => {
    await navigate(page, "/repositories/ml-experiments/settings/general");
    const findings = page.getByRole("region", { name: "Findings" });
    await findings.getByRole("button", { name: "Protect main" }).click();
    await findings.getByRole("button", { name: "Protect main" }).waitFor({ state: "hidden" });
    assert.ok((await stored("ml-experiments")).includes("main"));
    await page.getByRole("row", { name: /^main default main 180 days/ }).waitFor();
  });

  test("patterns that block every write are all replaced where one of them is shown", async () => {
    await site.client.createRepository({ name: "two-broken", storage_namespace: "mem://two-broken" });
    // Not with the client, which refuses such patterns.
    const { accessKeyId, secretAccessKey } = site.credentials;
    const response = await fetch(`${site.url}/api/v1/repositories/two-broken/settings/branch_protection`, {
      method: "PUT",
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${btoa(`${accessKeyId}:${secretAccessKey}`)}`,
      },
      body: JSON.stringify([{ pattern: "[a-zA-Z]*" }, { pattern: "[0-9a-f]*" }]),
    });
    assert.equal(response.status, 204);
    await page.goto("/repositories/two-broken/settings/general");
    await page.getByRole("button", { name: "Replace with {[a-z],[A-Z]}*" }).click();
    await page
      .getByText(/^Replaced /)
      .first()
      .waitFor();
    assert.deepEqual(await stored("two-broken"), ["{[0-9],[a-f]}*", "{[a-z],[A-Z]}*"]);
    await page
      .getByRole("button", { name: /^Replace with/ })
      .first()
      .waitFor({ state: "hidden" });
  });

  test("a policy that somebody else has changed is not deleted", async () => {
    await navigate(page, "/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Delete policy" }).click();
    await site.client.setGCRules("clickstream", { default_retention_days: 90, branches: [] });
    const question = page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Delete policy" }).click();
    await question.getByText("Somebody else changed this policy").waitFor();
    assert.equal((await site.client.getGCRules("clickstream")).default_retention_days, 90);
    await question.getByRole("button", { name: "Cancel" }).click();
  });

  test("addresses of the lakeFS UI lead to the view of this page, or link to that of lakeFS", async () => {
    await page.goto("/repositories/clickstream/settings/branches");
    await page.waitForURL("**/settings/branch-protection");
    await page.goto("/repositories/clickstream/objects?ref=main");
    await page.getByRole("heading", { name: "This page is part of the lakeFS UI" }).waitFor();
  });

  test("the first control of a section is within 150 px of the top", async () => {
    await navigate(page, "/repositories/analytics-events/settings/general");
    const sections = await page.getByRole("navigation", { name: "Sections" }).boundingBox();
    assert.ok(sections.y + sections.height <= 150, `the sections end at ${sections.y + sections.height} px`);
  });
});
