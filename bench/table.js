// The tables of what the parts have measured: node bench/table.js [--write]
//   --write  puts them between the markers in README.md (the summary) and docs/performance.md (everything)
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { details, summary } from "./lib/markdown.js";
import { kept } from "./lib/results.js";

const MARKS = ["<!-- bench:start -->", "<!-- bench:end -->"];
const { values } = parseArgs({ options: { write: { type: "boolean" } } });
const results = await kept();
const short = summary(results);
const long = `${short}\n${details(results)}`;
console.log(long);
if (values.write) {
  await replace("README.md", short);
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
