import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { drawn, hold, openSite } from "./site.js";

describe("connecting", { skip: noBrowser }, () => {
  let site;
  let page;
  before(async () => {
    site = await openSite();
  });
  after(() => site?.close());
  beforeEach(async () => {
    page = await site.newPage();
  });
  afterEach(async () => {
    await page.context().close();
    assert.deepEqual(site.consoleErrors.splice(0), [], "the page's console");
  });

  const account = () => page.getByRole("button", { name: "Account: admin" });
  const type = async (secret = site.credentials.secretAccessKey) => {
    await page.getByLabel("Access key ID").fill(site.credentials.accessKeyId);
    await page.getByLabel("Secret access key").fill(secret);
    await page.getByRole("button", { name: "Log in" }).click();
  };
  /** Everything that the browser stores for the page and scripts can read. */
  const kept = () =>
    page.evaluate(() =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        document.cookie,
        location.href,
        history.state,
        document.documentElement.outerHTML,
      ]),
    );

  test("a login makes a session that outlives a reload, and ends with a logout", async () => {
    await page.goto("/repositories/clickstream/settings/retention");
    await type();
    await page.getByRole("heading", { level: 1, name: "clickstream" }).waitFor();
    await page.reload();
    await account().click();
    await page.getByRole("banner").getByText(new URL(site.url).host, { exact: true }).waitFor();
    await page.getByText(`Session · lakeFS`).waitFor();
    await page.getByText(site.url, { exact: true }).waitFor();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Log in" }).waitFor();
  });

  test("a slow logout shows its progress, a failed one its reason, and the menu stays closed after the next login", async () => {
    await page.goto("/repositories");
    await type();
    await page.getByRole("link", { name: "clickstream" }).waitFor();
    site.lakefs.fail({ status: 500, message: "disk full" }, { operation: "logout" });
    const logOut = async () => {
      await account().click();
      await page.getByRole("menuitem", { name: "Log out" }).click();
    };
    await logOut();
    await page.getByText("Could not log out: disk full").first().waitFor();
    const release = await hold(page, "POST", "**/logout");
    await logOut();
    await page.getByRole("button", { name: "Logging out…" }).waitFor();
    await release();
    await type();
    await page.getByRole("link", { name: "clickstream" }).waitFor();
    await drawn(page);
    assert.equal(await page.getByRole("menu").count(), 0);
  });

  test("each field of the login is found once, by a part of its name", async () => {
    await page.goto("/");
    await page.getByRole("tab", { name: /token/i }).waitFor();
    const found = (name) => page.getByLabel(name).count();
    assert.deepEqual(await Promise.all([/access key id/i, /secret/i].map(found)), [1, 1]);
    await page.getByRole("tab", { name: /jwt/i }).click();
    assert.deepEqual(await Promise.all([/token/i, /jwt/i].map(found)), [1, 1]);
  });

  test("spaces alone are no key, secret or token", async () => {
    const page = await site.newPage();
    await page.goto("/");
    await page.getByLabel("Access key ID").fill(" ");
    await page.getByLabel("Secret access key").fill(" ");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("Enter your access key ID").waitFor();
    await page.getByText("Enter your secret access key").waitFor();
    await page.getByRole("tab", { name: "Token (JWT)" }).click();
    await page.getByLabel("JSON Web Token (JWT)").fill(" ");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("Enter a token").waitFor();
    await page.context().close();
  });

  test("a wrong secret is reported, and the input stays", async () => {
    await page.goto("/");
    await type("wrong");
    const alert = page.getByRole("alert");
    await alert.getByText("Wrong access key or secret").waitFor();
    await page.getByLabel("Secret access key").and(page.locator(":focus")).waitFor();
    await alert.getByText("Details").click();
    await alert.getByText("error authenticating request").waitFor();
    await alert.getByText(/^Request ID /).waitFor();
    const { bottom } = await page
      .getByRole("button", { name: "Log in" })
      .evaluate((button) => button.getBoundingClientRect());
    assert.ok(bottom <= 800, `the button is in sight, at ${bottom} px`);
    assert.equal(await page.getByLabel("Access key ID").inputValue(), site.credentials.accessKeyId);
  });

  test("an error of one way to log in is not shown for the other", async () => {
    await page.goto("/");
    await type("wrong");
    await page.getByText("Wrong access key or secret").waitFor();
    await page.getByRole("tab", { name: "Token" }).click();
    await page.getByLabel("JSON Web Token").waitFor();
    assert.deepEqual(
      await Promise.all(["Wrong access key or secret", "Enter a token"].map((text) => page.getByText(text).count())),
      [0, 0],
    );
  });

  test("key and secret without a session are kept in memory only", async () => {
    await page.goto("/");
    await page.getByLabel("Keep me logged in").uncheck();
    await type();
    await account().click();
    await page.getByText("Key and secret · lakeFS").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^API calls/ }).click();
    await page.getByText("lakefs.repositories()").waitFor();
    const text = await kept();
    for (const secret of Object.values(site.credentials))
      assert.ok(!text.includes(secret), "no secret is left anywhere");
    await page.reload();
    await page.getByRole("button", { name: "Log in" }).waitFor();
  });

  test("a token logs in, and is kept in memory only", async () => {
    const { token } = await site.client.login(site.credentials);
    await page.goto("/");
    await page.getByRole("tab", { name: "Token" }).click();
    await page.getByLabel("JSON Web Token").fill(token);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("link", { name: "clickstream" }).waitFor();
    assert.ok(!(await kept()).includes(token));
    assert.ok(
      site.lakefs.requests.some((request) => request.operation === "listRepositories" && request.status === 200),
    );
  });

  test("an expired session asks for a login above the view, and the failed call is repeated", async () => {
    await page.goto("/repositories/ml-experiments/settings/branch-protection");
    await type();
    await page.getByLabel("Branch name pattern").fill("hotfix-*");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByLabel("Branch name pattern").fill("typed-*");
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Save changes" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has expired" });
    await dialog.getByLabel("Access key ID").fill(site.credentials.accessKeyId);
    await dialog.getByLabel("Secret access key").fill(site.credentials.secretAccessKey);
    await dialog.getByRole("button", { name: "Log in" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("No unsaved changes").waitFor();
    assert.equal(await page.getByLabel("Branch name pattern").inputValue(), "");
    const { rules } = await site.client.getBranchProtectionRules("ml-experiments");
    assert.deepEqual(rules.map((rule) => rule.pattern).sort(), ["hotfix-*", "prod-*", "release-?", "typed-*"]);
  });

  test("a logout ends the session also when another login came after it", async () => {
    await page.goto("/repositories/clickstream/settings/general");
    await type();
    await page.getByRole("heading", { name: "Findings" }).waitFor();
    site.lakefs.fail({ status: 401 }, { operation: "getGCRules" });
    await page.getByRole("link", { name: "Retention" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has expired" });
    await dialog.getByLabel("Access key ID").fill(site.credentials.accessKeyId);
    await dialog.getByLabel("Secret access key").fill(site.credentials.secretAccessKey);
    await dialog.getByLabel("Keep me logged in").uncheck();
    await dialog.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("row", { name: /All branches 7 days/ }).waitFor();
    await account().click();
    await page.getByText("Key and secret · lakeFS").waitFor();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Log in" }).waitFor();
    assert.deepEqual(await page.context().cookies(), []);
  });

  test("an expired session during a dialog loses no input, and a canceled login is reported", async () => {
    await page.goto("/repositories?create=new");
    await type();
    const dialog = page.getByRole("dialog", { name: "Create repository" });
    await dialog.getByLabel("Repository ID").fill("made-later");
    // The reads of the list would ask for the login, too.
    await page.locator(".repositories-table .status").first().waitFor();
    await page.locator(".repositories-table .skeleton").first().waitFor({ state: "detached" });
    await page.context().clearCookies();
    await dialog.getByRole("button", { name: "Create repository" }).click();
    const login = page.getByRole("dialog", { name: "Your session has expired" });
    await login.waitFor();
    const covered = await page.locator(".dialog", { hasText: "Storage namespace" }).evaluate((below) => {
      const { left, bottom } = below.getBoundingClientRect();
      return !below.contains(document.elementFromPoint(left + 20, bottom - 20));
    });
    assert.ok(covered, "the dialog below is dimmed");
    await login.getByRole("button", { name: "Close" }).click();
    await dialog.getByText("Your session has expired").waitFor();
    await dialog.getByText("Try again: you are asked to log in.").waitFor();
    assert.equal(await dialog.getByLabel("Repository ID").inputValue(), "made-later");
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await login.getByLabel("Access key ID").fill(site.credentials.accessKeyId);
    await login.getByLabel("Secret access key").fill(site.credentials.secretAccessKey);
    await login.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("heading", { level: 1, name: "made-later" }).waitFor();
    assert.equal((await site.client.getRepository("made-later")).id, "made-later");
  });

  test("a canceled login stops a bulk change, which asks once and can be continued", async () => {
    await page.goto("/repositories");
    await type();
    await page.getByRole("button", { name: /default branches unprotected/ }).waitFor();
    await page.getByLabel(/^Select all/).check();
    const login = page.getByRole("dialog", { name: "Your session has expired" });
    for (const [action, start] of [
      ["Protect branches…", /^Apply to/],
      ["Back up…", "Back up"],
    ]) {
      await page.getByRole("button", { name: action }).click();
      const dialog = page.locator(".dialog").first();
      if (action === "Protect branches…") await dialog.getByLabel("More patterns").fill("later-*");
      const button = dialog.locator("button", { hasText: start }).last();
      await button.and(page.locator(':not([aria-disabled="true"])')).waitFor();
      if (action === "Protect branches…") await dialog.getByText("later-*").first().waitFor();
      await page.context().clearCookies();
      await button.click();
      await login.getByRole("button", { name: "Close" }).click();
      await login.waitFor({ state: "detached" });
      await button.waitFor();
      await drawn(page);
      assert.equal(await login.count(), 0, `${action} does not ask again`);
      if (action === "Protect branches…")
        assert.equal(await dialog.getByLabel("More patterns").inputValue(), "later-*", "what was typed stays");
      await button.click();
      await login.getByLabel("Access key ID").fill(site.credentials.accessKeyId);
      await login.getByLabel("Secret access key").fill(site.credentials.secretAccessKey);
      await login.getByRole("button", { name: "Log in" }).click();
      await dialog.getByText(/\b(\d+) saved of \1$|\b(\d+) of \2 backed up/).waitFor();
      await dialog.getByRole("button", { name: "Close" }).last().click();
    }
  });

  test("the sandbox needs no server, is still open after a reload, and has every feature", async () => {
    await page.goto("/");
    await page.getByRole("button", { name: "Log in" }).waitFor();
    const before = site.lakefs.requests.length;
    await page.getByRole("button", { name: "Open the sandbox" }).click();
    await page.getByRole("link", { name: "analytics-events", exact: true }).click();
    await page.getByRole("link", { name: "Backup" }).click();
    await page.getByRole("button", { name: "Back up now" }).click();
    await page.getByText("The backup is done.").waitFor();
    await page.getByRole("banner").getByText("Sandbox").waitFor();
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await page.getByRole("row").filter({ hasText: "restore-here" }).getByText("Bare").waitFor();
    assert.equal(site.lakefs.requests.length, before, "nothing went to the server");
    await page.reload();
    await page.getByRole("link", { name: "restore-here" }).waitFor();
    await account().click();
    await page.getByRole("menuitem", { name: "Leave the sandbox" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
  });

  test("a failing lakeFS is not mistaken for a missing one, and is shown with its message and the request ID", async () => {
    await page.route("**/api/v1/user", (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/json",
        headers: { "x-request-id": "req-77" },
        body: '{"message":"disk full"}',
      }),
    );
    await page.goto("/repositories/clickstream");
    const alert = page.getByRole("alert");
    for (const text of ["lakeFS had an internal error", "disk full", "req-77"])
      await alert.getByText(text, { exact: true }).waitFor({ state: "attached" });
    assert.equal(await page.getByText("No lakeFS answers at this address").count(), 0);
    await page.unroute("**/api/v1/user");
    await alert.getByRole("button", { name: "Try again" }).click();
    await alert.waitFor({ state: "hidden" });
    await type();
    await page.getByRole("heading", { level: 1, name: "clickstream" }).waitFor();
  });

  test("a section whose code cannot be loaded can be tried again, and the rest of the page stays", async () => {
    await page.route("**/assets/view-*", (route) => route.abort());
    await page.goto("/repositories/clickstream/settings/general");
    await type();
    await page.getByRole("heading", { name: "About" }).waitFor();
    await page.getByRole("link", { name: "Branch protection" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("A part of this page could not be loaded").waitFor();
    await page.getByRole("heading", { level: 1, name: "clickstream" }).waitFor();
    await page.unroute("**/assets/view-*");
    await alert.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Branch protection" }).waitFor();
    await page.getByRole("list", { name: "Rules" }).getByText("main").waitFor();
  });
});

test("the page works in a browser that blocks storage", { skip: noBrowser }, async () => {
  const site = await openSite();
  try {
    const page = await site.newPage();
    await page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(globalThis, name, {
          get: () => {
            throw new DOMException("denied", "SecurityError");
          },
        });
    });
    await page.goto("/");
    await page.getByRole("button", { name: "Open the sandbox" }).click();
    await page.getByRole("row").filter({ hasText: "restore-here" }).getByText("Bare").waitFor();
    assert.deepEqual(site.consoleErrors, []);
  } finally {
    await site.close();
  }
});
