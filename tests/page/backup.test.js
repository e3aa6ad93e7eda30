import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { choose, hold, useSite } from "./site.js";

describe("backup on the page", { skip: noBrowser }, () => {
  let site;
  let page;
  /** The document that the first test downloads. */
  let document;
  useSite(
    (...opened) => {
      [site, page] = opened;
    },
    { taskMs: 700 },
  );

  const backUp = (on = page) => on.getByRole("button", { name: "Back up now" }).click();
  const done = (on = page) => on.getByText("The backup is done.").waitFor();
  const downloaded = async (on, button) => {
    const [download] = await Promise.all([on.waitForEvent("download"), button.click()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  };
  const today = () => new Date().toISOString().slice(0, 10);
  const asFile = (name, value) => ({
    name,
    mimeType: "application/json",
    buffer: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
  });
  const openWizard = async (path = "/restore") => {
    await page.goto(path);
    await page.getByRole("heading", { level: 1, name: "Restore from backup" }).waitFor();
  };
  const rulesOf = async (id) =>
    (await site.client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort();

  test("is one document with the dump and the settings, to copy and to download, with the date in its name", async () => {
    await page.goto("/repositories/analytics-events/backup");
    await backUp();
    await page.getByRole("progressbar", { name: "The backup is running" }).waitFor();
    assert.match(new URL(page.url()).search, /^\?dump=DR[\w-]{20}$/);
    await done();
    await page.getByRole("button", { name: "Copy the backup" }).click();
    document = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    assert.equal(document.format, "lakefs-wasm-backup");
    assert.equal(document.repository.id, "analytics-events");
    assert.deepEqual(document.branch_protection, [{ pattern: "main" }, { pattern: "release-*" }]);
    assert.equal(document.gc_rules.default_retention_days, 21);
    assert.equal(document.metadata.owner, "data-platform");
    const file = await downloaded(page, page.getByRole("button", { name: "Download backup" }));
    assert.equal(file.name, `analytics-events-backup-${today()}.json`);
    assert.deepEqual(JSON.parse(file.text), document);
  });

  test("continues after a reload while the dump runs", async () => {
    await page.goto("/repositories/ml-models/backup");
    await backUp();
    await page.getByText("The backup is running").waitFor();
    const submitted = () => site.lakefs.requests.filter((request) => request.operation === "dumpSubmit").length;
    const before = submitted();
    await page.reload();
    await done();
    assert.equal(submitted(), before, "no second dump");
  });

  test("continues after another section was open, while the dump runs and when it is done", async () => {
    const section = (name) => page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click();
    await page.goto("/repositories/customer-360/backup");
    const release = await hold(page, "POST", "**/api/v1/repositories/customer-360/dump");
    await backUp();
    await section("Overview");
    const answered = page.waitForResponse("**/customer-360/dump");
    await release();
    const { id } = await (await answered).json();
    await page.getByRole("button", { name: "Delete repository…" }).waitFor();
    await section("Backup");
    await page.waitForURL(`**/backup?dump=${id}`);
    await done();
    await page.getByRole("button", { name: "Back up again" }).click();
    await section("Overview");
    await section("Backup");
    await page.getByRole("button", { name: "Back up now" }).waitFor();
  });

  test("tells its end to those who look at something else, and nothing after they have logged out", async () => {
    const other = await site.newUser("/repositories/feature-store/backup");
    const leave = (name) =>
      other.getByRole("navigation", { name: "Sections" }).getByRole("link", { name, exact: true }).click();
    await backUp(other);
    await other.getByText("The backup is running").waitFor();
    await leave("Overview");
    await other.getByText("The backup of feature-store is done").first().waitFor();
    await leave("Backup");
    await done(other);
    await other.getByRole("button", { name: "Back up again" }).click();
    await backUp(other);
    await other.getByText("The backup is running").waitFor();
    await leave("Metadata");
    await other.getByRole("button", { name: /^Account/ }).click();
    await other.getByRole("menuitem", { name: "Log out" }).click();
    await other.getByRole("heading", { name: "Log in to lakeFS" }).waitFor();
    await other.waitForTimeout(1000);
    assert.equal(
      await other.getByRole("dialog").count(),
      0,
      "nobody is asked to log in for a backup that is forgotten",
    );
    await other.context().close();
  });

  test("is restored from a file under another name, with rules and retention, after a warning about the shared namespace", async () => {
    await openWizard();
    await page.getByLabel("Backup file").last().setInputFiles(asFile("holiday.txt", "sun"));
    await page.getByText("holiday.txt: This is not JSON.").waitFor();
    await page
      .getByLabel("Backup file")
      .last()
      .setInputFiles(asFile("disk.img", " ".repeat(20_000_001)));
    await page.getByText("disk.img is larger than 20 MB, so it is not a backup.").waitFor();
    await page.getByLabel("Backup file").last().setInputFiles(asFile("backup.json", document));
    const target = page.getByRole("region", { name: "2. Restore as" });
    await target.getByText("A repository with this ID exists. Choose another ID.").waitFor();
    await target.getByLabel("Repository ID").fill("analytics-restored");
    await target.getByText(/analytics-events, .* use this namespace/).waitFor();
    await target.getByRole("button", { name: "Restore" }).click();
    await target.getByText("Confirm that two repositories may use this namespace.").waitFor();
    assert.equal(
      site.lakefs.requests.some((request) => request.operation === "restoreSubmit"),
      false,
      "nothing is sent",
    );
    await target.getByLabel("Use the same namespace anyway").check();
    await target.getByText("Code for this").click();
    assert.match(
      await target.getByRole("tabpanel").textContent(),
      /restore\(lakefs, document, \{[^}]*name: "analytics-restored"/,
    );
    await target.getByRole("button", { name: "Restore" }).click();
    await page.getByRole("heading", { name: "Restored analytics-restored" }).waitFor();
    await page.getByText("Metadata: lakeFS has no public API to set it.").waitFor();
    await page.getByRole("link", { name: "Open analytics-restored" }).click();
    await page.getByRole("heading", { level: 1, name: "analytics-restored" }).waitFor();
    assert.deepEqual(await rulesOf("analytics-restored"), ["main", "release-*"]);
    assert.equal((await site.client.getGCRules("analytics-restored")).default_retention_days, 21);
    const branches = await site.client.listBranches("analytics-restored");
    assert.deepEqual(
      branches.results.map((branch) => branch.id),
      ["dev", "main", "release-1", "release-2", "staging"],
    );
  });

  test("needs all three IDs of a dump, and says so before anything is sent", async () => {
    await openWizard();
    await page.getByText("Enter the three IDs of a dump").click();
    await page.getByLabel("Commits meta-range ID").fill(document.refs.commits_meta_range_id);
    const before = site.lakefs.requests.length;
    await page.getByRole("button", { name: "Use these IDs" }).click();
    assert.equal(await page.getByText("All three IDs are required.").count(), 2);
    await page.getByLabel("Tags meta-range ID").and(page.locator(":focus")).waitFor();
    assert.equal(site.lakefs.requests.length, before);
  });

  test("of a plain dump is restored into an existing bare repository", async () => {
    await site.client.createRepository(
      { name: "copy-target", storage_namespace: "mem://analytics-events" },
      { bare: true },
    );
    await page.goto("/repositories/copy-target/backup");
    await page.getByRole("link", { name: "Restore into this repository…" }).click();
    await page.getByText("Paste a backup").click();
    await page.getByLabel("Backup as JSON").fill(JSON.stringify(document.refs));
    await page.getByRole("button", { name: "Use this", exact: true }).click();
    const target = page.getByRole("region", { name: "2. Restore as" });
    await target.getByText("A bare repository: it is restored into.").waitFor();
    assert.equal(await target.getByLabel("Repository ID").inputValue(), "copy-target");
    await target.getByLabel("Use the same namespace anyway").check();
    await target.getByRole("button", { name: "Restore" }).click();
    await page.getByRole("heading", { name: "Restored copy-target" }).waitFor();
  });

  test("that cannot be restored says why and what to do", async () => {
    await openWizard();
    await page.getByLabel("Backup file").last().setInputFiles(asFile("refs.json", document.refs));
    const target = page.getByRole("region", { name: "2. Restore as" });
    await target.getByLabel("Repository ID").fill("no-data-there");
    await target.getByLabel("Storage namespace").fill("mem://empty-one");
    await target.getByRole("button", { name: "Restore" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("The task failed").waitFor();
    await alert.getByText("does not hold the objects of this backup").waitFor();
    await page.getByRole("button", { name: "Change the target" }).click();
    assert.equal(await target.getByLabel("Repository ID").inputValue(), "no-data-there");
  });

  test("is restored elsewhere when the repository has branches by then", async () => {
    await openWizard();
    await page.getByLabel("Backup file").last().setInputFiles(asFile("refs.json", document.refs));
    const target = page.getByRole("region", { name: "2. Restore as" });
    await target.getByLabel("Repository ID").fill("taken-meanwhile");
    await target.getByLabel("Storage namespace").fill("mem://taken-meanwhile");
    site.lakefs.fail({ status: 400, message: "repository is not bare" }, { operation: "restoreSubmit" });
    await target.getByRole("button", { name: "Restore" }).click();
    await page.getByRole("alert").getByText("Choose another repository ID.").waitFor();
    await page.getByRole("button", { name: "Change the target" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0);
    await page.getByRole("button", { name: "Restore another backup" }).click();
  });

  test("is restored once: returning to the view sends nothing again, however the restore ended", async () => {
    const sent = (operation) => site.lakefs.requests.filter((request) => request.operation === operation).length;
    await openWizard();
    await page.getByLabel("Backup file").last().setInputFiles(asFile("backup.json", document));
    const target = page.getByRole("region", { name: "2. Restore as" });
    await target.getByLabel("Repository ID").fill("restored-once");
    await target.getByLabel("Use the same namespace anyway").check();
    const before = sent("restoreSubmit");
    const release = await hold(page, "POST", "**/restored-once/restore");
    await target.getByRole("button", { name: "Restore" }).click();
    await page.getByRole("heading", { name: "Restoring…" }).waitFor();
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await release();
    await page.getByRole("link", { name: /^Restore/ }).click();
    await page.getByRole("heading", { name: "Restored restored-once" }).waitFor();
    assert.equal(sent("restoreSubmit"), before + 1);
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await choose(page, "restored-once", "Delete…");
    await page.getByLabel("Type restored-once to confirm").fill("restored-once");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete repository" }).click();
    await page.getByRole("alertdialog").waitFor({ state: "hidden" });
    const created = sent("createRepository");
    await page.getByRole("link", { name: /^Restore/ }).click();
    await page.getByRole("heading", { name: "1. Choose a backup" }).waitFor();
    await page.getByText("Paste a backup").waitFor();
    assert.deepEqual([sent("createRepository"), sent("restoreSubmit")], [created, before + 1]);
  });

  test("is restored only on a namespace that the server accepts", async () => {
    await openWizard();
    await page.getByLabel("Backup file").last().setInputFiles(asFile("refs.json", document.refs));
    const target = page.getByRole("region", { name: "2. Restore as" });
    await target.getByLabel("Repository ID").fill("somewhere");
    await target.getByLabel("Storage namespace").fill("s3://elsewhere");
    await target.getByText("Must start with mem://").waitFor();
    const before = site.lakefs.requests.length;
    await target.getByRole("button", { name: "Restore" }).click();
    await target.getByLabel("Storage namespace").and(page.locator(":focus")).waitFor();
    assert.equal(site.lakefs.requests.length, before);
  });

  test("that is dropped beside the field does not replace the page", async () => {
    await openWizard();
    const isKept = await page.locator("body").evaluate((body) => {
      const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() });
      return !body.dispatchEvent(drop);
    });
    assert.ok(isKept);
  });

  test("is read with a byte order mark, and listed by date when a file has two of a repository", async () => {
    await openWizard();
    await page.getByText("Paste a backup").click();
    const older = { ...document, created_at: "2025-01-02T03:04:05Z" };
    await page.getByLabel("Backup as JSON").fill(`\ufeff${JSON.stringify([older, document])}`);
    await page.getByRole("button", { name: "Use this", exact: true }).click();
    await page
      .getByLabel("This file holds 2 backups. Restore")
      .selectOption({ label: "analytics-events, 2025-01-02 03:04 UTC" });
    await page.getByRole("region", { name: "2. Restore as" }).waitFor();
  });

  test("is offered for a restore until the logout", async () => {
    const other = await site.newUser("/repositories/analytics-events/backup");
    await backUp(other);
    await done(other);
    await other.getByRole("link", { name: "Restore a backup…" }).click();
    const offer = other.getByRole("button", { name: /^Use the backup of analytics-events/ });
    await offer.waitFor();
    await other.getByRole("button", { name: /^Account/ }).click();
    await other.getByRole("menuitem", { name: "Log out" }).click();
    await other.getByRole("button", { name: "Open the sandbox" }).click();
    await other.getByRole("heading", { level: 1, name: "Restore from backup" }).waitFor();
    assert.equal(await offer.count(), 0);
    await other.context().close();
  });

  test("of many repositories is one file; failed ones can be tried again", async () => {
    await page.goto("/repositories?search=ml-");
    await page
      .getByText("2 of 12 repositories")
      .or(page.getByText(/^2 of \d+ repositories/))
      .first()
      .waitFor();
    await page.getByLabel(/^Select all/).check();
    await page.getByRole("button", { name: "Back up…" }).click();
    const dialog = page.getByRole("dialog", { name: "Back up: 2 repositories" });
    await dialog.getByText("Code for this").click();
    assert.match(
      await dialog.getByRole("tabpanel").textContent(),
      /for \(const id of \["ml-experiments", "ml-models"\]\)/,
    );
    site.lakefs.fail({ status: 403, message: "not now" }, { operation: "dumpSubmit" });
    await dialog.getByRole("button", { name: "Back up", exact: true }).click();
    await dialog.getByRole("button", { name: "Retry 1 failed" }).click();
    await dialog.getByText("2 of 2 backed up").waitFor();
    const file = await downloaded(page, dialog.getByRole("button", { name: "Download 2 backups" }));
    assert.equal(file.name, `lakefs-backups-${today()}.json`);
    const documents = JSON.parse(file.text);
    assert.deepEqual(
      documents.map((one) => one.repository.id),
      ["ml-experiments", "ml-models"],
    );
    await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
    await openWizard();
    await page.getByLabel("Backup file").last().setInputFiles(asFile(file.name, documents));
    await page.getByLabel("This file holds 2 backups. Restore").selectOption("ml-models");
    await page.getByRole("region", { name: "2. Restore as" }).waitFor();
  });

  test("of all repositories takes five clicks", async () => {
    await page.goto("/repositories");
    await page.getByText(/^\d+ repositories$/).waitFor();
    await page.getByLabel(/^Select all/).check();
    await page.getByRole("button", { name: "Back up…" }).click();
    const dialog = page.getByRole("dialog", { name: /^Back up: \d+ repositories$/ });
    await dialog.getByRole("button", { name: "Back up", exact: true }).click();
    await dialog.getByText(/^(\d+) of \1 backed up$/).waitFor();
    const file = await downloaded(page, dialog.getByRole("button", { name: /^Download \d+ backups$/ }));
    const ids = JSON.parse(file.text).map((one) => one.repository.id);
    const all = (await site.client.listRepositories({ amount: 1000 })).results.map((one) => one.id);
    assert.deepEqual(ids.sort(), all.sort());
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("of one repository can be started from the list", async () => {
    await page.goto("/repositories");
    await choose(page, "clickstream", "Back up…");
    await page.getByRole("dialog", { name: "Back up: clickstream" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("reports that lakeFS does not know the task in the address", async () => {
    await page.goto("/repositories/clickstream/backup?dump=DR00000000000000000000");
    await page.getByText("lakeFS no longer knows this task").waitFor();
    assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Back up now" }).waitFor();
  });
});
