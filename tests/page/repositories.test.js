import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { openSite } from "./site.js";

describe("repositories on the page", { skip: noBrowser }, () => {
  let site;
  let page;
  before(async () => {
    site = await openSite();
    page = await site.newUser();
  });
  after(() => site?.close());
  afterEach(() => assert.deepEqual(site.complaints.splice(0), [], "the page's console"));

  const list = () => page.getByRole("list", { name: "Repositories" });
  const home = () => page.getByRole("link", { name: /^lakeFS/ }).click();

  test("are listed with what is known of each", async () => {
    const row = list().getByRole("listitem").filter({ has: page.getByRole("link", { name: "archive-2024" }) });
    await row.waitFor();
    assert.match(await row.innerText(), /Read-only[\s\S]*main[\s\S]*mem:\/\/archive-2024[\s\S]*Created 2 years ago/);
    await page.getByText("11 repositories", { exact: true }).waitFor();
  });

  test("are searched while typing, the search stands in the address, and Back leads to the whole list", async () => {
    await page.getByRole("searchbox", { name: "Search repositories" }).fill("ml-");
    await page.getByText("2 repositories found").waitFor();
    assert.deepEqual(await list().getByRole("link").allInnerTexts(), ["ml-experiments", "ml-models"]);
    assert.equal(new URL(page.url()).search, "?search=ml-");
    await page.reload();
    await page.getByText("2 repositories found").waitFor();
    assert.equal(await page.getByRole("searchbox").inputValue(), "ml-");
    await page.getByRole("searchbox").fill("nothing-like-it");
    await page.getByRole("heading", { name: "No repository has “nothing-like-it” in its id" }).waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByText("11 repositories", { exact: true }).waitFor();
  });

  test("are created by the rules of lakeFS, checked while typing", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog", { name: "Create repository" });
    const id = dialog.getByLabel("Repository ID");
    await id.fill("My_Repo");
    await dialog.getByText("The id can have lower-case letters, digits and hyphens only.").waitFor();
    assert.equal(await id.getAttribute("aria-invalid"), "true");
    await id.fill("my-repo");
    await dialog.getByText("The id can have").waitFor({ state: "hidden" });
    const namespace = dialog.getByLabel("Storage namespace");
    assert.equal(await namespace.inputValue(), "mem://my-repo", "suggested");
    await namespace.fill("s3://bucket");
    await dialog.getByText(/has to match \^mem:\/\//).waitFor();
    await namespace.fill("mem://elsewhere");
    await dialog.getByLabel("Default branch").fill("trunk");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByRole("heading", { level: 1, name: "my-repo" }).waitFor();
    await page.waitForURL("**/repositories/my-repo/settings/general");
    const { storage_namespace, default_branch } = await site.client.getRepository("my-repo");
    assert.deepEqual({ storage_namespace, default_branch }, { storage_namespace: "mem://elsewhere", default_branch: "trunk" });
    await home();
  });

  test("that lakeFS refuses to create are told of at the field, and nothing typed is lost", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("quickstart");
    await dialog.getByLabel("Storage namespace").fill("mem://other");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText("This name is taken. lakeFS says: error creating repository: not unique").waitFor();
    assert.equal(await dialog.getByLabel("Repository ID").evaluate((input) => input === document.activeElement), true, "the focus is there");
    await dialog.getByLabel("Repository ID").fill("quickstart-2");
    await dialog.getByLabel("Storage namespace").fill("mem://quickstart");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText(/lakeFS says: .*storage namespace already in use/).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  });

  test("are created bare, and with sample data but not together", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("bare-one");
    await dialog.getByLabel("Add sample data").check();
    await dialog.getByLabel("Bare repository").check();
    await dialog.getByText("Not together with bare").waitFor();
    await dialog.getByLabel("Add sample data").uncheck();
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByRole("heading", { level: 1, name: "bare-one" }).waitFor();
    await page.getByText("Bare", { exact: true }).waitFor();
    await home();
  });

  test("are deleted when their id is typed, read-only ones by force", async () => {
    await page.getByRole("button", { name: "Delete archive-2024" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Delete archive-2024?" });
    await dialog.getByLabel("Type archive-2024 to confirm").fill("archive");
    const button = dialog.getByRole("button", { name: "Delete repository" });
    assert.equal(await button.isDisabled(), true, "before the id is typed");
    await dialog.getByLabel("Type archive-2024 to confirm").fill("archive-2024");
    assert.equal(await button.isDisabled(), true, "before force is asked for");
    await dialog.getByLabel("Delete it although it is read-only").check();
    await button.click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Repository archive-2024 is deleted").first().waitFor();
    await list().getByRole("link", { name: "archive-2024" }).waitFor({ state: "hidden" });
    await assert.rejects(site.client.getRepository("archive-2024"), { code: "repository_not_found" });
  });

  test("are shown with the calls behind them, each as the line that makes it, with its status, to be copied", async () => {
    await page.getByRole("button", { name: /^Calls/ }).click();
    const calls = page.getByRole("complementary", { name: "Calls of this page" });
    const row = (text) => calls.getByRole("listitem").filter({ hasText: text }).first();
    await row('await lakefs.deleteRepository("archive-2024", { force: true });').getByText("204", { exact: true }).waitFor();
    await row('await lakefs.createRepository({ name: "quickstart", storage_namespace: "mem://other", default_branch: "main" });').getByText("409 already_exists").waitFor();
    await row("for await (const repository of lakefs.repositories())").getByText(/^\d+(\.\d)? ms$/).waitFor();
    const created = 'await lakefs.createRepository({ name: "bare-one", storage_namespace: "mem://bare-one", default_branch: "main" }, { bare: true });';
    await row(created).getByRole("button", { name: "Copy this call" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), created);
    await calls.getByRole("button", { name: "Clear" }).click();
    await calls.getByText("What you do from now on is written here.").waitFor();
    await calls.getByRole("button", { name: "Close calls" }).click();
  });

  test("are shown in the colours that somebody chose, after a reload too", async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
    assert.equal(await ground(), dark);
  });
});
