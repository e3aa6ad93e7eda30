// Bundles the package's entry points: node tools/bundle.js FOLDER NOTE; the note names the npm packages whose code is in it.
import { writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { build } from "esbuild";

const [, , folder, note] = argv;
const entries = {
  slim: "slim",
  workerd: "workerd",
  "edge-light": "edge-light",
  testing: "testing/index",
  "testing-node": "testing/node",
};
/** @type {import("esbuild").BuildOptions & { metafile: true }} */
const options = {
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2022",
  minify: true,
  legalComments: "none",
  // workerd and Next make modules of these.
  external: ["../core.wasm", "../core.wasm?module", "node:*"],
  logLevel: "warning",
  metafile: true,
};

const results = [
  await build({
    ...options,
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, `pkg-template/src/${file}.ts`]),
    ),
  }),
  // One file: there is one to load for a first call.
  await build({ ...options, entryPoints: { index: "pkg-template/src/index.ts" } }),
  // Apart from the others, on the default entry: no chunk of theirs can hold anything of the YAML library.
  await build({
    ...options,
    entryPoints: { node: "pkg-template/src/node.ts" },
    external: [...(options.external ?? []), "./index.js"],
  }),
];

const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const folders = inputs.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
await writeFile(note, JSON.stringify([...new Set(folders.filter((one) => one !== undefined))].sort()));
