import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { noBrowser } from "../support/browser.js";
import { openSite } from "./site.js";

const COUNT = 10_000;

describe("ten thousand repositories", { skip: noBrowser }, () => {
  let site;
  let page;
  before(async () => {
    site = await openSite({ samples: false });
    for (let number = 0; number < COUNT; number++) {
      const name = `repository-${String(number).padStart(5, "0")}`;
      await site.lakefs.fetch("http://lakefs.invalid/api/v1/repositories", {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Authorization: `Basic ${btoa(`${site.credentials.accessKeyId}:${site.credentials.secretAccessKey}`)}`,
        },
        body: JSON.stringify({ name, storage_namespace: `mem://${name}` }),
      });
    }
    page = await site.newPage();
    await page.addInitScript(() => {
      const marks = { firstData: 0, firstRow: 0 };
      Object.assign(globalThis, { marks });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if (!marks.firstData && entry.name.includes("/api/v1/repositories")) marks.firstData = entry.responseEnd;
      }).observe({ type: "resource", buffered: true });
      new MutationObserver(() => {
        if (!marks.firstRow && document.querySelector('table[aria-label="Repositories"] tbody th'))
          marks.firstRow = performance.now();
      }).observe(document, { subtree: true, childList: true });
    });
    await site.logIn(page);
  });
  after(() => site?.close());

  test("show their first rows soon after the first data, and all of them in the end", async (t) => {
    await page.reload();
    await page.getByText("10,000 repositories", { exact: true }).waitFor();
    const { firstData, firstRow } = await page.evaluate(() => globalThis.marks);
    const rows = await page.getByRole("table", { name: "Repositories" }).getByRole("row").count();
    t.diagnostic(
      `first rows ${Math.round(firstRow - firstData)} ms after the first page's data; ${rows} rows in the document`,
    );
    assert.ok(firstRow > 0 && firstRow - firstData < 300, `${firstRow - firstData} ms`);
    assert.ok(rows < 90, `${rows} rows in the document`);
  });

  test("scroll without long tasks, from the first to the last", async (t) => {
    // By the clock of the page's own thread: what else this machine does at the time is not the page's.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    const busy = async () => {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? NaN) * 1000;
    };
    /** Sixty jumps from the top to the end, to other rows each time: what each takes, the longest last. */
    const sweep = async (sweeps) => {
      await page.evaluate(() => scrollTo(0, 0));
      const jumps = [];
      for (let step = 1; step <= 60; step++) {
        const before = await busy();
        await page.evaluate(
          async (share) => {
            scrollTo(0, document.documentElement.scrollHeight * share);
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          },
          (step - sweeps / 3) / 60,
        );
        jumps.push((await busy()) - before);
      }
      return jumps.sort((a, b) => a - b);
    };
    // A machine that stands still for a moment is charged to the thread: what the page does itself is long in each of three sweeps.
    const sweeps = [];
    while (sweeps.length < 3 && !sweeps.some((jumps) => jumps[59] < 100)) sweeps.push(await sweep(sweeps.length));
    const jumps = sweeps.at(-1);
    t.diagnostic(
      `60 jumps through all rows, time of the page's thread: median ${jumps[30].toFixed(1)} ms, longest ${jumps[59].toFixed(1)} ms, after ${sweeps.length - 1} sweeps with a longer one`,
    );
    assert.ok(
      jumps[0] > 0 && jumps[59] < 100,
      `each is all the work of a jump, in milliseconds: ${sweeps.map((each) => each.map(Math.round)).join("; ")}`,
    );
    await page.keyboard.press("End");
    await page.getByRole("link", { name: "repository-09999" }).waitFor();
  });

  test("are where they were after Back", async () => {
    await page.getByRole("link", { name: "repository-09999" }).click();
    await page.getByRole("heading", { name: "About" }).waitFor();
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.goBack();
    await page.getByRole("link", { name: "repository-09999" }).waitFor();
  });

  test("are found by a part of their id", async () => {
    await page.getByRole("searchbox").fill("-0123");
    await page.getByText("10 of 10,000 repositories").waitFor();
  });
});
