// Work on the page that is interrupted: views left in the middle, repositories that vanish, settings that others change meanwhile.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { choose, hold, navigate, useSite } from "./site.js";

describe("what is interrupted", { skip: noBrowser }, () => {
  let site;
  let page;
  useSite((...opened) => {
    [site, page] = opened;
  });

  const dialog = () => page.getByRole("dialog");
  const line = (id) =>
    dialog()
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: id, exact: true }) });
  const message = (text) => page.getByRole("listitem").getByText(text, { exact: true });
  /** Opens the list from another view, so that Back leaves it. */
  async function openList() {
    await navigate(page, "/somewhere");
    await page.getByText("Page not found").waitFor();
    await navigate(page, "/repositories");
    await page.getByRole("row").filter({ hasText: "web-logs" }).getByText("broken").waitFor();
  }
  /** Whether the browser would ask before the page is closed. */
  const asksBeforeLeaving = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

  test("a bulk change that is left stops, says how far it came, and the browser asks before the page is closed", async () => {
    await openList();
    for (const id of ["clickstream", "feature-store", "quickstart"]) await page.getByLabel(`Select ${id}`).check();
    await page.getByRole("button", { name: "Set retention…" }).click();
    await dialog().getByLabel("Default retention, in days").fill("500");
    assert.equal(await asksBeforeLeaving(), false);
    const release = await hold(page, "PUT", "**/gc_rules");
    await dialog().getByRole("button", { name: "Apply to 3 repositories" }).click();
    await dialog().getByRole("button", { name: "Stop" }).waitFor();
    assert.equal(await asksBeforeLeaving(), true);
    await page.goBack();
    await message("Set retention: stopped after 0 of 3 repositories").waitFor();
    await release();
    assert.equal((await site.client.getGCRules("clickstream")).default_retention_days, 7);
    assert.equal(await asksBeforeLeaving(), false);
    await navigate(page, "/repositories");
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("backups are not lost: closing asks, and so does the browser, until they are downloaded", async () => {
    await openList();
    await choose(page, "clickstream", "Back up…");
    await dialog().getByRole("button", { name: "Back up", exact: true }).click();
    await dialog().getByRole("button", { name: "Download backup" }).waitFor();
    assert.equal(await asksBeforeLeaving(), true);
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Close without downloading?" });
    await question.getByText(/^1 backup not downloaded/).waitFor();
    await question.getByRole("button", { name: "Cancel" }).click();
    const download = page.waitForEvent("download");
    await dialog().getByRole("button", { name: "Download backup" }).click();
    await download;
    assert.equal(await asksBeforeLeaving(), false);
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await choose(page, "clickstream", "Back up…");
    await dialog().getByRole("button", { name: "Back up", exact: true }).click();
    await dialog().getByRole("button", { name: "Download backup" }).waitFor();
    await page.goBack();
    await message("1 backup not downloaded").waitFor();
    assert.equal(await asksBeforeLeaving(), false);
  });

  test("a new repository that is typed and not created is marked", async () => {
    await openList();
    await page.getByRole("button", { name: "Create repository" }).click();
    await dialog().getByLabel("Repository ID").fill("half");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Create repository (unsaved changes)" }).click();
    assert.equal(await dialog().getByLabel("Repository ID").inputValue(), "half");
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Create repository", exact: true }).waitFor();
  });

  test("the selection says how many of it the search or the filter hides", async () => {
    await openList();
    await page.getByLabel("Select all 12 shown").check();
    const selected = page.getByRole("region", { name: "Selected repositories" }).getByRole("status");
    assert.equal(await selected.textContent(), "12 selected");
    await page.getByRole("button", { name: "2 read-only" }).click();
    await selected.getByText("12 selected, 10 not shown").waitFor();
    await page.getByRole("button", { name: "2 read-only" }).click();
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("repositories that vanish while a bulk change reads are reported, and the others can be changed", async () => {
    const id = "zz-deleted";
    await site.client.createRepository({ name: id, storage_namespace: `mem://${id}` });
    await page.goto("/repositories");
    await page.getByRole("link", { name: id }).waitFor();
    await page.getByLabel(/^Select all/).check();
    const releaseList = await hold(page, "GET", "**/api/v1/repositories?*");
    await page.getByRole("button", { name: "Refresh" }).click();
    await site.client.deleteRepository(id);
    const releaseSettings = await hold(page, "GET", "**/settings/branch_protection");
    await page.getByRole("button", { name: "Protect branches…" }).click();
    await dialog().getByText("Reading settings: 0 of 13").waitFor();
    await releaseList();
    await page.getByText("12 repositories", { exact: true }).waitFor({ state: "attached" });
    await releaseSettings();
    await line(id).getByText("Repository not found").waitFor();
    await dialog()
      .getByText(/repositories will change · 1 left out$/)
      .waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("a bulk change is planned from settings that are not old", async () => {
    const other = await site.newPage();
    await other.clock.install();
    await site.logIn(other, "/repositories");
    await other.getByRole("row").filter({ hasText: "feature-store" }).getByText("protected").waitFor();
    await site.client.setBranchProtectionRules("feature-store", [{ pattern: "dev" }], { overwrite: true });
    await other.clock.fastForward(61_000);
    await other.getByLabel("Select feature-store").check();
    await other.getByRole("button", { name: "Protect branches…" }).click();
    await other.getByRole("dialog").getByText("1 repository will change").waitFor();
    await other.context().close();
  });

  test("unsaved changes of a repository that somebody else has deleted can be discarded", async () => {
    const id = "to-vanish";
    await site.client.createRepository({ name: id, storage_namespace: `mem://${id}` });
    await page.goto(`/repositories/${id}/settings/branch-protection`);
    await page.getByLabel("Branch name pattern").fill("gold");
    await page.getByRole("button", { name: "Add rule" }).click();
    await site.client.deleteRepository(id);
    await navigate(page, "/repositories");
    await page.getByRole("link", { name: "clickstream" }).waitFor();
    assert.equal(await asksBeforeLeaving(), true);
    await navigate(page, `/repositories/${id}/settings/branch-protection`);
    await page.getByRole("button", { name: "Discard unsaved changes" }).click();
    assert.equal(await asksBeforeLeaving(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  });
});
