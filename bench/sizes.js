// What users download, bundled and minified by esbuild, compressed as servers do: node bench/sizes.js [--check | --accept]
//   --check   fails when something is more than 1 KB larger than bench/sizes.json says
//   --accept  writes bench/sizes.json
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { NAMES } from "./lib/peers.js";
import { keep } from "./lib/results.js";

const ALLOWED = 1000;
const known = new URL("sizes.json", import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({ options: { check: { type: "boolean" }, accept: { type: "boolean" } } });
const wasm = await readFile(new URL("../target/npm/core.wasm", import.meta.url));

/** The imports of a program that uses everything of a client; the rest may be tree-shaken. */
const CLIENT = "{ LakeFSClient, isLakeFSError, preload }";
const ours = {
  "lakefs-wasm": `export ${CLIENT} from "lakefs-wasm";`,
  "lakefs-wasm/slim with core.wasm": `export ${CLIENT} from "lakefs-wasm/slim"; export { configure } from "lakefs-wasm/slim";`,
  "lakefs-wasm/slim without core.wasm": `export ${CLIENT} from "lakefs-wasm/slim"; export { configure } from "lakefs-wasm/slim";`,
  "lakefs-wasm/admin without the client": 'export * from "lakefs-wasm/admin";',
};
const operations =
  "listRepositories, createRepository, getRepository, deleteRepository, getRepositoryMetadata, getGcRules, setGcRules, deleteGcRules, " +
  "getBranchProtectionRules, setBranchProtectionRules, dumpSubmit, dumpStatus, restoreSubmit, restoreStatus";
const peers = {
  "openapi-fetch": 'import createClient from "openapi-fetch"; export { createClient };',
  "hey-api": `export { createClient, ${operations} } from "./generated/hey-api.js";`,
  "typescript-fetch": 'export { Configuration, RepositoriesApi } from "./generated/typescript-fetch.js";',
  "typescript-axios": 'export { Configuration, RepositoriesApi } from "./generated/typescript-axios.js";',
};

const sizes = { "core.wasm": measure([wasm]) };
for (const [name, program] of Object.entries(ours)) {
  const external = name.endsWith("without the client") ? ["./index.js"] : [];
  sizes[name] = measure([...(await bundled(program, external)), ...(name.endsWith("with core.wasm") ? [wasm] : [])]);
}
if (values.check) await compare();
else if (values.accept)
  await writeFile(
    known,
    `${JSON.stringify(Object.fromEntries(Object.entries(sizes).map(([name, { gzip }]) => [name, gzip])), null, 2)}\n`,
  );
else {
  for (const name of NAMES) {
    try {
      sizes[name] = measure(await bundled(peers[name]));
    } catch (error) {
      console.error(`*** ${name} is left out: ${error.message.split("\n")[1] ?? error.message} ***`);
    }
  }
  await keep("sizes", { sizes });
}
for (const [name, { raw, gzip, brotli }] of Object.entries(sizes))
  console.log(`${name.padEnd(36)}${kilobytes(raw)}${kilobytes(gzip)} gzip${kilobytes(brotli)} brotli`);

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(2).padStart(9)} KB`;
}

/** The files that a bundler makes of a program, lazily loaded ones too, without what is external. */
async function bundled(program, external = []) {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: here },
    bundle: true,
    external,
    splitting: true,
    minify: true,
    format: "esm",
    outdir: "out",
    write: false,
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles.map(({ contents }) => contents);
}

/** Each file is compressed separately, as it is sent. */
function measure(files) {
  const sum = (size) => files.reduce((total, file) => total + size(file), 0);
  return {
    raw: sum((file) => file.length),
    gzip: sum((file) => gzipSync(file, { level: 9 }).length),
    brotli: sum((file) => brotliCompressSync(file).length),
  };
}

async function compare() {
  const before = JSON.parse(await readFile(known, "utf8"));
  const grown = Object.entries(sizes).filter(([name, { gzip }]) => !(gzip <= (before[name] ?? 0) + ALLOWED));
  for (const [name, { gzip }] of grown)
    console.error(`${name} has grown by more than 1 KB: ${gzip} bytes of gzip, ${before[name]} in bench/sizes.json`);
  if (grown.length > 0) {
    console.error(
      "If that is worth it, say why in CHANGELOG.md and write the new sizes with: node bench/sizes.js --accept",
    );
    process.exitCode = 1;
  }
}
