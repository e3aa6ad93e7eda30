import assert from "node:assert/strict";

/** Asserts that nothing is wider than the window. */
export async function fits(page, name) {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(excess <= 0, `${name} is ${excess} px wider than the screen`);
}

/** Controls that cannot be scrolled into sight, or that are covered there. */
export const outOfReach = (page) =>
  page.evaluate(() => {
    const menu = document.querySelector('[role="menu"]'); // it covers the button that opens it
    const controls = (menu ?? document).querySelectorAll(
      'a[href], button, input, select, textarea, summary, [role="menuitem"], [tabindex="0"]',
    );
    const shown = [...controls].filter(
      // The button that skips the header is visible only with the focus.
      (one) =>
        !one.matches(".skip") &&
        !one.closest("[inert], [aria-hidden=true]") &&
        one.checkVisibility({ visibilityProperty: true }),
    );
    const place = { x: scrollX, y: scrollY };
    const lost = shown.filter((one) => {
      one.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
      if (width <= 2 || height <= 2) return false; // for screen readers, or the label is what is pressed
      const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (top + bottom) / 2];
      const hit = document.elementFromPoint(x, y);
      const isHit = hit && (one.contains(hit) || hit.contains(one) || one.labels?.[0]?.contains(hit));
      return !isHit || left < -1 || right > innerWidth + 1;
    });
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    return lost.map((one) => one.getAttribute("aria-label") ?? (one.textContent?.trim() || one.outerHTML.slice(0, 80)));
  });

/** Elements that scroll to an empty end. */
export const emptyEnds = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((one) => {
        const { overflowY, paddingBottom } = getComputedStyle(one);
        if (
          one.scrollHeight <= one.clientHeight + 1 ||
          !/auto|scroll/.test(overflowY) ||
          one.matches("textarea, input")
        )
          return false;
        const { scrollTop } = one;
        one.scrollTop = one.scrollHeight; // sticky elements are at their own place there
        const end = one.getBoundingClientRect().top + one.scrollHeight - one.scrollTop;
        const last = Math.max(...[...one.children].map((child) => child.getBoundingClientRect().bottom));
        one.scrollTop = scrollTop;
        return end - last > Number.parseFloat(paddingBottom) + 40;
      })
      .map((one) => `${one.localName}.${one.className}`),
  );

/** Words that are broken in the middle. Names, patterns and values may break anywhere. */
export const brokenWords = (page) =>
  page.evaluate(() => {
    const broken = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const element = text.parentElement;
      if (!element?.checkVisibility() || element.clientWidth === 1) continue;
      if (element.closest("code, pre, textarea, script, style, title, .break, .visually-hidden, [aria-hidden=true]"))
        continue;
      for (const { 0: word, index } of (text.textContent ?? "").matchAll(/(?<![\w-])[A-Za-z]{2,14}(?![\w-])/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top));
        if (new Set(tops).size > 1) broken.push(`${word} in “${text.textContent}”`);
      }
    }
    return broken;
  });

/** Headers, buttons and labels whose text is cut. Elements that may be cut have the whole text in a title. */
export const cutTexts = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("th, button, label, summary, h1, h2, h3, dt, legend, .status, .badge")]
      .filter((one) => {
        if (
          one.closest(".cut, .visually-hidden, [inert], [aria-hidden=true]") ||
          !one.checkVisibility() ||
          one.clientWidth <= 2
        )
          return false;
        return getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
      })
      .map((one) => one.textContent?.trim()),
  );

/** Whether an element is in the window without scrolling, with nothing over it. */
export const isInSight = (locator) =>
  locator.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const ends = [
      [left + 3, (top + bottom) / 2],
      [right - 3, (top + bottom) / 2],
    ];
    return ends.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
  });
