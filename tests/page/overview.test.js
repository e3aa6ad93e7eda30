// The list of all repositories and what is done to many of them, with nothing but what a person sees.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { choose, drawn, hold, navigate, useSite } from "./site.js";

describe("the overview of all repositories", { skip: noBrowser }, () => {
  let site;
  let page;
  useSite((...opened) => {
    [site, page] = opened;
  });

  const table = () => page.getByRole("table", { name: "Repositories" });
  const row = (id) =>
    table()
      .getByRole("row")
      .filter({ has: page.getByRole("link", { name: id, exact: true }) });
  const shown = () => table().getByRole("rowheader").getByRole("link").allTextContents();
  const rulesOf = async (id) =>
    (await site.client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort();
  const counted = (text) => page.getByText(text, { exact: true }).waitFor();
  const file = async (button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  };

  test("shows for each the protection of its default branch, rules, retention and problems", async () => {
    await row("clickstream").getByText("protected", { exact: true }).waitFor();
    await row("images-raw").getByText("unprotected").waitFor();
    await row("analytics-events").getByText("21 days").waitFor();
    await row("analytics-events").getByText("shared").waitFor();
    await row("web-logs").getByText("broken").waitFor();
    await row("restore-here").getByText("Bare").waitFor();
    await row("archive-2024").getByText("Read-only").waitFor();
    assert.equal(await row("restore-here").getByText("unprotected").count(), 0, "a bare one has no branch to protect");
  });

  test("calls a default branch neither protected nor unprotected before the audit knows it", async () => {
    const fresh = await site.newPage();
    await fresh.addInitScript(() => {
      const wrong = [];
      Object.assign(globalThis, { wrong });
      new MutationObserver(() => {
        for (const row of document.querySelectorAll(".repositories-table tbody tr"))
          if (/Bare.*unprotected/.test(row.textContent ?? "")) wrong.push(row.textContent);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    const release = await hold(fresh, "GET", "**/assets/admin-*");
    await site.logIn(fresh, "/repositories");
    await fresh.getByText("21 days").first().waitFor();
    await drawn(fresh);
    assert.equal(await fresh.getByRole("cell", { name: /protected/ }).count(), 0);
    await release();
    await fresh.getByRole("cell", { name: "main protected" }).first().waitFor();
    await fresh.getByRole("button", { name: "3 default branches unprotected" }).waitFor();
    assert.deepEqual(await fresh.evaluate(() => globalThis.wrong), []);
    await fresh.context().close();
  });

  test("calls a default branch unknown until the code of the audit is loaded", async () => {
    const fresh = await site.newPage();
    await fresh.route("**/assets/admin-*", (route) => route.abort());
    await site.logIn(fresh, "/repositories");
    await fresh.getByRole("cell", { name: "main unknown" }).first().waitFor();
    assert.equal(await fresh.getByRole("cell", { name: /protected/ }).count(), 0);
    const dialog = fresh.getByRole("dialog");
    await fresh.getByRole("checkbox", { name: "Select clickstream" }).check();
    await fresh.getByRole("button", { name: "Protect branches…" }).click();
    await dialog.getByRole("row", { name: /clickstream.*A part of this page could not be loaded/ }).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await fresh.getByRole("button", { name: "Back up…" }).click();
    await dialog.getByRole("button", { name: "Back up", exact: true }).click();
    await dialog.getByRole("button", { name: "Retry 1 failed" }).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await fresh.unroute("**/assets/admin-*");
    await fresh.getByRole("button", { name: "Refresh" }).click();
    await fresh.getByRole("cell", { name: "main protected" }).first().waitFor();
    await fresh.context().close();
  });

  test("does not count findings in settings that can no longer be read", async () => {
    const fresh = await site.newUser();
    await fresh.getByRole("button", { name: "3 default branches unprotected" }).waitFor();
    await fresh.route("**/settings/**", (route) => route.fulfill({ status: 403, json: { message: "not allowed" } }));
    await fresh.getByRole("button", { name: "Refresh" }).click();
    await fresh.getByRole("button", { name: "12 could not be read" }).waitFor();
    const chips = await fresh.getByRole("group", { name: "Filter" }).getByRole("button").allTextContents();
    assert.deepEqual(
      chips.map((text) => text.trim()),
      ["2 share a namespace", "2 read-only", "12 could not be read"],
    );
    await fresh.getByRole("link", { name: "clickstream" }).click();
    await fresh.getByText("You do not have permission").waitFor();
    await fresh.getByRole("row", { name: "dev unknown unknown" }).waitFor();
    await fresh.context().close();
  });

  test("finds and protects what is unprotected also for those who may not read retention", async () => {
    const fresh = await site.newPage();
    await fresh.route("**/settings/gc_rules", (route) =>
      route.fulfill({ status: 401, json: { message: "insufficient permissions" } }),
    );
    await site.logIn(fresh, "/repositories");
    await fresh.getByRole("button", { name: "3 default branches unprotected" }).click();
    await fresh.getByLabel("Select all 3 shown").check();
    await fresh.getByRole("button", { name: "Protect branches…" }).click();
    const dialog = fresh.getByRole("dialog", { name: "Protect branches: 3 repositories" });
    await dialog.getByText("3 repositories will change").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await fresh.getByRole("button", { name: "Set retention…" }).click();
    await fresh.getByRole("dialog").getByText("0 repositories will change").waitFor();
    await fresh.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await fresh.getByRole("button", { name: "3 default branches unprotected" }).click();
    await fresh.getByRole("row", { name: /^Select restore-here restore-here Bare/ }).waitFor();
    await fresh.getByRole("link", { name: "images-raw" }).click();
    await fresh.getByText("Only the branch protection rules could be read.").waitFor();
    await fresh.getByRole("button", { name: "Protect main" }).waitFor();
    await fresh.context().close();
  });

  test("shows the whole namespace and the creation time on hover, and both can be selected as text", async () => {
    for (const [cell, title] of [
      [row("clickstream").locator("code"), /^mem:\/\/clickstream$/],
      [row("clickstream").locator("time"), /^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/],
    ]) {
      assert.match(await cell.getAttribute("title"), title);
      const isOnTop = await cell.evaluate((one) => {
        const { left, top, width, height } = one.getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2) === one;
      });
      assert.ok(isOnTop, `${title}`);
      await cell.dblclick();
      const text = await page.evaluate(() => String(getSelection()).trim());
      assert.ok(text.length > 0 && (await cell.textContent())?.includes(text), `${text} is selected`);
    }
    assert.equal(new URL(page.url()).pathname, "/repositories", "and nothing is opened");
  });

  test("has filters with the counts of the audit, and the address has the chosen one", async () => {
    await page.getByRole("button", { name: "1 blocks its own writes" }).waitFor();
    await page.getByRole("button", { name: "2 share a namespace" }).waitFor();
    await page.getByRole("button", { name: "3 default branches unprotected" }).click();
    await counted("3 of 12 repositories");
    assert.deepEqual(await shown(), ["images-raw", "ml-experiments", "web-logs"]);
    await page.reload();
    await counted("3 of 12 repositories");
    await page.getByRole("button", { name: "3 default branches unprotected" }).click();
    await counted("12 repositories");
  });

  test("marks a pattern that can never match a branch, and filters for it", async () => {
    const before = await site.client.getBranchProtectionRules("quickstart");
    const set = (patterns) =>
      site.client.setBranchProtectionRules(
        "quickstart",
        patterns.map((pattern) => ({ pattern })),
        { overwrite: true },
      );
    await set(["main", "^main$"]);
    await page.getByRole("button", { name: "Refresh" }).click();
    await row("quickstart").getByText("check").waitFor();
    await page.getByRole("button", { name: "1 with a pattern that never matches" }).click();
    await counted("1 of 12 repositories");
    assert.deepEqual(await shown(), ["quickstart"]);
    await page.getByRole("button", { name: "1 with a pattern that never matches" }).click();
    await set(["main", "some-later-branch"]);
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByRole("button", { name: /a pattern that never matches/ }).waitFor({ state: "detached" });
    await row("quickstart").getByText("protected", { exact: true }).waitFor();
    assert.equal(await row("quickstart").getByText("check").count(), 0, "a branch may come");
    await set(before.rules.map(({ pattern }) => pattern));
    await page.getByRole("button", { name: "Refresh" }).click();
  });

  test("is searched by name, namespace and branch in any case, and links back to the list keep the search", async () => {
    for (const [text, ids] of [
      ["  CURATED", []],
      [" CLICK", ["clickstream"]],
      ["mem://ml-m", ["ml-models"]],
      ["Production", ["customer-360"]],
    ]) {
      await page.getByRole("searchbox").fill(text);
      await counted(`${ids.length} of 12 repositories`);
      if (ids[0]) await row(ids[0]).waitFor();
      assert.deepEqual(ids.length > 0 ? await shown() : [], ids);
    }
    await page.getByRole("link", { name: "customer-360" }).click();
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await counted("1 of 12 repositories");
    await page.getByRole("searchbox").fill("");
    await counted("12 repositories");
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("/");
    await page.getByRole("searchbox").and(page.locator(":focus")).waitFor();
  });

  test("is sorted by a column, both ways", async () => {
    const sortBy = async (name, direction) => {
      await table().getByRole("button", { name, exact: true }).click();
      const head = table().locator(`[aria-sort=${direction}]`);
      await head.filter({ hasText: name }).waitFor();
      return shown();
    };
    assert.equal((await sortBy("Created", "ascending"))[0], "restore-here");
    assert.equal((await sortBy("Created", "descending"))[0], "archive-2024");
    await sortBy("Rules", "ascending");
    assert.match((await sortBy("Rules", "descending"))[0], /analytics-events|clickstream|customer-360|ml-experiments/);
    assert.equal((await sortBy("Name", "ascending"))[0], "analytics-events");
  });

  test("is downloaded as CSV and JSON with the rows that are shown", async () => {
    await page.getByRole("searchbox").fill("analytics");
    await counted("2 of 12 repositories");
    const csv = await file(page.getByRole("button", { name: "Download as CSV" }));
    assert.match(csv.name, /^lakefs-repositories-\d{4}-\d\d-\d\d\.csv$/);
    const [head, first, second, end] = csv.text.split("\r\n");
    assert.match(head, /^id,storage_namespace,default_branch,default_branch_status,/);
    assert.match(first, /^analytics-events,mem:\/\/analytics-events,main,protected,false,/);
    assert.match(first, /,dev=3 main=90 staging=14,/);
    assert.match(second, /^analytics-events-copy,/);
    assert.equal(end, "");
    const json = await file(page.getByRole("button", { name: "Download as JSON" }));
    const [document] = JSON.parse(json.text);
    assert.equal(document.repository.id, "analytics-events");
    assert.equal(document.gc_rules.default_retention_days, 21);
    assert.equal(document.findings[0].rule, "namespace_shared");
    assert.match(head, /,not_read$/);
    await page.getByRole("searchbox").fill("");
    await counted("12 repositories");
  });

  test("protects unprotected branches in four clicks, shows the change of each first, and repairs a broken pattern", async () => {
    const written = () =>
      site.lakefs.requests.filter((request) => request.operation === "setBranchProtectionRules").length;
    const before = written();
    await page.getByRole("button", { name: "3 default branches unprotected" }).click();
    await page.getByLabel("Select all 3 shown").check();
    await page.getByRole("button", { name: "Protect branches…" }).click();
    const dialog = page.getByRole("dialog", { name: "Protect branches: 3 repositories" });
    await dialog.getByText("3 repositories will change").waitFor();
    const line = (id) =>
      dialog.getByRole("row").filter({ has: page.getByRole("rowheader", { name: id, exact: true }) });
    assert.match(await line("images-raw").textContent(), /add main/);
    assert.match(
      await line("web-logs").textContent(),
      /add main[\s\S]*add \{\[a-z\],\[A-Z\]\}\*[\s\S]*remove \[a-zA-Z\]\*|add \{\[a-z\],\[A-Z\]\}\*/,
    );
    assert.equal(written(), before, "nothing is written before");
    await dialog.getByText("Code for this").click();
    const code = dialog.getByRole("tabpanel");
    assert.match(await code.textContent(), /"images-raw": \{ protect: \["main"\] \},/);
    await dialog.getByRole("tab", { name: "npx lakefs-wasm" }).click();
    assert.match(await code.textContent(), /npx lakefs-wasm apply[\s\S]*"images-raw"/);
    await dialog.getByRole("button", { name: "Apply to 3 repositories" }).click();
    await dialog.getByText("3 saved of 3").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    for (const id of ["images-raw", "ml-experiments"]) assert.ok((await rulesOf(id)).includes("main"), id);
    assert.deepEqual(await rulesOf("web-logs"), ["{[a-z],[A-Z]}*"], "it protects main too");
    await page
      .getByText(/No repositories match this filter|^0 default branches unprotected/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Show all repositories" }).click();
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("sets retention of many: confirms shorter ones, retries failed ones, skips read-only ones", async () => {
    for (const id of ["clickstream", "quickstart", "ml-models"]) await page.getByLabel(`Select ${id}`).check();
    await page.getByRole("button", { name: "Set retention…" }).click();
    const dialog = page.getByRole("dialog", { name: "Set retention: 3 repositories" });
    await dialog.getByLabel("Default retention, in days").fill("0");
    await dialog.getByText(/Enter 1 or more/).waitFor();
    for (const typed of ["1e3", "0x10", "2.5", ""]) {
      await dialog.getByLabel("Default retention, in days").fill(typed);
      await dialog.getByText("Enter a whole number of days.").waitFor();
    }
    await dialog.getByLabel("Default retention, in days").fill("5");
    await dialog.getByText("Read-only: lakeFS rejects changes").waitFor();
    const apply = dialog.getByRole("button", { name: "Apply to 2 repositories" });
    assert.equal(await apply.getAttribute("aria-disabled"), "true", "clickstream loses two days");
    await dialog.getByLabel("Delete objects sooner in 1 repository").check();
    site.lakefs.fail({ status: 403, message: "not now" }, { operation: "setGCRules" });
    await apply.click();
    await dialog.getByRole("button", { name: "Retry 1 failed" }).click();
    await dialog.getByText("2 saved of 2").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    for (const id of ["clickstream", "quickstart"])
      assert.equal((await site.client.getGCRules(id)).default_retention_days, 5, id);
    await row("quickstart").getByText("5 days").waitFor();
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("does not overwrite a policy that somebody else has changed since it was shown", async () => {
    await page.getByLabel("Select quickstart").check();
    await page.getByRole("button", { name: "Delete retention…" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete retention policies: quickstart" });
    await dialog.getByText("1 repository will change").waitFor();
    await site.client.setGCRules("quickstart", { default_retention_days: 77, branches: [] });
    await dialog.getByRole("button", { name: "Apply to 1 repository" }).click();
    await dialog.getByText(/Somebody else saved first/).waitFor();
    assert.equal((await site.client.getGCRules("quickstart")).default_retention_days, 77);
    await dialog.getByRole("button", { name: "Read 1 again" }).click();
    await dialog.getByText("77 days").waitFor();
    await dialog.getByRole("button", { name: "Apply to 1 repository" }).click();
    await dialog.getByText("1 saved of 1").waitFor();
    await assert.rejects(site.client.getGCRules("quickstart"), { code: "not_found" });
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("copies the settings of one repository to others, and shows the change of each first", async () => {
    const from = { default_retention_days: 40, branches: [{ branch_id: "main", retention_days: 80 }] };
    await site.client.setBranchProtectionRules("customer-360", [{ pattern: "gold" }, { pattern: "main" }], {
      overwrite: true,
    });
    await site.client.setGCRules("customer-360", from);
    for (const id of ["feature-store", "ml-experiments", "ml-models"]) await page.getByLabel(`Select ${id}`).check();
    await page.getByRole("button", { name: "Copy settings…" }).click();
    const dialog = page.getByRole("dialog", { name: "Copy settings: 3 repositories" });
    const line = (id) =>
      dialog.getByRole("row").filter({ has: page.getByRole("rowheader", { name: id, exact: true }) });
    assert.equal(await dialog.getByRole("button", { name: /^Apply/ }).count(), 0, "nothing is chosen");
    await dialog.getByLabel("Copy from").fill("no-such-one");
    await dialog.getByText("There is no repository with this ID.").waitFor();
    await dialog.getByLabel("Copy from").fill("customer-360");
    await line("ml-models").getByText("Read-only: lakeFS rejects changes").waitFor();
    await line("feature-store").getByText("40 days").waitFor();
    const before = { one: await rulesOf("feature-store"), other: await rulesOf("ml-experiments") };
    assert.ok(!before.one.includes("gold") && !before.other.includes("gold"), "nothing is written before");
    await dialog.getByLabel(/^Delete objects sooner in /).check();
    await dialog.getByRole("button", { name: "Apply to 2 repositories" }).click();
    await dialog.getByText("2 saved of 2").waitFor();
    for (const id of ["feature-store", "ml-experiments"]) {
      assert.deepEqual(await rulesOf(id), ["gold", "main"], id);
      assert.deepEqual(await site.client.getGCRules(id), from, id);
    }
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("has a menu for each row, which protects a default branch too", async () => {
    await site.client.setBranchProtectionRules("feature-store", [{ pattern: "dev" }], { overwrite: true });
    await page.getByRole("button", { name: "Refresh" }).click();
    await row("feature-store").getByText("unprotected").waitFor();
    await choose(page, "feature-store", "Protect main…");
    await page.getByRole("dialog").getByRole("button", { name: "Apply to 1 repository" }).click();
    await page.getByText("1 saved of 1").waitFor();
    assert.deepEqual(await rulesOf("feature-store"), ["dev", "main"]);
    await page.keyboard.press("Escape");
    await choose(page, "feature-store", "Copy namespace");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "mem://feature-store");
  });

  test("has a command palette that leads anywhere with a few letters", async () => {
    await page.keyboard.press("Control+k");
    for (const [typed, option] of [
      ["back up", "Back up analytics-events"],
      ["back up ml-m", "Back up ml-models"],
      ["retention", "Set retention of analytics-events"],
      ["protect", "Protect branches of analytics-events"],
      ["create", "Create repository"],
    ]) {
      await page.getByRole("combobox").fill(typed);
      await page.getByRole("option", { name: option, exact: true }).waitFor();
    }
    await page.getByRole("combobox").fill("protect cust");
    await page.getByRole("option", { name: "Protect branches of customer-360" }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/repositories/customer-360/settings/branch-protection");
  });

  test("has no commands for a repository that does not exist", async () => {
    await navigate(page, "/repositories/no-such-one/settings/general");
    await page.getByText("Repository not found", { exact: true }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: "clickstream", exact: true }).waitFor();
    assert.equal(await page.getByRole("option", { name: "no-such-one" }).count(), 0);
    await page.keyboard.press("Escape");
  });

  test("makes code only when it is asked for: for many repositories it is long", async () => {
    await navigate(page, "/repositories");
    await page.getByLabel("Select clickstream").check();
    await page.getByRole("button", { name: "Back up…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Code for this").waitFor();
    assert.equal(await dialog.locator("pre").count(), 0);
    await dialog.getByText("Code for this").click();
    await dialog.locator("pre").getByText("clickstream").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Clear selection" }).click();
  });
});
