// The tables that `cargo xtask bench --write` writes into the documentation.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { brief, summary } from "../bench/lib/markdown.js";
import { root } from "./support/project.js";

const spread = (median) => ({ median, p10: median, low: median, high: median });
const measured = (name, median, base) => ({ name, each: spread(median), ratio: spread(median / base) });
const results = {
  settings: {
    machine: "a machine",
    node: "24.0.0",
    results: [
      measured("a pool by hand", 400, 400),
      measured("A/A", 404, 400),
      measured("lakefs-wasm", 420, 400),
      measured("a pool by hand of the client's calls", 410, 400),
      measured("one after the other", 2100, 400),
    ],
  },
  crowd: {
    machine: "a machine",
    node: "24.0.0",
    results: [measured("raw", 100, 100), measured("lakefs-wasm", 110, 100)],
  },
};
/** The cells of the rows whose title begins with a text. */
const rowsOf = (text, title) =>
  text
    .split("\n")
    .filter((line) => line.startsWith(`| ${title}`))
    .map((line) => line.split(" | ").slice(1, 4));

test("README compares the settings of 1,000 repositories with a pool and with one after the other", () => {
  assert.deepEqual(rowsOf(brief(results), "settings of 1,000"), [
    ["a careful pool by hand, 400 ms", "1.05", "–"],
    ["the same with the client's calls, 410 ms", "1.02", "–"],
    ["one after the other, 2100 ms", "0.20", "–"],
  ]);
});

test("docs/performance.md begins with what a user notices; the cost of a call follows", () => {
  const text = summary(results);
  const [noticed, cost] = text.split("## Cost of a call");
  assert.equal(rowsOf(noticed, "settings of 1,000").length, 3);
  assert.equal(rowsOf(cost, "settings of 1,000").length, 0);
  assert.equal(rowsOf(noticed, "1,000 calls at once").length, 0);
  assert.equal(rowsOf(cost, "1,000 calls at once").length, 1);
});

test("every page that the command writes into has its two marks once, in order", async () => {
  for (const page of ["README.md", "docs/performance.md", "docs/benchmarks.md"]) {
    const text = await readFile(join(root, page), "utf8");
    assert.deepEqual(text.match(/<!-- bench:(?:start|end) -->/g), ["<!-- bench:start -->", "<!-- bench:end -->"], page);
  }
});
