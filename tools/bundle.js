// Bundles the package's entry points: node tools/bundle.js FOLDER LIST. LIST receives the folders of the npm packages whose code is included.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { argv } from "node:process";
import { build } from "esbuild";
import { minify } from "terser";

const [, , folder, list] = argv;
const source = (entry) => resolve(`pkg-template/src/entry/${entry}.ts`);
/** Node prints the source line of an uncaught error; it must be short enough to read. */
const LINE_LENGTH = 300;
/** The text of the WebAssembly, until the rest is minified. */
const PLACEHOLDER = "@wasm@";

/** What xtask/src/build.rs writes: one long string. */
const [, wasmText = ""] = /"([\w+/=]+)"/.exec(await readFile("pkg-template/src/generated/wasm.ts", "utf8")) ?? [];
if (wasmText === "") throw new Error("pkg-template/src/generated/wasm.ts does not contain the WebAssembly");
/** @type {import("esbuild").Plugin} */
const separateWasm = {
  name: "separate-wasm",
  setup({ onLoad }) {
    const contents = `export default ${JSON.stringify(PLACEHOLDER)};`;
    onLoad({ filter: /[\\/]generated[\\/]wasm\.ts$/ }, () => ({ contents, loader: "js" }));
  },
};

/** @type {import("esbuild").BuildOptions & { metafile: true, write: false }} */
const options = {
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2022",
  minifySyntax: true,
  legalComments: "none",
  // workerd and Next compile these to modules.
  external: ["../core.wasm", "../core.wasm?module", "node:*"],
  logLevel: "warning",
  plugins: [separateWasm],
  metafile: true,
  write: false,
};

/**
 * Leaves other entries out of a bundle: what imports them shares the application's copy.
 *
 * @param {Record<string, string>} entries  the names of entries, and the files that are loaded instead
 * @returns {import("esbuild").Plugin}
 */
const leaveOut = (entries) => ({
  name: "leave-out",
  setup(build) {
    const files = new Map(Object.entries(entries).map(([entry, file]) => [source(entry), file]));
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
      const file = files.get(resolve(resolveDir, path).replace(/\.js$/, ".ts"));
      return file === undefined ? undefined : { path: file, external: true, sideEffects: false };
    });
  },
});

const results = [
  await build({ ...options, entryPoints: ["slim", "workerd", "edge-light", "testing", "testing-node"].map(source) }),
  // One file, so that a first call loads one file.
  await build({ ...options, entryPoints: [source("index")] }),
  // Imports the default entry, and shares no chunk with the others, which would make them load the YAML library.
  await build({
    ...options,
    entryPoints: [source("node")],
    plugins: [leaveOut({ index: "./index.js" })],
  }),
  // workerd has an entry of its own, with another way to the WebAssembly.
  await build({
    ...options,
    entryPoints: [source("admin")],
    plugins: [leaveOut({ index: "./index.js" })],
  }),
  await build({
    ...options,
    entryPoints: { "admin-workerd": source("admin") },
    plugins: [leaveOut({ index: "./workerd.js" })],
  }),
  // CommonJS libraries load Node's modules with require.
  await build({
    ...options,
    entryPoints: [source("cli")],
    platform: "node",
    splitting: false,
    banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
    plugins: [
      leaveOut({
        index: "./index.js",
        node: "./node.js",
        admin: "./admin.js",
        testing: "./testing.js",
        "testing-node": "./testing-node.js",
      }),
    ],
  }),
];

const outputs = results.flatMap(({ metafile }) => Object.values(metafile.outputs));
const exported = outputs.filter(({ entryPoint }) => entryPoint).flatMap((output) => output.exports);
/** Classes that people see in `console.log` and in stacks. */
const publicNames = [...new Set(exported.filter((name) => /^[A-Z]/.test(name)))];

/** Minifies a file: names of public classes stay, lines are short. Terser and not esbuild, since esbuild cannot keep some of the names. */
async function minified(text) {
  // esbuild adds a second name to classes that refer to themselves.
  const renamed = text.replace(new RegExp(`\\b_(${publicNames.join("|")})\\b`, "g"), "$1");
  const { code = "" } = await minify(renamed, {
    module: true,
    ecma: 2020,
    // A function that is used once stays a function: moved into its caller, it would be larger and created in every call.
    compress: { passes: 2, reduce_funcs: false },
    // runCall is the one frame of the package in the stack of an error.
    mangle: { reserved: [...publicNames, "runCall"] },
    format: { max_line_len: LINE_LENGTH, preserve_annotations: true },
  });
  // Terser moves annotations of what is returned to where rollup warns about them.
  const annotated = code.replace(/\/\* @__PURE__ \*\/\s*(?=return\b)/g, "");
  // No code shares the line of the WebAssembly, so no stack frame shows it.
  return annotated.replace(/(?<=[=(,:])(["'`])@wasm@\1/, () => `\n${JSON.stringify(wasmText)}\n`);
}

await mkdir(folder, { recursive: true });
for (const { path, text } of results.flatMap(({ outputFiles }) => outputFiles)) {
  const code = await minified(text);
  if (code.includes(PLACEHOLDER)) throw new Error(`${basename(path)} still has a placeholder for the WebAssembly`);
  await writeFile(join(folder, basename(path)), code);
}

const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const folders = inputs.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
await writeFile(list, JSON.stringify([...new Set(folders.filter((one) => one !== undefined))].sort()));
