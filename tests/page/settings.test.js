import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { navigate, useSite } from "./site.js";

describe("settings on the page", { skip: noBrowser }, () => {
  let site;
  let page;
  useSite((...opened) => {
    [site, page] = opened;
  });

  const stored = async (id) =>
    (await site.client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort();
  const rules = (on = page) => on.getByRole("list", { name: "Rules" });
  const openRules = async (id, on = page) => {
    await on.bringToFront();
    await on.goto(`/repositories/${id}/settings/branch-protection`);
    await on.getByText("No unsaved changes").waitFor();
  };
  const add = async (pattern, on = page) => {
    await on.bringToFront(); // the one of two tabs that is not in front is slow
    await on.getByLabel("Branch name pattern").fill(pattern);
    await on.getByRole("button", { name: "Add rule" }).click();
    await rules(on).getByText(pattern, { exact: true }).waitFor();
  };
  const save = (on = page) => on.getByRole("button", { name: "Save changes" }).click();

  test("have their own addresses, which Back goes through", async () => {
    await page.goto("/repositories/clickstream");
    await page.waitForURL("**/repositories/clickstream/settings/general");
    for (const [link, path] of [
      ["Branch protection", "settings/branch-protection"],
      ["Retention", "settings/retention"],
      ["Metadata", "settings/metadata"],
      ["Backup", "backup"],
    ]) {
      await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: link }).click();
      await page.waitForURL(`**/repositories/clickstream/${path}`);
      await page.getByRole("link", { name: link }).and(page.locator("[aria-current=page]")).waitFor();
    }
    assert.equal(await page.title(), "Backup · clickstream · lakeFS repositories");
    await page.goBack();
    await page.getByRole("heading", { name: "Metadata", exact: true }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Metadata", exact: true }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Retention", exact: true }).waitFor();
  });

  test("show the facts of a repository", async () => {
    await navigate(page, "/repositories/customer-360/settings/general");
    const facts = page.getByRole("region", { name: "About" });
    for (const text of ["mem://customer-360", "production"]) await facts.getByText(text, { exact: true }).waitFor();
    await facts.getByRole("button", { name: "Copy Storage namespace" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "mem://customer-360");
  });

  test("protect branches: many rules are edited and saved once", async () => {
    await openRules("clickstream");
    await add("hotfix-*");
    await page.getByRole("button", { name: "Delete main" }).click();
    await page.getByRole("button", { name: "Edit v[0-9]*" }).click();
    await page.getByLabel("New pattern for v[0-9]*").fill("v?");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("Unsaved changes: 1 added, 1 changed, 1 removed").waitFor();
    const before = site.lakefs.requests.filter((request) => request.operation === "setBranchProtectionRules").length;
    await save();
    await page.getByText("No unsaved changes").waitFor();
    assert.deepEqual(await stored("clickstream"), ["hotfix-*", "v?"]);
    assert.equal(
      site.lakefs.requests.filter((request) => request.operation === "setBranchProtectionRules").length,
      before + 1,
      "one request",
    );
  });

  test("remove outer spaces of patterns and branches, and show stored ones", async () => {
    await site.client.setBranchProtectionRules("images-raw", [{ pattern: "trailing " }], { overwrite: true });
    await openRules("images-raw");
    await rules()
      .getByRole("listitem")
      .filter({ hasText: "trailing" })
      .getByText("Leading or trailing space")
      .waitFor();
    await page.getByLabel("Branch name pattern").fill(" main ");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByRole("button", { name: "Edit trailing" }).click();
    await page.getByLabel("New pattern for trailing").fill("main ");
    await page.getByText("This rule exists.").waitFor();
    await page.getByLabel("New pattern for trailing").fill("  v2 ");
    await page.getByRole("button", { name: "Apply" }).click();
    await save();
    await page.getByText("No unsaved changes").waitFor();
    assert.deepEqual(await stored("images-raw"), ["main", "v2"]);
    await navigate(page, "/repositories/images-raw/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("group", { name: "Rule 1" }).getByLabel("Branch", { exact: true }).fill(" dev ");
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.getByRole("button", { name: "Save shorter retention" }).click();
    await page.getByRole("button", { name: "Edit policy" }).waitFor();
    assert.deepEqual((await site.client.getGCRules("images-raw")).branches, [{ branch_id: "dev", retention_days: 30 }]);
  });

  test("have code for what Save would write, with a pattern that is being edited", async () => {
    await page.goto("/repositories/feature-store/settings/branch-protection");
    await page.getByRole("button", { name: "Edit main" }).click();
    await page.getByLabel("New pattern for main").fill("trunk");
    await page.getByText("Code for this").click();
    const code = page.getByRole("tabpanel");
    await code.getByText(/!\["main"\]\.includes[\s\S]*\{ pattern: "trunk" \}/).waitFor();
    await page.getByLabel("New pattern for main").fill("main");
    await code.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Cancel" }).click();
  });

  test("show which branches a stored pattern with a line break protects", async () => {
    await site.lakefs.fetch("http://lakefs.invalid/api/v1/repositories/images-raw/settings/branch_protection", {
      method: "PUT",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Basic ${btoa(`${site.credentials.accessKeyId}:${site.credentials.secretAccessKey}`)}`,
      },
      body: JSON.stringify([{ pattern: "{main,\n}" }]),
    });
    await page.goto("/repositories/images-raw/settings/branch-protection");
    await page.getByRole("list", { name: "Rules" }).getByText("1 branch").waitFor();
    await site.client.setBranchProtectionRules("images-raw", [], { overwrite: true });
  });

  test("show which rules protect a branch", async () => {
    await openRules("customer-360");
    const branch = page.getByLabel("Branch name", { exact: true });
    const branches = page.getByRole("list", { name: "Branches" }).getByRole("listitem");
    await branch.fill("staging");
    await branches.filter({ hasText: /^staging.*protected by {staging,production}$/ }).waitFor();
    await branch.fill("dev");
    await branches.getByText(/^dev.*not protected$/).waitFor();
    await add("d*");
    await branches.getByText(/^dev.*protected by d\*$/).waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await branches.getByText(/^dev.*not protected$/).waitFor();
  });

  test("keep a draft of rules while another section is open", async () => {
    await openRules("ml-experiments");
    await add("kept-*");
    await page.getByRole("button", { name: "Delete prod-*" }).click();
    await page.getByRole("link", { name: "Retention" }).click();
    await page.getByRole("row", { name: /main 180 days/ }).waitFor();
    await page.getByRole("link", { name: "Branch protection" }).click();
    await page.getByText("Unsaved changes: 1 added, 1 removed").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByText("No unsaved changes").waitFor();
    await page.getByRole("link", { name: "Retention" }).click();
    await page.getByRole("link", { name: "Branch protection" }).click();
    await page.getByText("No unsaved changes").waitFor();
  });

  test("refuse a pattern that would block every write, while it is typed", async () => {
    await openRules("customer-360");
    const pattern = page.getByLabel("Branch name pattern");
    await pattern.fill("[a-zA-Z]");
    await page.getByText(/Use \{\[a-z\],\[A-Z\]\}\. Otherwise lakeFS blocks every write/).waitFor();
    await page.getByRole("button", { name: "Add rule" }).click();
    assert.equal(await rules().getByText("[a-zA-Z]", { exact: true }).count(), 0);
    await pattern.fill("main");
    await page.getByText("This rule exists.").waitFor();
    await pattern.fill("{[a-z],[A-Z]}");
    await page.getByText("This rule exists.").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByText("No unsaved changes").waitFor();
  });

  test("merge concurrent changes of two tabs: the second sees the changes of the first, and none is lost", async () => {
    const other = await page.context().newPage();
    site.watch(other);
    await openRules("analytics-events");
    await openRules("analytics-events", other);
    await add("first-*");
    await page.getByRole("button", { name: "Delete release-*" }).click();
    await save();
    await page.getByText("No unsaved changes").waitFor();
    await add("second-*", other);
    await save(other);
    const alert = other.getByRole("alert");
    await alert.getByText("Somebody else changed these rules").waitFor();
    await alert.getByText("They added first-*").waitFor();
    await alert.getByText("They removed release-*").waitFor();
    assert.deepEqual(await stored("analytics-events"), ["first-*", "main"], "nothing was overwritten");
    await save(other);
    await other.getByText("No unsaved changes").waitFor();
    assert.deepEqual(await stored("analytics-events"), ["first-*", "main", "second-*"]);
    await other.close();
  });

  test("merge the first rules of two tabs, which lakeFS cannot compare", async () => {
    const other = await page.context().newPage();
    site.watch(other);
    await openRules("feature-store");
    await openRules("feature-store", other);
    for (const [on, pattern] of [
      [page, "one"],
      [other, "two"],
    ]) {
      await on.bringToFront();
      await on.getByRole("button", { name: "Delete main" }).click();
      if (pattern === "two") await add(pattern, on);
      await save(on);
    }
    await other.getByText("They removed main").waitFor();
    await save(other);
    await other.getByText("No unsaved changes").waitFor();
    assert.deepEqual(await stored("feature-store"), ["two"]);
    await add("one");
    await save();
    await page.getByText("They added two").waitFor();
    await save();
    await page.getByText("No unsaved changes").waitFor();
    assert.deepEqual(await stored("feature-store"), ["one", "two"]);
    await other.close();
  });

  test("show the rules and the policy of a read-only repository without buttons to change them", async () => {
    await navigate(page, "/repositories/ml-models/settings/branch-protection");
    await page.getByText("This repository is read-only").waitFor();
    assert.equal(await page.getByRole("button", { name: /Add rule|Save/ }).count(), 0);
    await page.getByRole("list", { name: "Branches" }).getByRole("listitem").filter({ hasText: "read-only" }).waitFor();
    assert.equal(await page.getByText("not protected").count(), 0, "nobody can write to it");
    await navigate(page, "/repositories/ml-models/settings/retention");
    await page.getByText("No retention policy").waitFor();
    assert.equal(await page.getByRole("button", { name: /Keep .* days|Edit policy/ }).count(), 0);
  });

  test("set a first retention policy in the form, with bars that follow the input", async () => {
    await navigate(page, "/repositories/customer-360/settings/retention");
    await page.getByRole("button", { name: "Keep 21 days…" }).click();
    await page.getByLabel("Default retention, in days").fill("10");
    await page.getByRole("button", { name: "Add a branch" }).click();
    const second = page.getByRole("group", { name: "Rule 1" });
    await second.getByLabel("Branch", { exact: true }).fill("dev");
    await second.getByLabel("Days").fill("365");
    await second.getByText("about 1 year").waitFor();
    await second.getByText("not protected").waitFor();
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.getByRole("button", { name: "Edit policy" }).waitFor();
    const { default_retention_days, branches } = await site.client.getGCRules("customer-360");
    assert.deepEqual(
      [default_retention_days, branches.map((rule) => [rule.branch_id, rule.retention_days]).sort()],
      [10, [["dev", 365]]],
    );
    await page.getByRole("row", { name: /dev no such branch 365 days, about 1 year/ }).waitFor();
  });

  test("refuse days that lakeFS would change, at the field, with the reason", async () => {
    await page.goto("/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    const days = page.getByLabel("Default retention, in days");
    for (const [typed, reason] of [
      ["2147483648", /Must be 2,147,483,647 or less/],
      ["1.5", /Enter a whole number of days/],
      ["", /Enter a number of days/],
      ["-1", /Must be 0 or more/],
      ["0", /lakeFS reads 0 days without branch rules as no policy/],
    ]) {
      await days.fill(typed);
      await page.getByText(reason).waitFor();
      await page.getByRole("button", { name: "Save policy" }).click();
      await days.and(page.locator(":focus")).waitFor();
    }
    assert.equal((await site.client.getGCRules("clickstream")).default_retention_days, 7, "nothing was sent");
    await page.getByRole("button", { name: "Add a branch" }).click();
    await page.getByRole("group", { name: "Rule 1" }).getByLabel("Branch", { exact: true }).fill("main");
    await page.getByText(/lakeFS reads 0 days/).waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Discard changes" }).click();
  });

  test("are found at the addresses of the lakeFS UI", async () => {
    await navigate(page, "/repositories/clickstream/settings/general");
    await page
      .getByRole("navigation", { name: "Sections" })
      .getByTitle(/garbage collection/i)
      .click();
    await page.getByRole("heading", { name: "Retention", level: 2 }).waitFor();
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("tab", { name: "JSON" }).click();
    assert.equal(await page.getByLabel(/json/i).count(), 1, "one thing that is called JSON, beside its tab");
  });

  test("keep a policy that is being edited while another section is open", async () => {
    await page.goto("/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    const days = page.getByLabel("Default retention, in days");
    await days.fill("");
    await days.fill("88x");
    await page.getByRole("link", { name: "Metadata" }).click();
    await page.getByRole("heading", { name: "Metadata", exact: true }).waitFor();
    await page.getByRole("link", { name: "Retention" }).click();
    assert.equal(await days.inputValue(), "88x");
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.getByRole("link", { name: "Metadata" }).click();
    await page.getByRole("link", { name: "Retention" }).click();
    await page.getByRole("button", { name: "Edit policy" }).click();
    assert.equal(await days.inputValue(), "7", "what was discarded is gone");
  });

  test("accept a policy as JSON, and report where it is invalid", async () => {
    await page.goto("/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("tab", { name: "JSON" }).click();
    const json = page.getByLabel("Policy as JSON");
    assert.deepEqual(JSON.parse(await json.inputValue()), { default_retention_days: 7, branches: [] });
    await json.fill("{");
    await page.getByText("This is not JSON").waitFor();
    await json.fill('{"default_retention_days": 3, "branches": [{"branch_id": "main"}]}');
    await page.getByText("branches[0].retention_days must be a number.").waitFor();
    await json.fill(
      '{"default_retention_days": 3, "branches": [{"branch_id": "main", "retention_days": 9, "until": "2030"}]}',
    );
    await page.getByText("branches[0].until is unknown. lakeFS would ignore it.").waitFor();
    await json.fill('{"default_retention_days": 3, "branches": [], "comment": "for the auditors"}');
    await page.getByText("Unknown field comment. lakeFS would ignore it.").waitFor();
    await json.fill('{"default_retention_days": 3, "branches": [{"branch_id": "main", "retention_days": 9}]}');
    await page.getByRole("row", { name: /main 9 days/ }).waitFor();
    await page.getByRole("tab", { name: "Form" }).click();
    assert.equal(await page.getByRole("group", { name: "Rule 1" }).getByLabel("Days").inputValue(), "9");
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.getByRole("alertdialog").getByText("All other branches: 3 days instead of 7 days").waitFor();
    await page.getByRole("button", { name: "Save shorter retention" }).click();
    await page.getByRole("button", { name: "Edit policy" }).waitFor();
    assert.deepEqual(await site.client.getGCRules("clickstream"), {
      default_retention_days: 3,
      branches: [{ branch_id: "main", retention_days: 9 }],
    });
  });

  test("keep an incomplete row of the form while the JSON is shown", async () => {
    await navigate(page, "/repositories/analytics-events/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("button", { name: "Add a branch" }).click();
    const row = page.getByRole("group", { name: "Rule 4" });
    await row.getByLabel("Days").fill("5x");
    await page.getByRole("tab", { name: "JSON" }).click();
    await page.getByLabel("Policy as JSON").waitFor();
    await page.getByRole("tab", { name: "Form" }).click();
    assert.equal(await row.getByLabel("Days").inputValue(), "5x");
    await page.getByRole("button", { name: "Discard changes" }).click();
  });

  test("delete a policy after a confirmation", async () => {
    await page.goto("/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Delete policy" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Delete policy" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete policy" }).click();
    await page.getByText("No retention policy").waitFor();
    await assert.rejects(site.client.getGCRules("clickstream"), { code: "not_found" });
  });

  test("are copied without the clipboard API, and a failure is reported", async () => {
    const plain = await site.newUser("/repositories/clickstream/settings/general");
    await plain.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true })); // as on plain http
    const button = plain.getByRole("button", { name: "Copy Storage namespace" });
    await button.click();
    await button.getByText("Copied").waitFor({ state: "attached" });
    assert.equal(await button.evaluate((element) => element === document.activeElement), true, "the focus stays");
    await plain.evaluate(() => delete navigator.clipboard);
    assert.equal(await plain.evaluate(() => navigator.clipboard.readText()), "mem://clickstream");
    await plain.evaluate(() => {
      navigator.clipboard.writeText = () =>
        Promise.reject(new DOMException("Write permission denied.", "NotAllowedError"));
      document.execCommand = () => false;
    });
    await plain.getByRole("button", { name: "Copy the name" }).click();
    await plain.getByText("Could not copy").first().waitFor();
    await plain.context().close();
  });

  test("show metadata, sorted, to be copied as JSON", async () => {
    await navigate(page, "/repositories/analytics-events/settings/metadata");
    await page.getByRole("row", { name: "owner data-platform" }).waitFor();
    assert.deepEqual(await page.getByRole("rowheader").allInnerTexts(), [
      ".lakefs.last.import.timestamp",
      "cost-center",
      "owner",
    ]);
    await page.getByRole("button", { name: "Copy metadata as JSON" }).click();
    assert.deepEqual(
      JSON.parse(await page.evaluate(() => navigator.clipboard.readText())),
      await site.client.getRepositoryMetadata("analytics-events"),
    );
    await navigate(page, "/repositories/quickstart/settings/metadata");
    await page.getByRole("heading", { name: "No metadata" }).waitFor();
  });
});
