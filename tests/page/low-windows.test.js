// Windows that are low, as of a phone held sideways: menus, dialogs and what is sticky leave room for the content.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { isInSight, outOfReach } from "./fits.js";
import { drawn, picture, resize, selectAll, useSite } from "./site.js";

const LOW = [
  { width: 1280, height: 400 },
  { width: 568, height: 320 },
];
const heightOf = async (locator) => (await locator.boundingBox()).height;

describe("a low window", { skip: noBrowser }, () => {
  let page;
  useSite((...opened) => {
    [, page] = opened;
  });
  beforeEach(async () => {
    await resize(page, { width: 1280, height: 800 });
    await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "none" });
  });

  test("has the whole menu within reach in a low window", async () => {
    await page.goto("/repositories");
    for (const viewport of [
      { width: 640, height: 300 },
      { width: 320, height: 256 },
    ]) {
      await resize(page, viewport);
      await page.getByRole("button", { name: /^Account/ }).click();
      const item = page.getByRole("menuitem", { name: "Log out" });
      await item.waitFor();
      await page.keyboard.press("End");
      const { y, height } = await item.boundingBox();
      assert.ok(y >= 0 && y + height <= viewport.height, `Log out is at ${y} of ${viewport.height} px`);
      await picture(page, `menu-${viewport.width}x${viewport.height}`);
      await page.keyboard.press("Escape");
      await item.waitFor({ state: "hidden" });
    }
  });

  test("has every action on the selected repositories in sight or in a menu, and leaves a low window to the list", async () => {
    const actions = ["Protect branches…", "Set retention…", "Delete retention…", "Copy settings…", "Back up…"];
    const bar = await selectAll(page, 320, 568);
    for (const [width, height] of [
      [320, 568],
      [390, 844],
      [640, 400],
      [1000, 400],
      [1280, 400],
    ]) {
      const where = `${width}x${height}`;
      await resize(page, { width, height });
      const box = await bar.boundingBox();
      if (height === 400) assert.ok(box.height <= height / 6, `the bar has ${box.height} px at ${where}`);
      const inSight = async (locator) => (await locator.count()) > 0 && (await isInSight(locator));
      await picture(page, `selection-${where}`);
      assert.ok(await inSight(bar.getByRole("button", { name: "Clear selection" })), `Clear selection at ${where}`);
      const shown = [];
      for (const name of actions) if (await inSight(bar.getByRole("button", { name }))) shown.push(name);
      assert.equal(shown[0], "Protect branches…", `the usual action is in sight at ${where}`);
      const menu = bar.getByRole("button", { name: "More" });
      if (await menu.count()) {
        assert.ok(await inSight(menu), `More at ${where}`);
        await menu.click();
        await page.getByRole("menu").waitFor();
        await picture(page, `selection-menu-${where}`);
        for (const name of actions) if (await inSight(page.getByRole("menuitem", { name }))) shown.push(name);
      }
      assert.deepEqual(shown, actions, where);
      if (await page.getByRole("menu").count()) {
        await page.getByRole("menuitem", { name: "Copy settings…" }).click();
        const dialog = page.getByRole("dialog", { name: /^Copy settings/ });
        await dialog.waitFor();
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "hidden" });
      }
    }
  });

  test("leaves most of a low window to the content, whatever is sticky above and below it", async () => {
    for (const size of LOW) {
      const where = `${size.width}x${size.height}`;
      const bar = await selectAll(page, size.width, size.height);
      const row = page.getByRole("row", { name: /clickstream/ });
      const [rowHeight, barHeight] = [await heightOf(row), await heightOf(bar)];
      assert.ok(barHeight <= 1.2 * rowHeight, `the bar has ${barHeight} px, a row ${rowHeight} px at ${where}`);
      const top = await heightOf(page.locator(".top"));
      assert.ok(
        top + barHeight <= 0.4 * size.height,
        `sticky parts of the list have ${top + barHeight} px at ${where}`,
      );

      await page.goto("/repositories/analytics-events/settings/retention");
      await page.getByRole("button", { name: "Edit policy" }).click();
      const save = page.getByRole("button", { name: "Save policy" });
      await save.waitFor();
      const saveBar = await heightOf(page.locator(".savebar"));
      assert.ok(top + saveBar <= size.height / 2, `sticky parts of a form have ${top + saveBar} px at ${where}`);
      await page.getByRole("button", { name: /^API calls/ }).click();
      const calls = page.getByRole("complementary", { name: "API calls made by this page" });
      await calls.waitFor();
      const all = top + saveBar + (await heightOf(calls));
      assert.ok(all <= 0.8 * size.height, `with the calls they have ${all} px at ${where}`);
      assert.ok(await isInSight(save), `Save policy at ${where}`);
      assert.deepEqual(await outOfReach(page), [], where);
      await picture(page, `low-calls-${where}`);
    }
  });

  test("has dialogs whose actions stay in sight in a low window, and that use its height", async () => {
    for (const size of LOW) {
      const where = `${size.width}x${size.height}`;
      const bar = await selectAll(page, size.width, size.height);
      for (const name of ["Protect branches…", "Set retention…", "Copy settings…", "Back up…"]) {
        const button = bar.getByRole("button", { name });
        if (await button.count()) await button.click();
        else {
          await bar.getByRole("button", { name: "More" }).click();
          await page.getByRole("menuitem", { name }).click();
        }
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("row").nth(1).waitFor();
        if (name === "Set retention…") {
          await dialog.getByLabel("Default retention, in days").fill("1");
          await dialog.getByLabel(/^Delete objects sooner in/).waitFor();
        }
        await drawn(page);
        const { y, height } = await dialog.boundingBox();
        assert.ok(y >= 0 && y + height <= size.height, `${name} is from ${y} to ${y + height} px at ${where}`);
        assert.ok(height >= 0.8 * size.height, `${name} has ${height} px at ${where}`);
        const actions = await heightOf(dialog.locator(".savebar"));
        assert.ok(actions <= height / 2, `the actions of ${name} have ${actions} of ${height} px at ${where}`);
        for (const one of await dialog.locator(".savebar button").all())
          assert.ok(await isInSight(one), `${await one.textContent()} in ${name} at ${where}`);
        assert.deepEqual(await outOfReach(page), [], `${name} at ${where}`);
        await picture(page, `low-dialog-${where}`);
        await dialog.getByRole("button", { name: "Cancel" }).click();
      }
      for (const [address, opener] of [
        ["/repositories?create=new", undefined],
        ["/repositories/clickstream/settings/general", "Delete repository…"],
      ]) {
        await page.goto(address);
        if (opener) await page.getByRole("button", { name: opener }).click();
        await page.locator(".dialog").waitFor();
        assert.deepEqual(await outOfReach(page), [], `${address} at ${where}`);
      }
    }
  });

  test("does not scroll when a button of the selection bar gets the focus", async () => {
    await selectAll(page, 1280, 400);
    await page.evaluate(() => scrollTo({ top: 60, behavior: "instant" }));
    for (const name of ["Protect branches…", "Clear selection"]) {
      await page.getByRole("button", { name }).focus();
      await drawn(page);
      assert.equal(await page.evaluate(() => scrollY), 60, name);
    }
  });
});
