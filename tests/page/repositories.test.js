import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { amount, isThorough } from "../support/thorough.js";
import { choose, drawn, hold, useSite } from "./site.js";

describe("repositories on the page", { skip: noBrowser }, () => {
  let site;
  let page;
  useSite((...opened) => {
    [site, page] = opened;
  });

  const list = () => page.getByRole("table", { name: "Repositories" });
  const home = () => page.getByRole("link", { name: /^lakeFS/ }).click();

  test("are listed with their settings", async () => {
    const row = list()
      .getByRole("row")
      .filter({ has: page.getByRole("link", { name: "archive-2024" }) });
    await row.getByRole("cell", { name: "none" }).waitFor();
    assert.match(String(await row.textContent()), /archive-2024 ?Read-onlymem:\/\/archive-2024main0none2 years ago/);
    await page.getByText("12 repositories", { exact: true }).waitFor();
  });

  test("are searched while typing, the address has the search, and Back leads to the whole list", async () => {
    await page.getByRole("searchbox", { name: "Search repositories" }).fill("ml-");
    await page.getByText("2 of 12 repositories").waitFor();
    assert.deepEqual(await list().getByRole("link").allInnerTexts(), ["ml-experiments", "ml-models"]);
    assert.equal(new URL(page.url()).search, "?search=ml-");
    await page.reload();
    await page.getByText("2 of 12 repositories").waitFor();
    assert.equal(await page.getByRole("searchbox").inputValue(), "ml-");
    await page.getByRole("searchbox").fill("nothing-like-it");
    await page.getByRole("heading", { name: "No repositories match “nothing-like-it”" }).waitFor();
    await page.getByRole("button", { name: "Show all repositories" }).click();
    await page.getByText("12 repositories", { exact: true }).waitFor();
  });

  test("are created by the rules of lakeFS, checked while typing", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog", { name: "Create repository" });
    const id = dialog.getByLabel("Repository ID");
    await id.fill("My_Repo");
    await dialog.getByText("Use lowercase letters only.").waitFor();
    assert.equal(await id.getAttribute("aria-invalid"), "true");
    await id.fill("my-repo");
    await dialog.getByText("Use lowercase letters only.").waitFor({ state: "hidden" });
    const namespace = dialog.getByLabel("Storage namespace");
    assert.equal(await namespace.inputValue(), "mem://my-repo", "suggested");
    await namespace.fill("s3://bucket");
    await dialog.getByText("Must start with mem://").waitFor();
    await namespace.fill("mem://elsewhere");
    await dialog.getByLabel("Default branch").fill("trunk");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByRole("heading", { level: 1, name: "my-repo" }).waitFor();
    await page.waitForURL("**/repositories/my-repo/settings/general");
    const { storage_namespace, default_branch } = await site.client.getRepository("my-repo");
    assert.deepEqual(
      { storage_namespace, default_branch },
      { storage_namespace: "mem://elsewhere", default_branch: "trunk" },
    );
    await home();
  });

  test("are created without the outer spaces of pasted text, and deleted in spite of them", async () => {
    await page.goto("/repositories?create=new");
    await page.getByLabel("Repository ID").fill(" pasted ");
    await page.getByLabel("Storage namespace").fill(" mem://pasted ");
    await page.getByLabel("Default branch").fill(" main ");
    await page.getByRole("button", { name: "Create repository" }).last().click();
    await page.getByRole("heading", { name: "pasted" }).waitFor();
    const { storage_namespace, default_branch } = await site.client.getRepository("pasted");
    assert.deepEqual([storage_namespace, default_branch], ["mem://pasted", "main"]);
    await page.getByRole("button", { name: "Delete repository…" }).click();
    await page.getByLabel("Type pasted to confirm").fill("pasted ");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete repository" }).click();
    await page.getByText("Deleted pasted").first().waitFor();
  });

  test("that lakeFS refuses to create are reported at the field, and no input is lost", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("quickstart");
    await dialog.getByLabel("Storage namespace").fill("mem://other");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText("A repository with this ID exists.").waitFor();
    assert.equal(
      await dialog.getByLabel("Repository ID").evaluate((input) => input === document.activeElement),
      true,
      "the focus is there",
    );
    await dialog.getByLabel("Repository ID").fill("quickstart-2");
    await dialog.getByLabel("Storage namespace").fill("mem://quickstart");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText("This namespace is already used by quickstart.").waitFor();
    // Somebody else has created it meanwhile: lakeFS refuses.
    await site.client.createRepository({ name: "quickstart-2", storage_namespace: "mem://quickstart-2" });
    await dialog.getByLabel("Storage namespace").fill("mem://other");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText("A repository with this ID exists.").waitFor();
    await site.client.deleteRepository("quickstart-2");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
  });

  test("are created bare, and with sample data but not together", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("bare-one");
    await dialog.getByLabel("Add sample data").check();
    await dialog.getByLabel("Bare repository").check();
    await dialog.getByText("Cannot be combined with a bare repository").waitFor();
    await dialog.getByLabel("Add sample data").uncheck();
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByRole("heading", { level: 1, name: "bare-one" }).waitFor();
    await page.getByText("Bare", { exact: true }).waitFor();
    await home();
  });

  test("are created with sample data, and permanently read-only", async () => {
    for (const [id, option] of [
      ["with-samples", "Add sample data"],
      ["fixed-one", "Read-only"],
    ]) {
      await page.getByRole("button", { name: "Create repository" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Repository ID").fill(id);
      await dialog.getByLabel(option).check();
      await dialog.getByRole("button", { name: "Create repository" }).click();
      await page.getByRole("heading", { level: 1, name: id }).waitFor();
      await home();
    }
    assert.deepEqual((await site.client.getBranchProtectionRules("with-samples")).rules, [{ pattern: "main" }]);
    assert.equal((await site.client.getRepository("fixed-one")).read_only, true);
  });

  test("are deleted when their id is typed, read-only ones by force", async () => {
    await choose(page, "archive-2024", "Delete…");
    const dialog = page.getByRole("alertdialog", { name: "Delete archive-2024?" });
    await dialog.getByLabel("Type archive-2024 to confirm").fill("archive");
    const button = dialog.getByRole("button", { name: "Delete repository" });
    assert.equal(await button.isDisabled(), true, "before the id is typed");
    await dialog.getByLabel("Type archive-2024 to confirm").fill("archive-2024");
    assert.equal(await button.isDisabled(), true, "before force is asked for");
    await dialog.getByLabel("Force: delete a read-only repository").check();
    await button.click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Deleted archive-2024").first().waitFor();
    await list().getByRole("link", { name: "archive-2024" }).waitFor({ state: "hidden" });
    await assert.rejects(site.client.getRepository("archive-2024"), { code: "repository_not_found" });
  });

  /** Tries everything that closes a dialog, which must stay open. */
  async function staysOpen(dialog) {
    const cancel = dialog.getByRole("button", { name: "Cancel" });
    await page.keyboard.press("Escape");
    await cancel.click({ force: true });
    await page.mouse.click(5, 5);
    await drawn(page);
    assert.equal(await dialog.isVisible(), true);
    assert.equal(await cancel.getAttribute("aria-disabled"), "true");
  }

  test("cannot be canceled while they are created, and do not navigate a user who has moved on", async () => {
    await home();
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog", { name: "Create repository" });
    await dialog.getByLabel("Repository ID").fill("a-slow-one");
    const release = await hold(page, "POST", "**/api/v1/repositories*");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.locator("[aria-busy]").waitFor();
    await staysOpen(dialog);
    await page.goBack();
    await dialog.waitFor({ state: "hidden" });
    await release();
    await list().getByRole("link", { name: "a-slow-one" }).waitFor();
    await page.getByText("Created a-slow-one").first().waitFor();
    await drawn(page);
    assert.equal(new URL(page.url()).pathname, "/repositories");
  });

  test("cannot be canceled while they are deleted, and do not navigate a user who has moved on", async () => {
    await list().getByRole("link", { name: "clickstream" }).click();
    await page.getByRole("heading", { name: "About" }).waitFor();
    await home();
    await list().getByRole("link", { name: "a-slow-one" }).click();
    await page.getByRole("button", { name: "Delete repository…" }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByLabel("Type a-slow-one to confirm").fill("a-slow-one");
    const release = await hold(page, "DELETE", "**/api/v1/repositories/a-slow-one*");
    await dialog.getByRole("button", { name: "Delete repository" }).click();
    await dialog.locator("[aria-busy]").waitFor();
    await staysOpen(dialog);
    await page.evaluate(() => history.go(-2));
    await page.getByRole("heading", { level: 1, name: "clickstream" }).waitFor();
    await release();
    await page.getByText("Deleted a-slow-one").first().waitFor();
    await drawn(page);
    assert.equal(new URL(page.url()).pathname, "/repositories/clickstream/settings/general");
    await home();
  });

  test("leave no trace of the dialog in the history", async () => {
    await page.getByRole("link", { name: "analytics-events", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "analytics-events" }).waitFor();
    await home();
    const dialog = page.getByRole("dialog", { name: "Create repository" });
    const before = await page.evaluate(() => history.length);
    for (let round = 0; round < 2; round++) {
      await page.getByRole("button", { name: "Create repository" }).click();
      await dialog.waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
    }
    await page.waitForURL("**/repositories");
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "analytics-events" }).waitFor();
    await page.goForward();
    await page.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByLabel("Repository ID").fill("back-from-it");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByRole("heading", { level: 1, name: "back-from-it" }).waitFor();
    await page.goBack();
    await list().getByRole("link", { name: "back-from-it" }).waitFor();
    assert.equal(await dialog.count(), 0);
    assert.ok((await page.evaluate(() => history.length)) <= before + 1);
  });

  test("show a placeholder while the code of a dialog is loaded", async () => {
    const slow = await site.newUser();
    const release = await hold(slow, "GET", "**/assets/create-dialog-*");
    const button = slow.getByRole("button", { name: "Create repository" });
    await button.click();
    await slow.getByRole("status").filter({ hasText: "Loading…" }).waitFor();
    await slow.keyboard.press("Enter");
    await release();
    await slow.getByRole("dialog", { name: "Create repository" }).waitFor();
    await slow.keyboard.press("Escape");
    await slow.getByRole("dialog").waitFor({ state: "hidden" });
    assert.equal(new URL(slow.url()).search, "");
    await slow.context().close();
  });

  test("are sent to lakeFS once, however often the button is pressed", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("pressed-twice");
    await dialog.locator("form").evaluate((form) => (form.requestSubmit(), form.requestSubmit()));
    await page.getByRole("heading", { level: 1, name: "pressed-twice" }).waitFor();
    const created = site.lakefs.requests.filter((request) => request.operation === "createRepository");
    assert.deepEqual(
      created.slice(-2).map((request) => request.status),
      [201, 201],
      "no second one is refused",
    );
    await home();
  });

  test("that may have been created although the response was lost are reported as such and listed", async () => {
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("answer-lost");
    site.lakefs.fail({ disconnect: "response", afterApplying: true }, { operation: "createRepository" });
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText("It may have been created. Check the list before you try again.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await list().getByRole("link", { name: "answer-lost" }).waitFor();
  });

  test("that somebody else has deleted disappear from the list once lakeFS reports it", async () => {
    await list().getByRole("link", { name: "answer-lost" }).waitFor();
    await site.client.deleteRepository("answer-lost");
    await choose(page, "answer-lost", "Delete…");
    const dialog = page.getByRole("alertdialog");
    await dialog.getByLabel("Type answer-lost to confirm").fill("answer-lost");
    await dialog.getByRole("button", { name: "Delete repository" }).click();
    await dialog.getByText("Repository not found", { exact: true }).first().waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await list().getByRole("link", { name: "answer-lost" }).waitFor({ state: "hidden" });
  });

  test("that cannot be created have the error in sight, in a low window too", async () => {
    await page.setViewportSize({ width: 1280, height: 600 });
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Repository ID").fill("no-luck");
    site.lakefs.fail({ status: 500 }, { operation: "createRepository" });
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await dialog.getByText("lakeFS had an internal error").waitFor();
    await drawn(page);
    const inSight = await dialog.getByRole("alert").evaluate((alert) => {
      const { top, bottom } = alert.getBoundingClientRect();
      const around = alert.closest(".dialog").getBoundingClientRect();
      return top >= around.top && bottom <= around.bottom;
    });
    assert.equal(inSight, true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test("are shown with the API calls, each as a line of code to copy, with its status", async () => {
    await page.getByRole("button", { name: /^API calls/ }).click();
    const calls = page.getByRole("complementary", { name: "API calls made by this page" });
    const row = (text) => calls.getByRole("listitem").filter({ hasText: text }).first();
    await row('await lakefs.deleteRepository("archive-2024", { force: true });')
      .getByText("204", { exact: true })
      .waitFor();
    await row('await lakefs.createRepository({ name: "no-luck"').getByText("500 server_error").waitFor();
    await row("for await (const repository of lakefs.repositories())")
      .getByText(/^\d+(\.\d)? ms$/)
      .waitFor();
    const created =
      'await lakefs.createRepository({ name: "bare-one", storage_namespace: "mem://bare-one", default_branch: "main" }, { bare: true });';
    await row(created).getByRole("button", { name: "Copy this call" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), created);
    await calls.getByRole("button", { name: "Clear" }).click();
    await calls.getByText("New calls appear here.").waitFor();
    await calls.getByRole("button", { name: "Close API calls" }).click();
  });

  test("are shown with the number of all API calls, of which the last ones are listed", async () => {
    await page.getByRole("link", { name: "clickstream" }).click();
    await page.getByRole("link", { name: "Metadata" }).click();
    await page.getByRole("heading", { name: "No metadata" }).waitFor();
    await page.getByRole("link", { name: "Retention" }).click();
    await page.getByRole("row", { name: /All branches 7 days/ }).waitFor();
    await page.getByRole("button", { name: /^API calls/ }).click();
    const calls = page.getByRole("complementary", { name: "API calls made by this page" });
    await calls.getByRole("button", { name: "Clear" }).click();
    await calls.getByRole("button", { name: "Close API calls" }).click();
    // With THOROUGH=1 more than the 200 that are kept.
    const rounds = amount(20, 120);
    await page.getByRole("navigation", { name: "Sections" }).evaluate(async (sections, rounds) => {
      const [metadata, retention] = ["metadata", "retention"].map((name) =>
        sections.querySelector(`[href$="${name}"]`),
      );
      for (let round = 0; round < rounds; round++)
        for (const link of [metadata, retention]) {
          link.click();
          await new Promise((resolve) => setTimeout(resolve));
        }
    }, rounds);
    const made = new RegExp(`^API calls ${amount("[4-9]\\d", "(2[4-9]|3)\\d+")} made$`);
    await page.getByRole("button", { name: made }).waitFor();
    await page.getByRole("row", { name: /All branches 7 days/ }).waitFor();
    await page.getByRole("button", { name: /^API calls/ }).click();
    const lines = await calls.locator(".call-line").count();
    assert.ok(isThorough ? lines === 200 : lines >= 2 * rounds, `${lines} lines`);
    await calls.getByRole("region", { name: "List of calls" }).evaluate((body) => (body.scrollTop = 0));
    await page.getByRole("link", { name: "Metadata" }).click();
    await page.getByRole("heading", { name: "No metadata" }).waitFor();
    await page.waitForFunction(() => {
      const { scrollTop, clientHeight, scrollHeight } = document.querySelector(".calls-body");
      return scrollHeight - scrollTop - clientHeight < 100;
    });
    await calls.getByRole("button", { name: "Close API calls" }).click();
    await home();
  });

  test("are shown in the chosen theme, after a reload too", async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitemradio", { name: "Dark theme" }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
    assert.equal(await ground(), dark);
  });
});
