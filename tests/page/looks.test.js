// Every view as it looks, wide and narrow, light and dark: axe finds nothing, nothing is wider than the screen, and a picture is left in
// target/screenshots for people.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { openSite, picture } from "./site.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Each view: how it is reached by somebody who is logged in. */
const VIEWS = {
  repositories: async (page) => {
    await page.goto("/repositories");
    await page.getByRole("link", { name: "clickstream" }).waitFor();
  },
  "nothing-found": async (page) => {
    await page.goto("/repositories?search=zzz");
    await page.getByText(/No repository has/).waitFor();
  },
  create: async (page) => {
    await page.goto("/repositories?create=new");
    await page.getByLabel("Repository ID").fill("My");
    await page.getByText("The id has to have 3 to 63 characters.").waitFor();
  },
  delete: async (page) => {
    await page.goto("/repositories/ml-models/settings/general");
    await page.getByRole("button", { name: "Delete repository…" }).click();
    await page.getByRole("alertdialog").waitFor();
  },
  general: async (page) => {
    await page.goto("/repositories/ml-models/settings/general");
    await page.getByRole("heading", { name: "General" }).waitFor();
  },
  protection: async (page) => {
    await page.goto("/repositories/analytics-events/settings/branch-protection");
    await page.getByLabel("Branch name pattern").fill("[a-zA-Z]");
    await page.getByText(/lakeFS takes one/).waitFor();
    await page.getByLabel("Branch name", { exact: true }).fill("release-1.4");
    await page.getByText("is protected by one rule").waitFor();
    await page.getByRole("button", { name: "Delete main" }).click();
  },
  "protection-empty": async (page) => {
    await page.goto("/repositories/images-raw/settings/branch-protection");
    await page.getByText("There aren’t any rules yet").waitFor();
  },
  retention: async (page) => {
    await page.goto("/repositories/analytics-events/settings/retention");
    await page.getByText("90 days").waitFor();
  },
  "retention-edit": async (page) => {
    await page.goto("/repositories/analytics-events/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByLabel("Default retention, in days").fill("9999999999");
    await page.getByText(/has to be a whole number from/i).waitFor();
  },
  "retention-json": async (page) => {
    await page.goto("/repositories/analytics-events/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("tab", { name: "JSON" }).click();
    await page.getByLabel("Policy as JSON").waitFor();
  },
  "retention-empty": async (page) => {
    await page.goto("/repositories/quickstart/settings/retention");
    await page.getByText("A garbage collection policy is not set yet").waitFor();
  },
  metadata: async (page) => {
    await page.goto("/repositories/analytics-events/settings/metadata");
    await page.getByRole("row", { name: "owner data-platform" }).waitFor();
  },
  "metadata-empty": async (page) => {
    await page.goto("/repositories/quickstart/settings/metadata");
    await page.getByRole("heading", { name: "No metadata" }).waitFor();
  },
  backup: async (page) => {
    await page.goto("/repositories/analytics-events/backup");
    await page.getByRole("button", { name: "Start a dump" }).click();
    await page.getByText("The dump is done.").waitFor();
  },
  "backup-running": async (page, { lakefs }) => {
    lakefs.fail({ hang: "response" }, { operation: "dumpStatus" });
    await page.goto("/repositories/analytics-events/backup?dump=DR01234567890123456789");
    await page.getByText("The dump is running").waitFor();
  },
  "backup-failed": async (page) => {
    await page.goto("/repositories/restore-here/backup");
    for (const part of ["Commits", "Tags", "Branches"]) await page.getByLabel(`${part} meta-range ID`).fill("0".repeat(64));
    await page.getByRole("button", { name: "Start the restore" }).click();
    await page.getByText("The restore has failed").waitFor();
  },
  missing: async (page) => {
    await page.goto("/repositories/no-such-one/settings/general");
    await page.getByText("There is no such repository").waitFor();
  },
  broken: async (page, { lakefs }) => {
    lakefs.fail({ status: 503 }, { operation: "listRepositories", times: 3 });
    await page.goto("/repositories");
    await page.getByText("lakeFS is not available right now").waitFor();
  },
  calls: async (page) => {
    await page.goto("/repositories/analytics-events/settings/retention");
    await page.getByText("90 days").waitFor();
    await page.getByRole("button", { name: /^Calls/ }).click();
    await page.getByText('await lakefs.getGCRules("analytics-events");').waitFor();
  },
  account: async (page) => {
    await page.goto("/repositories");
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Log out" }).waitFor();
  },
  "session-ended": async (page, { lakefs }) => {
    await page.goto("/repositories/analytics-events/settings/branch-protection");
    await page.getByLabel("Branch name pattern").fill("hotfix-*");
    lakefs.fail({ status: 401 });
    await page.getByRole("link", { name: "Retention" }).click();
    await page.getByRole("dialog", { name: "Your session has ended" }).waitFor();
  },
  "no-such-address": async (page) => {
    await page.goto("/somewhere");
    await page.getByText("There is nothing at this address").waitFor();
  },
};

describe("the look of the page", { skip: noBrowser }, () => {
  let site;
  before(async () => {
    site = await openSite();
  });
  after(() => site?.close());

  async function violations(page) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
  }

  async function check(page, name) {
    assert.deepEqual(await violations(page), [], `axe on ${name}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${name} is ${over} px wider than the screen`);
  }

  /** One view is reached once, and looked at in every way. */
  async function lookAt(page, name) {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await picture(page, `${name}-${width}-${colorScheme}`);
        // Contrast depends on the colours, the rest on the width: three of the four say all.
        if (width === 1280 || colorScheme === "light") await check(page, `${name}, ${width} px wide, ${colorScheme}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }

  test("is right before somebody has logged in", async () => {
    const page = await site.newPage();
    await page.goto("/");
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await lookAt(page, "connect");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("The key is missing").waitFor();
    await lookAt(page, "connect-refused");
    await page.context().close();
  });

  test("is right in every view", async (t) => {
    const page = await site.newUser();
    for (const [name, reach] of Object.entries(VIEWS)) {
      await t.test(name, async () => {
        await reach(page, site);
        await lookAt(page, name);
      });
    }
    await page.context().close();
    site.complaints.splice(0);
  });

  test("has dialogs that appear where they stay", async () => {
    const page = await site.newUser("/repositories", { reducedMotion: "no-preference" });
    await page.addStyleTag({ content: ".dialog { animation-duration: 1000s !important; }" });
    await page.getByRole("button", { name: "Create repository" }).click();
    const [from, to] = await page.getByRole("dialog").evaluate((dialog) => {
      const [animation] = dialog.getAnimations();
      const places = [0, 1_000_000].map((time) => ((animation.currentTime = time), dialog.getBoundingClientRect()));
      return places.map(({ x, y }) => ({ x, y }));
    });
    assert.equal(from.x, to.x);
    assert.ok(from.y > to.y && from.y < to.y + 10, `${from.y} to ${to.y}`);
    await page.context().close();
  });

  test("fits 320 px", async () => {
    const page = await site.newUser("/repositories", { viewport: { width: 320, height: 640 } });
    for (const name of ["repositories", "general", "protection", "retention-edit", "backup", "calls"]) {
      await VIEWS[name](page, site);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${name} is ${over} px wider than the screen`);
    }
    await page.context().close();
  });

  test("has room for the branches of a policy and for what is typed of them, however narrow", async () => {
    const long = "feature/JIRA-12345_migrate_everything_to_v2";
    await site.client.setGCRules("quickstart", { default_retention_days: 7, branches: [{ branch_id: long, retention_days: 3650 }, { branch_id: "main", retention_days: 28 }] });
    const page = await site.newUser("/repositories/quickstart/settings/retention");
    const size = (locator) => locator.evaluate(({ offsetWidth, offsetHeight, scrollWidth, scrollHeight, clientWidth, clientHeight }) => ({ width: offsetWidth, height: offsetHeight, isCut: scrollWidth > clientWidth || scrollHeight > clientHeight }));
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 640 });
      const row = page.getByRole("row", { name: long });
      await row.waitFor();
      const [name, bars, label] = await Promise.all([row.getByRole("rowheader"), row.getByRole("cell"), row.locator(".bar-label")].map(size));
      assert.equal(name.isCut, false, `the whole name is in sight at ${width} px`);
      assert.ok(bars.width >= 100, `bars have ${bars.width} px at ${width} px`);
      assert.ok(label.height < 50, `days are ${label.height} px high at ${width} px`);
      if (width !== 390) await picture(page, `retention-long-${width}`);
      await page.getByRole("button", { name: "Edit policy" }).click();
      const field = await size(page.getByRole("group", { name: "Rule 1" }).getByLabel("Branch", { exact: true }));
      assert.ok(field.width >= 200, `the field for a branch has ${field.width} px at ${width} px`);
      if (width === 320) await picture(page, "retention-edit-320");
      await page.getByRole("button", { name: "Cancel" }).click();
    }
    await page.context().close();
  });
});
