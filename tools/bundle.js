// Bundles the package's entry points: node tools/bundle.js FOLDER NOTE; the note names the npm packages whose code is in it.
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { build } from "esbuild";

const [, , folder, note] = argv;
const entries = { index: "index", slim: "slim", inline: "inline", workerd: "workerd", node: "node", testing: "testing/index", "testing-node": "testing/node" };

const { metafile } = await build({
  entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `pkg-template/src/${file}.ts`]).filter(([, file]) => existsSync(file))),
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2022",
  minify: true,
  legalComments: "none",
  // workerd makes a module of it by itself.
  external: ["../core.wasm", "node:*"],
  logLevel: "warning",
  metafile: true,
});

const folders = Object.keys(metafile.inputs).map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
await writeFile(note, JSON.stringify([...new Set(folders.filter((one) => one !== undefined))].sort()));
