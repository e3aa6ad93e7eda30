import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { hold, openSite } from "./site.js";

describe("backup on the page", { skip: noBrowser }, () => {
  let site;
  let page;
  let dump;
  before(async () => {
    site = await openSite({ taskMs: 700 });
    page = await site.newUser();
  });
  after(() => site?.close());
  afterEach(() => assert.deepEqual(site.complaints.splice(0), [], "the page's console"));

  const fill = async (refs) => {
    for (const [part, id] of [
      ["Commits", refs.commits_meta_range_id],
      ["Tags", refs.tags_meta_range_id],
      ["Branches", refs.branches_meta_range_id],
    ])
      await page.getByLabel(`${part} meta-range ID`).fill(id);
  };
  const start = () => page.getByRole("button", { name: "Start the restore" }).click();

  test("dumps with progress, and gives the result to copy and to download", async () => {
    await page.goto("/repositories/analytics-events/backup");
    await page.getByRole("button", { name: "Start a dump" }).click();
    await page.getByRole("progressbar", { name: "The dump is running" }).waitFor();
    assert.match(new URL(page.url()).search, /^\?dump=DR[\w-]{20}$/);
    await page.getByText("The dump is done.").waitFor();
    await page.getByRole("button", { name: "Copy the dump" }).click();
    dump = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    assert.deepEqual(Object.keys(dump).sort(), [
      "branches_meta_range_id",
      "commits_meta_range_id",
      "tags_meta_range_id",
    ]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "analytics-events-dump.json");
    assert.deepEqual(JSON.parse(await readFile(await download.path(), "utf8")), dump);
  });

  test("finds its task again when the page is loaded again in the middle", async () => {
    await page.goto("/repositories/ml-models/backup");
    await page.getByRole("button", { name: "Start a dump" }).click();
    await page.getByText("The dump is running").waitFor();
    const submitted = () => site.lakefs.requests.filter((request) => request.operation === "dumpSubmit").length;
    const before = submitted();
    await page.reload();
    await page.getByText("The dump is done.").waitFor();
    assert.equal(submitted(), before, "no second dump");
    assert.equal(await page.evaluate(() => performance.getEntriesByType("navigation")[0].type), "reload");
  });

  test("finds its task again after a look at another section, while it runs and when it is done", async () => {
    const section = (name) => page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click();
    await page.goto("/repositories/customer-360/backup");
    const release = await hold(page, "POST", "**/api/v1/repositories/customer-360/dump");
    await page.getByRole("button", { name: "Start a dump" }).click();
    await section("Overview");
    const answered = page.waitForResponse("**/customer-360/dump");
    await release();
    const { id } = await (await answered).json();
    await page.getByRole("button", { name: "Delete repository…" }).waitFor();
    await section("Backup");
    await page.waitForURL(`**/backup?dump=${id}`);
    await page.getByText("The dump is done.").waitFor();
    await section("Overview");
    await page.waitForURL("**/settings/general");
    await section("Backup");
    await page.waitForURL(`**/backup?dump=${id}`);
    await page.getByText("The dump is done.").waitFor();
    await page.getByRole("button", { name: "New dump" }).click();
    await section("Overview");
    await section("Backup");
    await page.getByRole("button", { name: "Start a dump" }).waitFor();
  });

  test("restores pasted ids into a bare repository, beside the one that was dumped", async () => {
    await page.goto("/repositories/analytics-events/backup");
    await page.getByRole("button", { name: "Start a dump" }).click();
    await page.getByRole("link", { name: "create a bare repository on the same namespace" }).click();
    const dialog = page.getByRole("dialog", { name: "Create repository" });
    assert.equal(await dialog.getByLabel("Storage namespace").inputValue(), "mem://analytics-events");
    assert.equal(await dialog.getByLabel("Bare repository").isChecked(), true);
    await dialog.getByLabel("Repository ID").fill("analytics-restored");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByText("Bare", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Backup" }).click();
    await page.getByRole("button", { name: "Use the dump of analytics-events" }).waitFor();
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(dump));
    await page.getByLabel("Tags meta-range ID").focus();
    await page.keyboard.press("Control+V");
    assert.equal(
      await page.getByLabel("Branches meta-range ID").inputValue(),
      dump.branches_meta_range_id,
      "a whole dump fills every field",
    );
    await start();
    await page.getByRole("progressbar", { name: "The restore is running" }).waitFor();
    await page.getByText("The restore is done.").waitFor();
    await page.getByText("Bare", { exact: true }).waitFor({ state: "hidden" });
    const { id } = await site.client.dumpSubmit("analytics-restored");
    assert.deepEqual(await site.client.waitForDump("analytics-restored", id), dump);
  });

  test("restores from a file, and refuses a file that is no dump", async () => {
    await page.goto("/repositories/analytics-events-copy/backup");
    const file = page.getByLabel("Dump file");
    await file.setInputFiles({ name: "holiday.txt", mimeType: "text/plain", buffer: Buffer.from("sun") });
    await page.getByText("holiday.txt is not a dump").waitFor();
    await file.setInputFiles({
      name: "dump.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(dump)),
    });
    await page.getByText("holiday.txt is not a dump").waitFor({ state: "hidden" });
    await file.setInputFiles({ name: "holiday.txt", mimeType: "text/plain", buffer: Buffer.from("sun") });
    await page.getByText("holiday.txt is not a dump").waitFor();
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(dump));
    await page.getByLabel("Tags meta-range ID").focus();
    await page.keyboard.press("Control+V");
    await page.getByText("holiday.txt is not a dump").waitFor({ state: "hidden" });
    assert.equal(await page.getByLabel("Commits meta-range ID").inputValue(), dump.commits_meta_range_id);
    await start();
    await page.getByText("The restore is done.").waitFor();
  });

  test("tells of a restore that failed in lakeFS's words and in plain ones", async () => {
    await page.goto("/repositories/restore-here/backup");
    await start();
    await page.getByText("The ids of a dump are missing").waitFor();
    await fill(dump);
    await start();
    const alert = page.getByRole("alert");
    await alert.getByText("The restore has failed").waitFor();
    await alert.getByText("No data", { exact: true }).waitFor();
    await alert.getByText(/does not hold the objects that these ids name/).waitFor();
    await page.getByRole("button", { name: "Begin again" }).click();
    await page.getByRole("button", { name: "Start the restore" }).waitFor();
    assert.equal(new URL(page.url()).search, "");
    for (const [part, id] of [
      ["Commits", dump.commits_meta_range_id],
      ["Tags", dump.tags_meta_range_id],
      ["Branches", dump.branches_meta_range_id],
    ])
      assert.equal(await page.getByLabel(`${part} meta-range ID`).inputValue(), id, "the ids are still there");
  });

  test("tells that a repository is not bare, and leads to one that is", async () => {
    await page.goto("/repositories/clickstream/backup");
    await fill(dump);
    await start();
    await page.getByText("can only restore into a bare repository").waitFor();
    await page.getByRole("link", { name: "Create a bare repository" }).click();
    assert.equal(await page.getByRole("dialog").getByLabel("Storage namespace").inputValue(), "mem://clickstream");
  });

  test("offers the last dump in another repository until somebody logs out", async () => {
    const other = await site.newUser("/repositories/analytics-events/backup");
    const go = async (id) => {
      await other.getByRole("link", { name: "Repositories", exact: true }).click();
      await other.getByRole("link", { name: id, exact: true }).click();
      await other.getByRole("link", { name: "Backup" }).click();
      await other.getByRole("heading", { name: "Restore" }).waitFor();
    };
    await other.getByRole("button", { name: "Start a dump" }).click();
    await other.getByText("The dump is done.").waitFor();
    await go("clickstream");
    const offer = other.getByRole("button", { name: "Use the dump of analytics-events" });
    await offer.waitFor();
    await other.getByRole("button", { name: /^Account/ }).click();
    await other.getByRole("menuitem", { name: "Log out" }).click();
    await other.getByRole("button", { name: "Open the sandbox" }).click();
    await go("clickstream");
    assert.equal(await offer.count(), 0);
    await go("analytics-events");
    await other.getByRole("button", { name: "Start a dump" }).waitFor();
    await other.context().close();
  });

  test("says so when lakeFS does not know the task in the address", async () => {
    await page.goto("/repositories/clickstream/backup?dump=DR00000000000000000000");
    await page.getByText("lakeFS does not know this task").waitFor();
    await page.getByRole("button", { name: "Forget this task" }).click();
    await page.getByRole("button", { name: "Start a dump" }).waitFor();
  });
});
