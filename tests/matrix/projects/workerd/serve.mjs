// Bundles the worker as wrangler does, with the conditions of workerd and WebAssembly as modules, and runs it.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { argv, env } from "node:process";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const wasm = [];
const { outputFiles } = await build({
  entryPoints: ["worker.js"],
  bundle: true,
  format: "esm",
  write: false,
  conditions: ["workerd", "worker", "browser"],
  plugins: [
    {
      name: "wasm-modules",
      setup({ onResolve }) {
        onResolve({ filter: /\.wasm$/ }, ({ path, importer }) => {
          wasm.push(createRequire(importer).resolve(path));
          return { path: `./wasm-${wasm.length}.wasm`, external: true };
        });
      },
    },
  ],
});
const modules = await Promise.all(
  wasm.map(async (file, index) => ({
    type: "CompiledWasm",
    path: `wasm-${index + 1}.wasm`,
    contents: await readFile(file),
  })),
);
new Miniflare({
  host: "127.0.0.1",
  port: Number(argv[2]),
  compatibilityDate: "2026-01-01",
  cf: false,
  modules: [{ type: "ESModule", path: "worker.js", contents: outputFiles[0].text }, ...modules],
  bindings: { endpoint: env.LAKEFS, accessKeyId: env.ACCESS_KEY_ID, secretAccessKey: env.SECRET_ACCESS_KEY },
});
