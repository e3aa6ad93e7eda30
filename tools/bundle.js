// Bundles the package's entry points: node tools/bundle.js FOLDER
import { existsSync } from "node:fs";
import { argv } from "node:process";
import { build } from "esbuild";

const [, , folder] = argv;
const entries = { index: "index", slim: "slim", inline: "inline", workerd: "workerd", node: "node", testing: "testing/index", "testing-node": "testing/node" };

await build({
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
});
