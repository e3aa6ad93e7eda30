// Every view as it looks, wide, zoomed and narrow, light and dark: axe finds nothing, nothing is wider than the screen, cut or out of reach. With
// THOROUGH=1 axe also looks at narrow screens, and pictures of all views are left in target/screenshots for people.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { isThorough } from "../support/thorough.js";
import { brokenWords, cutTexts, emptyEnds, fits, outOfReach } from "./fits.js";
import { drawn, openSite, picture, resize } from "./site.js";
import { VIEWS } from "./views.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The only rule of axe that depends on colors. */
const CONTRAST = { runOnly: ["color-contrast"] };
const NO_CONTRAST = { rules: { "color-contrast": { enabled: false } } };

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const SMALL = { width: 320, height: 640 };
/** A window of 1280 × 800 at a zoom of 200 %. */
const ZOOMED = { width: 640, height: 400 };

describe("every view of the page", { skip: noBrowser }, () => {
  let site;
  before(async () => {
    site = await openSite();
  });
  after(() => site?.close());

  async function check(page, name, options) {
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
    const { violations } = await page.evaluate(
      (given) => globalThis.axe.run(document, { resultTypes: ["violations"], ...given }),
      options,
    );
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`,
    );
    assert.deepEqual(found, [], `axe on ${name}`);
  }

  const emulate = (page, colorScheme) => page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const pictures = async (page, name) => {
    if (!isThorough) return;
    for (const colorScheme of ["light", "dark"]) {
      await emulate(page, colorScheme);
      await picture(page, `${name}-${colorScheme}`);
    }
    await emulate(page, "light");
  };

  let looked = 0;
  /** Opens each view once and checks it in every way; in both color schemes with THOROUGH=1, otherwise alternating, since views share most parts. */
  async function lookAt(page, name) {
    const schemes = isThorough ? ["light", "dark"] : [looked++ % 2 ? "dark" : "light"];
    for (const [index, scheme] of schemes.entries()) {
      await emulate(page, scheme);
      await check(page, `${name}, ${scheme}`, index === 0 ? {} : CONTRAST);
    }
    await pictures(page, `${name}-1280`);

    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setDeviceMetricsOverride", { ...ZOOMED, deviceScaleFactor: 2, mobile: false });
    await drawn(page);
    assert.deepEqual(await page.evaluate(() => [innerWidth, devicePixelRatio]), [ZOOMED.width, 2], "zoomed");
    await fits(page, `${name}, zoomed`);
    const lost = { zoomed: await outOfReach(page) };
    await devtools.detach();

    for (const viewport of [SMALL, PHONE]) {
      await resize(page, viewport);
      await fits(page, `${name}, ${viewport.width} px wide`);
      lost[`cut at ${viewport.width} px`] = await cutTexts(page);
      lost[`ends that are empty at ${viewport.width} px`] = await emptyEnds(page);
      lost[`broken at ${viewport.width} px`] = await brokenWords(page);
      if (isThorough) lost[`at ${viewport.width} px`] = await outOfReach(page);
    }
    for (const [where, texts] of Object.entries(lost)) assert.deepEqual(texts, [], `lost on ${name}, ${where}`);
    if (isThorough) await check(page, `${name}, narrow`, NO_CONTRAST);
    await pictures(page, `${name}-390`);
    await resize(page, WIDE);
  }

  test("is accessible and fits before the login", async () => {
    const page = await site.newPage();
    await page.goto("/");
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await lookAt(page, "connect");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("Enter your access key ID").waitFor();
    await lookAt(page, "connect-refused");
    await page.context().close();
  });

  test("is accessible and fits in every view", async (t) => {
    const page = await site.newUser();
    for (const [name, reach] of Object.entries(VIEWS)) {
      await t.test(name, async () => {
        await reach(page, site);
        await lookAt(page, name);
      });
    }
    await page.context().close();
    site.consoleErrors.splice(0);
  });
});
