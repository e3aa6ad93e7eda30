// Prints the sizes of the published files with gzip: what a page without a bundler downloads. bench/sizes.js measures what a bundler leaves of them.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = "target/npm/dist";
const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
const compressed = async (file) => gzipSync(await readFile(file), { level: 9 }).length;

/** An entry point and everything it imports, also dynamically. */
async function closure(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = await readFile(file, "utf8");
  for (const [, specifier] of text.matchAll(/(?:from|import\(|import)\s*"(\.[^"]+\.js)"/g))
    await closure(join(dirname(file), specifier), seen);
  return seen;
}

const total = async (entry) => sum(await Promise.all([...(await closure(join(dist, `${entry}.js`)))].map(compressed)));
const wasm = await compressed("target/npm/core.wasm");
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const slim = await total("slim");
console.log(
  `gzip: WebAssembly ${kilobytes(wasm)}, lakefs-wasm ${kilobytes(await total("index"))}, lakefs-wasm/slim with it ${kilobytes(slim + wasm)}, lakefs-wasm/testing ${await total("testing").then(kilobytes, () => "-")}`,
);
