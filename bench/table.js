// Tables of the measured results: node bench/table.js [--write]
//   --write  writes them between the markers in README.md (rows that users notice), docs/performance.md (ratios) and docs/benchmarks.md (details)
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { brief, details, summary } from "./lib/markdown.js";
import { kept } from "./lib/results.js";

const MARKS = ["<!-- bench:start -->", "<!-- bench:end -->"];
const { values } = parseArgs({ options: { write: { type: "boolean" } } });
const results = await kept();
console.log(`${summary(results)}\n${details(results)}`);
if (values.write) {
  await replace("README.md", brief(results));
  await replace("docs/performance.md", summary(results));
  await replace("docs/benchmarks.md", details(results).trim());
}

async function replace(name, table) {
  const file = new URL(`../${name}`, import.meta.url);
  const text = await readFile(file, "utf8");
  const [before, rest] = text.split(MARKS[0]);
  const [, after] = rest?.split(MARKS[1]) ?? [];
  if (after === undefined)
    return console.error(`*** ${name} has no ${MARKS.join(" … ")}; nothing is written there ***`);
  await writeFile(file, `${before}${MARKS[0]}\n${table}\n${MARKS[1]}${after}`);
}
