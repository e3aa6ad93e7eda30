// The documentation site that `cargo xtask docs` writes: navigation, width, search.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { linksOf, pages } from "./docs/snippets.js";
import { launch, noBrowser } from "./support/browser.js";
import { root } from "./support/project.js";

test("the site has all guides in its navigation, fits a phone, and its search finds fields and guides", {
  timeout: 240_000,
}, async (t) => {
  await promisify(execFile)("cargo", ["xtask", "docs"], { cwd: root });
  const folder = join(root, "target/docs");
  const guides = (await pages()).filter((page) => page.startsWith("docs/guides/"));
  const readme = await linksOf("README.md");
  for (const guide of guides) assert.ok(readme.includes(guide), `README.md does not link to ${guide}`);
  const documents = await readdir(join(folder, "documents"));
  if (noBrowser) return t.diagnostic("no browser: navigation, width and search are not checked");

  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  for (const name of documents) {
    await page.goto(pathToFileURL(join(folder, "documents", name)).href);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px wider than a phone`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  const home = pathToFileURL(join(folder, "index.html")).href;
  await page.goto(home);
  await page.locator(".tsd-navigation a", { hasText: "Scripts for Node" }).first().waitFor();
  assert.equal(await page.locator("h1").count(), 1, "one heading names the package");
  for (const [words, found] of [
    ["retryAfterMs", "retryAfterMs"],
    ["Corporate", "Corporate networks"],
  ]) {
    await page.goto(home);
    const result = page.locator("#tsd-search-results li", { hasText: found }).first();
    // The page opens the search and loads its index after it has loaded itself, without a sign when it is ready.
    for (let tries = 0; tries < 60 && !(await result.isVisible()); tries++) {
      await page.keyboard.press("Control+k");
      await page
        .locator("#tsd-search-input")
        .fill(words, { timeout: 1000 })
        .catch(() => {});
      await page.waitForTimeout(500);
    }
    assert.ok(await result.isVisible(), `the search for ${words} does not find ${found}`);
  }
});
