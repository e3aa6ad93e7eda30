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
    const page = await site.newUser("/repositories", {
      viewport: { width: 1240, height: 720 },
      deviceScaleFactor: 1.25,
      colorScheme: "light",
    });
    await page.getByRole("button", { name: "3 default branches unprotected" }).waitFor();
    for (const id of ["images-raw", "ml-experiments"]) await page.getByLabel(`Select ${id}`).check();
    await page.getByRole("region", { name: "Selected repositories" }).waitFor();
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
