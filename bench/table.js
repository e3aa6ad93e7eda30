// Tables of the measured results: node bench/table.js [--write]
//   --write  writes them between the markers in README.md (the rows that users feel) and docs/performance.md (everything)
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { brief, details, summary } from "./lib/markdown.js";
import { kept } from "./lib/results.js";

const MARKS = ["<!-- bench:start -->", "<!-- bench:end -->"];
const { values } = parseArgs({ options: { write: { type: "boolean" } } });
const results = await kept();
const long = `${summary(results)}\n${details(results)}`;
console.log(long);
if (values.write) {
  await replace("README.md", brief(results));
  await replace("docs/performance.md", long);
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
