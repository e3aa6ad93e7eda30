// The picture of the page in the README: PICTURE=docs/page.png node --test tests/page/picture.test.js
import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { env } from "node:process";
import { test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { openSite } from "./site.js";

const place = env.PICTURE;

test("the README's picture is made", { skip: noBrowser || (place ? false : "PICTURE names no file") }, async () => {
  const site = await openSite();
  try {
    const page = await site.newUser("/repositories/analytics-events/settings/branch-protection", {
      viewport: { width: 1240, height: 880 },
      deviceScaleFactor: 1.25,
      colorScheme: "light",
    });
    await page.getByText("No unsaved changes").waitFor();
    await page.getByRole("button", { name: /^API calls/ }).click();
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByLabel("Branch name pattern").fill("{staging,production}");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("No unsaved changes").waitFor();
    await page.getByLabel("Branch name pattern").fill("hotfix-*");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByLabel("Branch name", { exact: true }).fill("release-2.1");
    await page.getByText("is protected by one rule").waitFor();
    await page.getByText("Saved branch protection").first().waitFor({ state: "hidden" });
    await page.mouse.move(0, 0);
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await mkdir(dirname(place), { recursive: true });
    await page.screenshot({ path: place });
    assert.ok((await stat(place)).size < 300_000, "small enough for a repository");
  } finally {
    await site.close();
  }
});
