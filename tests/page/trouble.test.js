// lakeFS that is slow, overloaded, unreachable or failing in part: what the user sees, and what still works.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { hold, openSite } from "./site.js";

describe("when something goes wrong", { skip: noBrowser }, () => {
  let site;
  let page;
  before(async () => {
    site = await openSite();
    page = await site.newUser();
  });
  after(() => site?.close());

  test("an overloaded lakeFS is asked again, and then reported with its message and the request ID", async () => {
    site.lakefs.fail({ status: 503 }, { operation: "getGCRules", times: 1 });
    await page.goto("/repositories/clickstream/settings/retention");
    await page.getByRole("row", { name: /All branches 7 days/ }).waitFor();
    site.lakefs.fail({ status: 503 }, { operation: "getGCRules", times: 3 });
    await page.reload();
    const alert = page.getByRole("alert");
    await alert.getByText("lakeFS is not available").waitFor();
    await alert.getByText("Throughput exceeded. Slow down and retry").waitFor();
    await alert.getByText("Details").click();
    await alert.getByText(/^Request ID [0-9a-f-]{36}$/).waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("row", { name: /All branches 7 days/ }).waitFor();
  });

  test("a broken connection while saving leaves the draft, and saving again works", async () => {
    await page.goto("/repositories/clickstream/settings/branch-protection");
    await page.getByRole("button", { name: "Delete main" }).click();
    site.lakefs.fail({ disconnect: "response" }, { operation: "setBranchProtectionRules", times: 3 });
    await page.getByRole("button", { name: "Save changes" }).click();
    await page
      .getByRole("alert")
      .getByText(/Cannot reach lakeFS|lakeFS is not available/)
      .waitFor();
    await page.getByText("Unsaved changes: 1 removed").waitFor();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("No unsaved changes").waitFor();
  });

  test("a save whose response was lost is found to have worked", async () => {
    await page.goto("/repositories/ml-experiments/settings/branch-protection");
    await page.getByLabel("Branch name pattern").fill("lost-*");
    await page.getByRole("button", { name: "Add rule" }).click();
    site.lakefs.fail({ disconnect: "response", afterApplying: true }, { operation: "setBranchProtectionRules" });
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("No unsaved changes").waitFor();
    const { rules } = await site.client.getBranchProtectionRules("ml-experiments");
    assert.ok(rules.some((rule) => rule.pattern === "lost-*"));
  });

  test("a dump whose response was lost is reported as possibly running", async () => {
    await page.goto("/repositories/clickstream/backup");
    site.lakefs.fail({ disconnect: "response", afterApplying: true }, { operation: "dumpSubmit" });
    await page.getByRole("button", { name: "Back up now" }).click();
    await page.getByRole("alert").getByText("The dump may be running. It is safe to start another one.").waitFor();
  });

  test("a list that cannot be read again keeps its rows, shows the error, and can still be searched", async () => {
    await page.goto("/repositories");
    await page.getByRole("link", { name: "clickstream" }).waitFor();
    site.lakefs.fail({ status: 501 }, { operation: "listRepositories" });
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByText("lakeFS had an internal error").waitFor();
    await page.getByRole("searchbox").fill("images");
    await page.getByText("1 of 12 repositories").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("alert").waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "images-raw" }).waitFor();
  });

  test("settings of a repository that cannot be read are shown as unknown, and the others are shown", async () => {
    site.lakefs.fail({ status: 403, message: "not yours" }, { operation: "getGCRules", times: 1 });
    await page.goto("/repositories");
    await page.getByRole("button", { name: "1 could not be read" }).click();
    await page.getByText("1 of 12 repositories").waitFor();
    assert.equal(await page.getByRole("row").filter({ hasText: "unknown" }).count(), 1);
  });

  test("a setting without permission is shown as unknown, with its own reason, and the others are shown", async () => {
    const fresh = await site.newPage();
    const forbid = (path) =>
      fresh.route(`**/clickstream/settings/${path}`, (route) =>
        route.fulfill({ status: 403, json: { message: `no ${path} for you` } }),
      );
    const cell = (name) => fresh.getByRole("row", { name: /clickstream/ }).getByRole("cell", { name, exact: true });
    await forbid("branch_protection");
    await site.logIn(fresh, "/repositories");
    await cell("7 days").waitFor();
    await cell("main unknown").getByTitle("no branch_protection for you").waitFor();
    await cell("unknown").getByTitle("no branch_protection for you").waitFor();
    await fresh.getByRole("button", { name: "1 could not be read" }).waitFor();
    await fresh.getByRole("link", { name: "clickstream" }).click();
    const alert = fresh.getByRole("alert");
    await alert.getByText("Only the retention policy could be read.").waitFor();
    await fresh.getByRole("row", { name: "dev unknown 7 days (default)" }).waitFor();
    await fresh.unroute("**/clickstream/settings/branch_protection");
    await forbid("gc_rules");
    await alert.getByRole("button", { name: "Try again" }).click();
    await alert.getByText("Only the branch protection rules could be read.").waitFor();
    await fresh.getByRole("row", { name: /^main default .+ unknown$/ }).waitFor();
    await fresh.getByRole("link", { name: "Repositories", exact: true }).click();
    await fresh.getByRole("button", { name: "Refresh" }).click();
    await cell("unknown").getByTitle("no gc_rules for you").waitFor();
    await fresh
      .getByRole("row", { name: /clickstream/ })
      .getByRole("cell", { name: /^[1-9]$/ })
      .waitFor();
    await fresh.context().close();
  });

  test("a repository that is being deleted is reported as such, and can be deleted again", async () => {
    site.lakefs.fail({ status: 410, message: "repository in deletion" }, { operation: "getRepository" });
    await page.goto("/repositories/images-raw");
    await page.getByText("This repository is being deleted").waitFor();
    await page.getByRole("button", { name: "Delete it again" }).click();
    await page.getByLabel("Type images-raw to confirm").fill("images-raw");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete repository" }).click();
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
    await assert.rejects(site.client.getRepository("images-raw"), { code: "repository_not_found" });
  });

  test("a repository that is being loaded is shown with what the list has, and its name is in the title", async () => {
    const release = await hold(page, "GET", "**/api/v1/repositories/clickstream");
    await page.goto("/repositories");
    await page.getByRole("link", { name: "clickstream" }).click();
    await page.getByRole("main").getByText("mem://clickstream", { exact: true }).first().waitFor();
    await release();
    await page.waitForFunction(() => document.title === "Overview · clickstream · lakeFS repositories");
  });

  test("a missing repository and an impossible ID are not shown as errors of the page", async () => {
    for (const id of ["no-such-repository", "NO"]) {
      await page.goto(`/repositories/${id}/settings/general`);
      await page
        .getByRole("alert")
        .getByText(/^Repository not found$/)
        .waitFor();
      await page.getByRole("link", { name: "All repositories" }).waitFor();
    }
  });

  test("a deleted repository links back to the list", async () => {
    await page.goto("/repositories/ml-experiments/settings/general");
    await page.getByRole("heading", { name: "About" }).waitFor();
    await page.route("**/ml-experiments/settings/**", (route) =>
      route.fulfill({ status: 404, json: { message: "repository not found" } }),
    );
    for (const section of ["Branch protection", "Overview"]) {
      await page.getByRole("link", { name: section, exact: true }).click();
      const alert = page.getByRole("alert");
      await alert.getByText("Repository not found", { exact: true }).waitFor();
      await alert.getByRole("button", { name: "Try again" }).waitFor();
      await alert.getByRole("link", { name: "All repositories" }).waitFor();
    }
    await page.unroute("**/ml-experiments/settings/**");
    await page.getByRole("link", { name: "All repositories" }).click();
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
  });

  test("code that cannot be loaded is not reported as a bug, and the page can be reloaded", async () => {
    const fresh = await site.newPage();
    await fresh.route("**/assets/admin-*", (route) => route.abort());
    await site.logIn(fresh, "/repositories/clickstream/settings/general");
    const alert = fresh.getByRole("alert");
    await alert.getByText("A part of this page could not be loaded").waitFor();
    await alert.getByText("Check your connection, then try again.").waitFor();
    await alert.getByRole("button", { name: "Reload page" }).waitFor();
    await fresh.unroute("**/assets/admin-*");
    await alert.getByRole("button", { name: "Try again" }).click();
    await fresh.getByRole("heading", { name: "Findings" }).waitFor();
    await alert.waitFor({ state: "hidden" });
    await fresh.context().close();
  });

  test("a view whose code cannot be loaded is replaced by an alert", async () => {
    const fresh = await site.newPage();
    for (const [path, file, heading] of [
      ["/repositories", "list", "Repositories"],
      ["/repositories/clickstream", "page", "clickstream"],
      ["/restore", "restore-wizard", "Restore from backup"],
    ]) {
      await fresh.route(`**/assets/${file}-*`, (route) => route.abort());
      if (path === "/repositories") await site.logIn(fresh, path);
      else await fresh.goto(path);
      const alert = fresh.getByRole("main").getByRole("alert");
      await alert.getByText("A part of this page could not be loaded").waitFor();
      await fresh.unroute(`**/assets/${file}-*`);
      await alert.getByRole("button", { name: "Try again" }).click();
      await fresh.getByRole("heading", { level: 1, name: heading }).waitFor();
    }
    await fresh.context().close();
  });

  test("a time outside the range of dates is shown as a number", async () => {
    const never = 10 ** 13;
    await page.route("**/api/v1/repositories/clickstream", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), creation_date: never } });
    });
    await page.goto("/repositories/clickstream/settings/general");
    await page
      .getByRole("definition")
      .filter({ hasText: String(never) })
      .waitFor();
    await page.unroute("**/api/v1/repositories/clickstream");
  });

  test("a time in the future, by the clock of the computer, is shown as a date", async () => {
    const other = await site.newPage();
    const { creation_date } = await site.client.getRepository("quickstart");
    await other.clock.setFixedTime((creation_date - 3 * 86_400) * 1000);
    await site.logIn(other, "/repositories");
    const row = other.getByRole("row").filter({ has: other.getByRole("link", { name: "quickstart", exact: true }) });
    assert.equal(await row.locator("time").textContent(), new Date(creation_date * 1000).toISOString().slice(0, 10));
    await other.context().close();
  });

  test("the page reports that the browser is offline, and continues when it is online again", async () => {
    await page.goto("/repositories");
    await page.getByRole("link", { name: "clickstream" }).waitFor();
    await page.context().setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await page.getByRole("link", { name: "clickstream" }).click();
    await page
      .getByText(/Cannot reach lakeFS|A part of this page could not be loaded/)
      .first()
      .waitFor();
    await page.context().setOffline(false);
    await page.getByText("You are offline.").waitFor({ state: "hidden" });
    const tryAgain = page.getByRole("button", { name: "Try again" }).first();
    const findings = page.getByRole("heading", { name: "Findings" });
    // A request that was being retried may succeed by now, which removes the button.
    for (let tries = 0; tries < 10 && !(await findings.isVisible()); tries++)
      await tryAgain.click({ timeout: 1000 }).catch(() => {});
    await findings.waitFor();
  });

  test("sections open for the first time even when the page's files can no longer be loaded", async () => {
    const fresh = await site.newUser("/repositories");
    // They are loaded while the browser is idle.
    await fresh.waitForFunction(
      () =>
        performance.getEntriesByType("resource").filter(({ name }) => /assets\/(view|overview|metadata)-/.test(name))
          .length >= 5,
    );
    await fresh.route("**/assets/**", (route) => route.abort());
    await fresh.getByRole("link", { name: "clickstream" }).click();
    for (const [name, heading] of [
      ["Overview", "About"],
      ["Branch protection", "Branch protection"],
      ["Retention", "Retention"],
      ["Metadata", "No metadata"],
      ["Backup", "Back up"],
    ]) {
      await fresh.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click();
      await fresh.getByRole("heading", { name: heading, exact: true }).waitFor();
    }
    await fresh.context().close();
  });

  test("a page without a lakeFS behind it offers the sandbox", async () => {
    const alone = await site.newPage();
    await alone.route(/\/(api\/v1|logout)/, (route) =>
      route.fulfill({ status: 404, contentType: "text/html", body: "<h1>Not found</h1>" }),
    );
    await alone.goto("/repositories/quickstart/settings/branch-protection");
    await alone.getByText("No lakeFS answers at this address").waitFor();
    await alone.getByRole("button", { name: "Open the sandbox" }).click();
    await alone.getByRole("list", { name: "Rules" }).getByText("main").waitFor();
    await alone.context().close();
  });
});
