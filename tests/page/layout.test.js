// What a view must do on some screens: dialogs that stay, long names, narrow windows, forced colors.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { brokenWords, emptyEnds, fits, isInSight } from "./fits.js";
import { choose, drawn, hold, picture, resize, selectAll, useSite } from "./site.js";

describe("the layout of the page", { skip: noBrowser }, () => {
  let site;
  /** One page for all tests, which resize it: loading takes longer than looking. */
  let page;
  useSite((...opened) => {
    [site, page] = opened;
  });
  beforeEach(async () => {
    await resize(page, { width: 1280, height: 800 });
    await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "none" });
  });

  test("has dialogs that appear at their final place", async () => {
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await page.goto("/repositories");
    await page.addStyleTag({ content: ".dialog { animation-duration: 1000s !important; }" });
    await page.getByRole("button", { name: "Create repository" }).click();
    const [from, to] = await page.getByRole("dialog").evaluate((dialog) => {
      const [animation] = dialog.getAnimations();
      const places = [0, 1_000_000].map((time) => ((animation.currentTime = time), dialog.getBoundingClientRect()));
      return places.map(({ x, y }) => ({ x, y }));
    });
    assert.equal(from.x, to.x);
    assert.ok(from.y > to.y && from.y < to.y + 10, `${from.y} to ${to.y}`);
  });

  test("has room for the branches of a policy and for their fields in narrow windows", async () => {
    const long = "feature-JIRA-12345_migrate_everything_to_v2";
    await site.client.setGCRules("quickstart", {
      default_retention_days: 7,
      branches: [
        { branch_id: long, retention_days: 3650 },
        { branch_id: "main", retention_days: 28 },
      ],
    });
    await page.goto("/repositories/quickstart/settings/retention");
    const size = (locator) =>
      locator.evaluate(({ offsetWidth, offsetHeight, scrollWidth, scrollHeight, clientWidth, clientHeight }) => ({
        width: offsetWidth,
        height: offsetHeight,
        isCut: scrollWidth > clientWidth || scrollHeight > clientHeight,
      }));
    for (const width of [320, 390, 1280]) {
      await resize(page, { width, height: 640 });
      const row = page.getByRole("row", { name: long });
      await row.waitFor();
      const [name, bars, label] = await Promise.all(
        [row.getByRole("rowheader"), row.locator(".cell-bar"), row.locator(".cell-days")].map(size),
      );
      assert.equal(name.isCut, false, `the whole name is in sight at ${width} px`);
      assert.ok(bars.width >= 60, `bars have ${bars.width} px at ${width} px`);
      assert.equal(label.isCut, false, `all of the days is in sight at ${width} px`);
      if (width !== 390) await picture(page, `retention-long-${width}`);
      await page.getByRole("button", { name: "Edit policy" }).click();
      const field = await size(page.getByRole("group", { name: "Rule 1" }).getByLabel("Branch", { exact: true }));
      assert.ok(field.width >= 200, `the field for a branch has ${field.width} px at ${width} px`);
      if (width === 320) await picture(page, "retention-edit-320");
      await page.getByRole("button", { name: /^(Cancel|Discard changes)$/ }).click();
    }
  });

  test("fits long names", async () => {
    const id = "a-long-default-branch";
    await site.client.createRepository({
      name: id,
      storage_namespace: `mem://${id}`,
      default_branch: `feature-${"x".repeat(150)}`,
    });
    await page.route("**/api/v1/user", async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        ...(response.ok() && {
          json: { user: { ...(await response.json()).user, id: "firstname.lastname@department.company.example" } },
        }),
      });
    });
    await page.goto("/repositories");
    const row = page.getByRole("row").filter({ hasText: id });
    for (const width of [1280, 721, 561, 481, 320]) {
      await resize(page, { width, height: 800 });
      await row.waitFor();
      await fits(page, `the list, at ${width} px,`);
      const { width: name } = await row.getByRole("link").boundingBox();
      assert.ok(name >= 60, `the name has ${name} px at ${width} px`);
      await picture(page, `long-names-${width}`);
    }
    await row.getByRole("link").click();
    await page.getByRole("button", { name: /^Protect feature-x/ }).waitFor();
    for (const width of [1280, 390, 320]) {
      await resize(page, { width, height: 800 });
      await fits(page, `the repository, at ${width} px,`);
      assert.deepEqual(await brokenWords(page), [], `at ${width} px`);
      await picture(page, `long-names-repository-${width}`);
    }
    await page.getByRole("link", { name: "Branch protection" }).click();
    await page.getByRole("button", { name: /^Protect feature-x/ }).waitFor();
    await fits(page, "branch protection, at 320 px,");
    await site.client.deleteRepository(id);
    await page.unroute("**/api/v1/user");
  });

  test("has a list that does not move while its settings are read, and reports when there are no problems", async () => {
    for (const width of [1280, 375]) {
      await resize(page, { width, height: 800 });
      const release = await hold(page, "GET", "**/settings/**");
      await page.goto("/repositories");
      await page.getByText("12 repositories").waitFor();
      const top = () => page.getByRole("table", { name: "Repositories" }).evaluate((one) => one.offsetTop);
      const before = await top();
      await release();
      await page.getByRole("button", { name: "3 default branches unprotected" }).waitFor();
      await page.getByText("Reading settings").waitFor({ state: "detached" });
      assert.equal(await top(), before, `at ${width} px`);
      await page.getByRole("searchbox").fill("feature");
      await page.getByRole("button", { name: "1 without retention" }).waitFor();
      assert.equal(await page.getByText("No problems found").count(), 0);
      const searched = await top();
      await page.getByRole("searchbox").fill("clickstream");
      await page.getByText("No problems found").waitFor();
      assert.equal(await top(), searched, `at ${width} px without findings`);
    }
  });

  test("has the login in sight on a phone, above the features", async () => {
    const phone = await site.newPage({ viewport: { width: 375, height: 667 } });
    await phone.goto("/");
    const bottom = async (one) => (await one.boundingBox()).y + (await one.boundingBox()).height;
    const secret = await bottom(phone.getByLabel("Secret access key"));
    assert.ok(secret < 667, `the fields end at ${secret} px`);
    assert.ok((await phone.getByRole("listitem").first().boundingBox()).y > secret);
    await phone.context().close();
  });

  test("has the error of a failed login and the field in sight on a small phone", async () => {
    const phone = await site.newPage({ viewport: { width: 320, height: 568 } });
    await phone.goto("/");
    await phone.getByLabel("Access key ID").fill("AKIAWRONG");
    await phone.getByLabel("Secret access key").fill("wrong");
    await phone.getByRole("button", { name: "Log in" }).click();
    await phone.getByText("Wrong access key or secret").waitFor();
    await drawn(phone);
    const shown = (one) =>
      one.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      });
    assert.ok(await shown(phone.getByText("Wrong access key or secret")), "the reason");
    assert.ok(await shown(phone.getByLabel("Secret access key")), "the field to correct");
    await phone.context().close();
  });

  test("names the server in full on every screen", async () => {
    await page.goto("/repositories");
    const server = page.getByText(new URL(site.url).host, { exact: true });
    for (const width of [1280, 960, 768, 661, 375, 320]) {
      await resize(page, { width, height: 800 });
      assert.ok(await server.evaluate((one) => one.scrollWidth <= one.clientWidth), `cut at ${width} px`);
    }
  });

  test("shows whole names of repositories on a small phone, and no button under a message", async () => {
    await resize(page, { width: 320, height: 568 });
    await page.goto("/repositories");
    const name = page.getByRole("link", { name: "feature-store", exact: true });
    await name.waitFor();
    assert.ok(await name.evaluate((one) => one.scrollWidth <= one.clientWidth), "the name is cut");
    await resize(page, { width: 1280, height: 800 });
    await choose(page, "feature-store", "Copy namespace");
    await page.getByText("Copied mem://feature-store").first().waitFor();
    for (const button of [
      page.getByRole("link", { name: /^Restore/ }),
      page.getByRole("button", { name: "Create repository" }),
      page.getByRole("link", { name: "web-logs", exact: true }),
    ])
      await button.click({ trial: true, timeout: 2000 });
  });

  test("keeps the focused element in sight while the API calls are open", async () => {
    await page.goto("/repositories");
    await page.getByRole("button", { name: /^API calls/ }).click();
    await page.getByRole("heading", { name: "API calls made by this page" }).waitFor();
    await page.getByRole("searchbox").focus();
    for (let stop = 0; stop < 22; stop++) {
      const [name, top, bottom, above, below] = await page.evaluate(() => {
        const { top, bottom } = document.activeElement.getBoundingClientRect();
        return [
          document.activeElement.textContent,
          top,
          bottom,
          document.querySelector(".top").getBoundingClientRect().bottom,
          document.querySelector(".calls").getBoundingClientRect().top,
        ];
      });
      assert.ok(
        top >= above && bottom <= below,
        `${name}, stop ${stop}, is from ${top} to ${bottom}, what is seen from ${above} to ${below}`,
      );
      await page.keyboard.press("Tab");
    }
  });

  test("shows why a bulk change cannot be applied yet, with whole words", async () => {
    const bar = await selectAll(page, 390, 844);
    for (const [width, height] of [
      [390, 844],
      [640, 400],
      [780, 700],
      [1280, 800],
    ]) {
      const where = `${width}x${height}`;
      await resize(page, { width, height });
      const menuButton = bar.getByRole("button", { name: "More" });
      if (await menuButton.count()) {
        await menuButton.click();
        await page.getByRole("menuitem", { name: "Copy settings…" }).click();
      } else await bar.getByRole("button", { name: "Copy settings…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Copy from").fill("analytics-events");
      const apply = dialog.getByRole("button", { name: /^Apply to/ });
      const confirm = dialog.getByLabel(/^Delete objects sooner in/);
      await confirm.waitFor();
      await picture(page, `copy-${where}`);
      assert.equal(await apply.getAttribute("aria-disabled"), "true");
      for (const one of [confirm, apply]) {
        assert.ok(await isInSight(one), `${one} at ${where}`);
      }
      assert.deepEqual(await brokenWords(page), [], where);
      assert.deepEqual(await emptyEnds(page), [], where);
      const excess = await dialog
        .locator(".results td")
        .evaluateAll((cells) => Math.max(...cells.map((cell) => cell.scrollWidth - cell.clientWidth)));
      assert.ok(excess <= 0, `a change is ${excess} px wider than its column at ${where}`);
      assert.ok((await dialog.getByRole("row").count()) > 3, "rows stay rows");
      await dialog.getByRole("button", { name: "Cancel" }).click();
    }
  });

  test("shows the whole of a long error of a bulk change", async () => {
    const message = `insufficient permissions: branches:SetBranchProtectionRules on arn:lakefs:fs:::repository/${"x".repeat(63)}`;
    await page.goto("/repositories?search=clickstream");
    await page.getByLabel("Select clickstream").check();
    await page.getByRole("button", { name: "Protect branches…" }).click();
    await page.getByLabel("More patterns").fill("later-*");
    await page.getByRole("row", { name: /clickstream.*later-\*/ }).waitFor();
    site.lakefs.fail({ status: 403, message }, { operation: "setBranchProtectionRules" });
    await page.getByRole("button", { name: "Apply to 1 repository" }).click();
    await page.getByText(/insufficient permissions/).waitFor();
    const results = page.getByRole("region", { name: "Changes" });
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      await resize(page, viewport);
      const excess = await results.evaluate((element) => element.scrollWidth - element.clientWidth);
      await picture(page, `long-error-${viewport.width}`);
      assert.ok(excess <= 0, `${excess} px are out of sight at ${viewport.width} px`);
    }
  });

  test("shows a finding with one severity in the list, as a filter and in its repository", async () => {
    await page.goto("/repositories");
    const chip = page.getByRole("button", { name: /share a namespace/ });
    const status = page.getByRole("row").filter({ hasText: "analytics-events-copy" }).getByText("shared");
    const color = (locator) => locator.evaluate((element) => getComputedStyle(element).color);
    await page.locator(".chip-danger", { hasText: "share a namespace" }).waitFor();
    const colors = [await color(chip), await color(status)];
    await page.getByRole("link", { name: "analytics-events-copy", exact: true }).click();
    const finding = page.getByRole("listitem").filter({ hasText: "is also used by" });
    colors.push(await color(finding.locator(".status")));
    assert.equal(new Set(colors).size, 1, colors.join(", "));
  });

  test("marks the current section and tab in forced colors", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto("/repositories/clickstream/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("tab", { name: "JSON" }).waitFor();
    const look = (locator, property) =>
      locator.evaluate((element, property) => getComputedStyle(element)[property], property);
    const section = (name) => look(page.getByRole("link", { name }), "borderBottomColor");
    assert.notEqual(await section("Retention"), await section("Metadata"));
    assert.equal(
      await section("Metadata"),
      await look(page.locator("body"), "backgroundColor"),
      "only the current one is underlined",
    );
    const tab = (name) => look(page.getByRole("tab", { name }), "backgroundColor");
    assert.notEqual(await tab("Form"), await tab("JSON"));
    await page.getByRole("tab", { name: "Form" }).click();
    await page.getByLabel("Default retention, in days").fill("77");
    const mark = page.getByRole("link", { name: "Retention (unsaved changes)" }).locator(".unsaved");
    assert.equal(await look(mark, "borderTopStyle"), "solid", "a background is not drawn");
    await picture(page, "forced-colors");
  });

  test("has one primary action also where there is no repository yet", async () => {
    const empty = await site.newPage();
    await empty.route("**/api/v1/repositories?*", (route) =>
      route.fulfill({
        json: { pagination: { has_more: false, next_offset: "", results: 0, max_per_page: 1000 }, results: [] },
      }),
    );
    await site.logIn(empty, "/repositories");
    await empty.getByText("No repositories yet").waitFor();
    assert.deepEqual(await empty.locator("main .button-primary").allTextContents(), [" Create your first repository"]);
    await empty.context().close();
  });

  test("has the chosen theme before its script is loaded", async () => {
    const fresh = await site.newUser("/repositories", { colorScheme: "light" }); // it keeps what is chosen
    const ground = () => fresh.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await fresh.getByRole("button", { name: /^Account/ }).click();
    await fresh.getByRole("menuitemradio", { name: "Dark theme" }).click();
    await fresh.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    const dark = await ground();
    const release = await hold(fresh, "GET", "**/assets/index-*.js");
    await fresh.goto("/repositories", { waitUntil: "commit" });
    await fresh.waitForFunction(() => document.readyState !== "loading" && document.styleSheets.length > 0);
    assert.equal(await ground(), dark);
    assert.notEqual(dark, light);
    await release();
    await fresh.getByRole("link", { name: "clickstream" }).waitFor();
    await fresh.context().close();
  });

  test("is printed dark on light, without what can be pressed", async () => {
    const paper = await site.newUser("/repositories", { colorScheme: "dark" });
    await paper.getByRole("link", { name: "clickstream" }).waitFor();
    await paper.emulateMedia({ media: "print" });
    assert.equal(await paper.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
    assert.equal(await paper.getByRole("link", { name: "clickstream" }).isVisible(), true);
    for (const control of ["Create repository", "Refresh", "Actions for clickstream", "Account: admin"])
      assert.equal(await paper.getByRole("button", { name: control }).isVisible(), false, control);
    await paper.context().close();
  });

  test("shows line breaks in metadata", async () => {
    const text = "first\n  second";
    await page.route("**/api/v1/repositories/clickstream/metadata", (route) =>
      route.fulfill({ json: { notes: text } }),
    );
    await page.goto("/repositories/clickstream/settings/metadata");
    const value = page.getByRole("row", { name: /notes/ }).getByRole("cell").getByText("first");
    assert.equal(await value.evaluate((element) => getComputedStyle(element).whiteSpace), "pre-wrap");
    await page.unroute("**/api/v1/repositories/clickstream/metadata");
  });

  test("marks an invalid field also while it has the focus, and disabled buttons do not react", async () => {
    await page.goto("/repositories?create=new");
    const look = (locator, property) =>
      locator.evaluate((element, property) => getComputedStyle(element)[property], property);
    const id = page.getByRole("dialog").getByLabel("Repository ID");
    await id.fill("good-one");
    const right = await look(id, "borderColor");
    await id.fill("BAD");
    await page.getByText("Use lowercase letters only.").waitFor();
    const wrong = await look(id, "borderColor");
    assert.notEqual(wrong, right);
    await page.getByLabel("Default branch").focus();
    assert.equal(await look(id, "borderColor"), wrong);
    await page.goto("/repositories/clickstream/settings/branch-protection");
    const save = page.getByRole("button", { name: "Save changes" });
    await save.waitFor();
    const looks = async () => [await look(save, "backgroundColor"), await look(save, "borderColor")];
    await page.mouse.move(0, 0);
    const before = await looks();
    await save.hover();
    assert.deepEqual(await looks(), before);
    assert.notEqual(await look(save, "cursor"), "pointer");
  });
});
