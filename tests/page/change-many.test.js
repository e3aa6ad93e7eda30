// How many repositories are changed at a time, and what the page reads meanwhile.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { hold, openSite } from "./site.js";

const COUNT = 30;

describe("a change to thirty repositories", { skip: noBrowser }, () => {
  let site;
  let page;
  before(async () => {
    site = await openSite({ samples: false });
    for (let number = 0; number < COUNT; number++)
      await site.client.createRepository({ name: `repo-${number}`, storage_namespace: `mem://repo-${number}` });
    page = await site.newUser();
  });
  after(() => site?.close());
  afterEach(() => assert.deepEqual(site.consoleErrors.splice(0), [], "errors in the console"));

  const reads = () => site.lakefs.requests.filter(({ operation }) => operation === "getGCRules").length;

  /** Opens the dialog that protects the default branch of every repository. */
  async function openDialog() {
    await page.getByRole("button", { name: `${COUNT} default branches unprotected` }).waitFor();
    await page.getByLabel(/^Select all/).check();
    await page.getByRole("button", { name: "Protect branches…" }).click();
    const dialog = page.getByRole("dialog", { name: `Protect branches: ${COUNT} repositories` });
    await dialog.getByText(`${COUNT} repositories will change`).waitFor();
    return dialog;
  }

  test("works on more of them than there are connections, since a first rule mostly waits, and can be stopped", async () => {
    const dialog = await openDialog();
    const release = await hold(page, "PUT", /\/settings\/branch_protection$/);
    await dialog.getByRole("button", { name: `Apply to ${COUNT} repositories` }).click();
    await dialog.getByText("saving", { exact: true }).nth(23).waitFor();
    assert.equal(await dialog.getByText("saving", { exact: true }).count(), 24);
    await dialog.getByRole("button", { name: "Stop" }).click();
    await dialog.getByRole("button", { name: `Apply to ${COUNT} repositories` }).waitFor();
    await release();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Clear selection" }).click();
  });

  test("reads the settings of the list again when all are saved, and not meanwhile", async () => {
    const dialog = await openDialog();
    const release = await hold(page, "PUT", /\/repo-7\/settings\/branch_protection$/);
    const before = reads();
    await dialog.getByRole("button", { name: `Apply to ${COUNT} repositories` }).click();
    await dialog.getByText(`${COUNT - 1} saved of ${COUNT}`).waitFor();
    assert.equal(reads(), before);
    await release();
    await dialog.getByText(`${COUNT} saved of ${COUNT}`).waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page
      .getByRole("table", { name: "Repositories" })
      .getByText("protected", { exact: true })
      .nth(COUNT - 1)
      .waitFor();
    assert.equal(reads(), before + COUNT);
  });
});
