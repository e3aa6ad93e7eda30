// Forms in which programs are shipped, package managers, and tools that run TypeScript.
import { BUN, NEWEST_NODE } from "./versions.js";

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
    },
    files: ["shipping"],
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
      { name: "pnpm without hoisting", process: [NEWEST_NODE, "nested.mjs", "pnpm"] },
      { name: "Yarn with Plug'n'Play", process: ["node", "nested.mjs", "yarn"] },
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
