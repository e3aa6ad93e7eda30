// Forms in which programs are shipped, package managers, and tools that run TypeScript.
import { BUN, DENO, NEWEST_NODE } from "./versions.js";

const BUNDLE = ["esbuild", "run.cjs", "--bundle", "--platform=node", "--minify", "--log-level=warning"];

/** @type {import("./cells.js").Project[]} */
export const shipping = [
  {
    name: "shipping",
    packages: {
      esbuild: "0.28.2",
      webpack: "5.112.2",
      "webpack-cli": "7.3.1",
      vite: "8.3.8",
      tsx: "4.23.15",
      pnpm: "12.21.0",
      "@yarnpkg/cli-dist": "4.12.0",
      "@types/node": "20.19.43",
      "@vercel/ncc": "0.45.0",
      rolldown: "1.3.2",
      "ts-node": "10.9.2",
      typescript: "5.9.3",
    },
    files: ["shipping", "slim"],
    cells: [
      {
        name: "esbuild for Node, CommonJS, minified, for es2020",
        build: [[...BUNDLE, "--target=es2020", "--outfile=old.cjs"]],
        process: ["node", "old.cjs"],
      },
      {
        name: "webpack 5 for Node",
        build: [
          [
            "webpack",
            "build",
            "--mode=production",
            "--target=node",
            "--entry=./run.mjs",
            "--output-path=webpack",
            "--output-filename=run.cjs",
          ],
        ],
        process: ["node", "webpack/run.cjs"],
      },
      {
        name: "Vite's library mode, a module",
        build: [["vite", "build", "--logLevel", "warn"]],
        process: ["node", "use-library.mjs"],
      },
      {
        name: "Vite's library mode, CommonJS, bundled again",
        build: [
          ["vite", "build", "--logLevel", "warn"],
          ["esbuild", "use-library.cjs", "--bundle", "--platform=node", "--outfile=again.cjs", "--log-level=warning"],
        ],
        process: ["node", "again.cjs"],
      },
      {
        name: "a single executable of Node's",
        build: [
          [...BUNDLE, "--outfile=bundle.cjs"],
          [NEWEST_NODE, "--build-sea", "sea.json"],
        ],
        process: ["node", "exec.mjs", "./sea"],
      },
      {
        name: "bun build --compile",
        build: [[BUN, "build", "run.mjs", "--compile", "--outfile=bun-compiled"]],
        process: ["node", "exec.mjs", "./bun-compiled"],
      },
      { name: "tsx", process: ["tsx", "run.ts"] },
      { name: "Node's type stripping", process: [NEWEST_NODE, "run.ts"] },
      { name: "Bun, TypeScript", process: [BUN, "run.ts"] },
      { name: "tsx, CommonJS", process: [NEWEST_NODE, "node_modules/tsx/dist/cli.mjs", "common.cts"] },
      { name: "ts-node, CommonJS", process: [NEWEST_NODE, "node_modules/ts-node/dist/bin.js", "common.cts"] },
      { name: "tsc, CommonJS", build: [["tsc"]], process: [NEWEST_NODE, "compiled/common.cjs"] },
      { name: "tsc, modules", build: [["tsc"]], process: ["node", "compiled/run.js"] },
      {
        name: "esbuild for Node, packages left outside",
        build: [
          [
            "esbuild",
            "run.mjs",
            "--bundle",
            "--platform=node",
            "--format=esm",
            "--packages=external",
            "--outfile=outside.mjs",
          ],
        ],
        process: ["node", "outside.mjs"],
      },
      {
        name: "esbuild for Node, CommonJS, lakefs-wasm/slim with require.resolve",
        build: [[...BUNDLE.with(1, "slim.cjs"), "--external:lakefs-wasm/core.wasm", "--outfile=slim-bundle.cjs"]],
        process: ["node", "slim-bundle.cjs"],
      },
      { name: "ncc", build: [["ncc", "build", "run.mjs", "--out=ncc"]], process: ["node", "ncc/index.mjs"] },
      {
        name: "rolldown for Node",
        build: [[NEWEST_NODE, "node_modules/rolldown/bin/cli.mjs", "-c"]],
        process: ["node", "rolldown/run.mjs"],
      },
      {
        name: "deno bundle",
        build: [[DENO, "bundle", "--quiet", "--output=deno.mjs", "run.mjs"]],
        process: ["node", "deno.mjs"],
      },
      {
        name: "a startup snapshot of Node's",
        build: [
          [...BUNDLE.with(1, "snapshot.cjs"), "--outfile=snapshot-bundle.cjs"],
          [NEWEST_NODE, "--snapshot-blob", "snapshot.blob", "--build-snapshot", "snapshot-bundle.cjs"],
        ],
        process: [NEWEST_NODE, "--snapshot-blob", "snapshot.blob", "main"],
      },
      {
        name: "bun build --compile --minify --bytecode",
        build: [[BUN, "build", "run.cjs", "--compile", "--minify", "--bytecode", "--outfile=bun-bytecode"]],
        process: ["node", "exec.mjs", "./bun-bytecode"],
      },
      {
        name: "the command line of the installed package",
        command: ["lakefs-wasm", "--help"],
        says: /Usage: lakefs-wasm/,
      },
      ...["run.mjs", "run.cjs", "slim.mjs"].flatMap((program) => [
        { name: `pnpm without hoisting, ${program}`, process: [NEWEST_NODE, "nested.mjs", "pnpm", program] },
        { name: `Yarn with Plug'n'Play, ${program}`, process: [NEWEST_NODE, "nested.mjs", "yarn", program] },
      ]),
      { name: "npm with linked dependencies", process: ["node", "nested.mjs", "npm", "slim.mjs"] },
      { name: "bun install", process: ["node", "nested.mjs", BUN, "slim.mjs"] },
      { name: "npm workspaces with two versions in one process", process: ["node", "workspaces.mjs"] },
    ],
  },
  ...["2.7.0", "3.3.2"].map((version) => ({
    name: `fetches-${version[0]}`,
    packages: {
      typescript: "5.9.3",
      "@types/node": "20.19.43",
      undici: "7.30.0",
      "cross-fetch": "4.1.0",
      "node-fetch": version,
      ...(version.startsWith("2") && { "@types/node-fetch": "2.6.13" }),
    },
    files: ["fetches"],
    cells: [
      {
        name: `the types of undici, cross-fetch and node-fetch ${version[0]}`,
        command: ["tsc", "-p", "tsconfig.json"],
      },
    ],
  })),
];
