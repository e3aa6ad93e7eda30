// Bundlers: an app for browsers, a program for Node, workers.
import { BUN } from "./versions.js";

const VITE_SERVER = ["vite", "--host", "127.0.0.1", "--port", "{port}", "--strictPort"];
const VITE_BUILD = ["vite", "build", "--logLevel", "warn"];
const VITES = ["5.4.21", "6.4.6", "7.3.8", "8.3.8"];
/** @type {import("./cells.js").Project[]} */
const vite = VITES.map((version, index) => {
  const core = index === VITES.length - 1;
  const [major] = version.split(".");
  return {
    name: `vite-${major}`,
    packages: { vite: version },
    files: ["app"],
    cells: [
      { name: `Vite ${major}, development server`, core, serve: VITE_SERVER, page: "/" },
      { name: `Vite ${major}, build`, core, build: [VITE_BUILD], folder: "dist" },
    ],
  };
});

const rollup = (format, file, ...more) => [
  "rollup",
  "app.js",
  `--file=${file}`,
  `--format=${format}`,
  "--plugin=node-resolve",
  "--failAfterWarnings",
  ...more,
];

/** @type {import("./cells.js").Project[]} */
export const bundlers = [
  ...vite,
  {
    name: "esbuild",
    packages: { esbuild: "0.28.2" },
    files: ["app"],
    cells: [
      {
        name: "esbuild",
        core: true,
        build: [["esbuild", "app.js", "--bundle", "--format=esm", "--outfile=out/app.js", "--log-level=warning"]],
        folder: "out",
      },
      {
        name: "esbuild, in chunks and minified",
        build: [
          [
            "esbuild",
            "app.js",
            "--bundle",
            "--format=esm",
            "--splitting",
            "--minify",
            "--outdir=chunks",
            "--log-level=warning",
          ],
        ],
        folder: "chunks",
      },
      {
        name: "esbuild, one script for old pages",
        build: [["esbuild", "app.js", "--bundle", "--outfile=script/app.js", "--log-level=warning"]],
        folder: "script",
      },
    ],
  },
  {
    name: "bundles-for-node",
    packages: { esbuild: "0.28.2" },
    files: ["process"],
    cells: [
      {
        name: "esbuild for Node, a module",
        build: [
          [
            "esbuild",
            "run.mjs",
            "--bundle",
            "--platform=node",
            "--format=esm",
            "--outfile=esm.mjs",
            "--log-level=warning",
          ],
        ],
        process: ["node", "esm.mjs"],
      },
      {
        name: "esbuild for Node, CommonJS",
        build: [["esbuild", "run.cjs", "--bundle", "--platform=node", "--outfile=common.cjs", "--log-level=warning"]],
        process: ["node", "common.cjs"],
      },
      {
        name: "bun build for Node",
        build: [[BUN, "build", "run.mjs", "--target=node", "--outfile=bun.mjs"]],
        process: ["node", "bun.mjs"],
      },
    ],
  },
  {
    name: "bun-build",
    files: ["app"],
    cells: [
      { name: "bun build for browsers", build: [[BUN, "build", "./index.html", "--outdir=dist"]], folder: "dist" },
    ],
  },
  {
    name: "webpack-5",
    packages: { webpack: "5.112.2", "webpack-cli": "7.3.1" },
    files: ["app"],
    cells: [
      {
        name: "webpack 5",
        build: [
          [
            "webpack",
            "build",
            "--mode=production",
            "--entry=./app.js",
            "--output-path=dist",
            "--output-filename=app.js",
          ],
        ],
        folder: "dist",
      },
    ],
  },
  {
    name: "webpack-5-worker",
    packages: { webpack: "5.112.2", "webpack-cli": "7.3.1" },
    files: ["workers"],
    cells: [
      {
        name: "webpack 5, a worker",
        build: [
          [
            "webpack",
            "build",
            "--mode=production",
            "--entry=./app.js",
            "--output-path=dist",
            "--output-filename=app.js",
          ],
        ],
        folder: "dist",
      },
    ],
  },
  {
    name: "rspack-2",
    packages: { "@rspack/core": "2.3.2", "@rspack/cli": "2.2.8" },
    files: ["app"],
    cells: [
      {
        name: "Rspack 2",
        build: [["rspack", "build", "--mode=production", "--entry=./app.js", "--output-path=dist"]],
        folder: "dist",
        page: "/main.html",
      },
    ],
  },
  {
    name: "rollup-4",
    packages: { rollup: "4.68.7", "@rollup/plugin-node-resolve": "16.0.3" },
    files: ["app"],
    cells: [
      {
        name: "rollup 4",
        build: [["rollup", "app.js", "--dir=dist", "--format=es", "--plugin=node-resolve", "--failAfterWarnings"]],
        folder: "dist",
      },
    ],
  },
  {
    name: "from-disk",
    packages: {
      rollup: "4.68.7",
      "@rollup/plugin-node-resolve": "16.0.3",
      "@rollup/plugin-terser": "1.0.2",
      systemjs: "6.15.1",
      vite: "8.3.8",
      "vite-plugin-singlefile": "2.3.4",
    },
    files: ["disk"],
    cells: [
      {
        name: "rollup 4, one script (iife), opened from disk",
        build: [rollup("iife", "out/app.js")],
        file: "script.html",
      },
      {
        name: "rollup 4, UMD and terser, opened from disk",
        build: [rollup("umd", "out/app.js", "--name=app", "--plugin=terser")],
        file: "script.html",
      },
      {
        name: "rollup 4, SystemJS",
        build: [rollup("system", "out/system.js")],
        file: "system.html",
      },
      {
        name: "one HTML file by vite-plugin-singlefile, opened from disk",
        build: [VITE_BUILD],
        file: "dist/index.html",
      },
      {
        name: "WebKit, one HTML file by vite-plugin-singlefile, opened from disk",
        browser: "webkit",
        build: [VITE_BUILD],
        file: "dist/index.html",
      },
    ],
  },
  {
    name: "parcel-2",
    packages: { parcel: "2.16.4" },
    files: ["app"],
    cells: [
      { name: "Parcel 2", build: [["parcel", "build", "index.html", "--no-cache", "--dist-dir=dist"]], folder: "dist" },
    ],
  },
  {
    name: "rspack-2-worker",
    packages: { "@rspack/core": "2.3.2", "@rspack/cli": "2.2.8" },
    files: ["workers"],
    cells: [
      {
        name: "Rspack 2, a worker",
        build: [["rspack", "build", "--mode=production", "--entry=./app.js", "--output-path=dist"]],
        folder: "dist",
        page: "/main.html",
      },
    ],
  },
  {
    name: "parcel-2-worker",
    packages: { parcel: "2.16.4" },
    files: ["workers"],
    cells: [
      {
        name: "Parcel 2, a worker",
        build: [["parcel", "build", "index.html", "--no-cache", "--dist-dir=dist"]],
        folder: "dist",
      },
    ],
  },
  {
    // Vite before 8 makes one script of a worker, and would refuse what is imported lazily.
    name: "vite-5-worker",
    packages: { vite: "5.4.21" },
    files: ["workers"],
    cells: [
      { name: "Vite 5, development server, a worker", serve: VITE_SERVER, page: "/" },
      { name: "Vite 5, build, a worker", build: [VITE_BUILD], folder: "dist" },
    ],
  },
  {
    name: "vite-8-worker",
    packages: { vite: "8.3.8" },
    files: ["workers"],
    cells: [
      { name: "Vite 8, development server, a worker", serve: VITE_SERVER, page: "/" },
      { name: "Vite 8, build, a worker", build: [VITE_BUILD], folder: "dist" },
    ],
  },
];
