// Bundles the package's entry points: node tools/bundle.js FOLDER NOTE; the note names the npm packages whose code is in it.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { argv } from "node:process";
import { build } from "esbuild";

const [, , folder, note] = argv;
const entries = { slim: "slim", workerd: "workerd", testing: "testing/index", "testing-node": "testing/node" };
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
  // workerd makes a module of it by itself.
  external: ["../core.wasm", "node:*"],
  logLevel: "warning",
  metafile: true,
};

/**
 * Leaves other entries out of a bundle: what imports them shares the application's copy.
 *
 * @param {Record<string, string>} entries  the module's address, and the file that is loaded instead
 * @returns {import("esbuild").Plugin}
 */
const leaveOut = (entries) => ({
  name: "leave-out",
  setup(build) {
    const sources = Object.entries(entries).map(([source, file]) => [resolve("pkg-template/src", source), file]);
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
      const wanted = resolve(resolveDir, path);
      const [, file] = sources.find(([source]) => source === wanted) ?? [];
      return file === undefined ? undefined : { path: file, external: true, sideEffects: false };
    });
  },
});

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
  // workerd has an entry of its own, with another way to the WebAssembly.
  await build({
    ...options,
    entryPoints: { admin: "pkg-template/src/entry/admin.ts" },
    plugins: [leaveOut({ "index.js": "./index.js" })],
  }),
  await build({
    ...options,
    entryPoints: { "admin-workerd": "pkg-template/src/entry/admin.ts" },
    plugins: [leaveOut({ "index.js": "./workerd.js" })],
  }),
  // What it needs of Node, libraries of the older kind load with require.
  await build({
    ...options,
    entryPoints: { cli: "pkg-template/src/entry/cli.ts" },
    platform: "node",
    splitting: false,
    banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
    plugins: [
      leaveOut({
        "index.js": "./index.js",
        "node.js": "./node.js",
        "entry/admin.js": "./admin.js",
        "testing/index.js": "./testing.js",
        "testing/node.js": "./testing-node.js",
      }),
    ],
  }),
];

const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const folders = inputs.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
await writeFile(note, JSON.stringify([...new Set(folders.filter((one) => one !== undefined))].sort()));
