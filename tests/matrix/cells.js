// The matrix: projects without configuration, and the commands run in each.
import { frameworks } from "./frameworks.js";
import { shipping } from "./shipping.js";
import { testRunners } from "./test-runners.js";
import { BUN, DENO, NODES } from "./versions.js";

/**
 * In commands `{port}` is a free one.
 *
 * @typedef {object} Cell
 * @property {string} name
 * @property {boolean} [core]  belongs to every run of the tests
 * @property {readonly (readonly string[])[]} [build]  commands to run before
 * @property {readonly string[]} [process]  prints the result of the smoke test, and ends
 * @property {readonly string[]} [command]  has to succeed, and to say this
 * @property {RegExp} [says]
 * @property {readonly string[]} [serve]  a server of the app
 * @property {string} [folder]  files of the app
 * @property {string} [page]  where the app is, in a browser
 * @property {readonly string[]} [answers]  where the server answers with the story
 * @property {readonly string[]} [lists]  where it answers with the names of repositories; snippets of docs/guides/
 * @property {Record<string, string>} [headers]  of the app's files
 * @property {"firefox"} [browser]
 * @property {object} [outcome]  what the page tells, where that is not the story
 *
 * @typedef {object} Project
 * @property {string} name
 * @property {Record<string, string>} [packages]
 * @property {readonly string[]} [files]
 * @property {string} [entry]
 * @property {readonly string[]} [copies]
 * @property {"module" | "commonjs"} [type]
 * @property {readonly Cell[]} cells
 */

/** @type {Project} */
const processes = {
  name: "process",
  files: ["process"],
  copies: ["second-copy"],
  cells: [
    ...NODES.flatMap((version, index) => {
      const core = index === 0 || index === NODES.length - 1;
      return [
        { name: `Node ${version}, import`, core, process: [`node@${version}`, "run.mjs"] },
        // The warning says that require() of modules is experimental in the older ones.
        { name: `Node ${version}, lakefs-wasm/node`, core, process: [`node@${version}`, "environment.mjs"] },
        {
          name: `Node ${version}, require`,
          core,
          process: [`node@${version}`, "--disable-warning=ExperimentalWarning", "run.cjs"],
        },
      ];
    }),
    { name: "Deno", process: [DENO, "run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1", "run.mjs"] },
    {
      name: "Deno, lakefs-wasm/node",
      process: [
        DENO,
        "run",
        "--quiet",
        "--no-prompt",
        "--allow-net=127.0.0.1",
        "--allow-env",
        "--allow-read=lakectl.yaml",
        "environment.mjs",
      ],
    },
    { name: "Bun", process: [BUN, "run.mjs"] },
    { name: "Bun, lakefs-wasm/node", process: [BUN, "environment.mjs"] },
    { name: "Bun, require", process: [BUN, "run.cjs"] },
    { name: "two copies in one process", core: true, process: ["node", "copies.mjs"] },
  ],
};

const SELF = "default-src 'none'; connect-src 'self'; script-src 'self'";
const TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'";
const FORBIDDEN = { code: "wasm_load_failed", reason: "csp", message: /'wasm-unsafe-eval'/ };

/** Without a bundler: the browser loads the package's own files. */
const PLAIN = "/node_modules/lakefs-wasm/dist/index.js";
/** @type {Project[]} */
const plain = [
  {
    name: "plain",
    files: ["app"],
    entry: PLAIN,
    cells: [
      { name: "a page with <script type=module>", core: true, folder: "." },
      {
        name: "a policy that allows only the page's own scripts",
        core: true,
        folder: ".",
        headers: { "content-security-policy": SELF },
        outcome: FORBIDDEN,
      },
      {
        name: "a policy with 'wasm-unsafe-eval'",
        core: true,
        folder: ".",
        headers: { "content-security-policy": `${SELF} 'wasm-unsafe-eval'` },
      },
      {
        name: "a policy that lets nothing be fetched",
        folder: ".",
        headers: {
          "content-security-policy": "default-src 'none'; connect-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
        },
        outcome: { code: "connection_failed" },
      },
      {
        name: "Trusted Types",
        folder: ".",
        headers: { "content-security-policy": `${SELF} 'wasm-unsafe-eval'; ${TRUSTED}` },
      },
      { name: "Firefox, a page with <script type=module>", browser: "firefox", folder: "." },
      {
        name: "Firefox, a policy that allows only the page's own scripts",
        browser: "firefox",
        folder: ".",
        headers: { "content-security-policy": SELF },
        outcome: FORBIDDEN,
      },
      {
        name: "Firefox, a policy with 'wasm-unsafe-eval'",
        browser: "firefox",
        folder: ".",
        headers: { "content-security-policy": `${SELF} 'wasm-unsafe-eval'` },
      },
    ],
  },
  {
    name: "plain-worker",
    files: ["workers"],
    entry: PLAIN,
    cells: [
      { name: "a module worker", folder: "." },
      { name: "Firefox, a module worker", browser: "firefox", folder: "." },
    ],
  },
  {
    name: "plain-service-worker",
    files: ["service-worker"],
    entry: PLAIN,
    cells: [
      { name: "a service worker", folder: "." },
      { name: "Firefox, a service worker", browser: "firefox", folder: "." },
    ],
  },
];

const VITE_SERVER = ["vite", "--host", "127.0.0.1", "--port", "{port}", "--strictPort"];
const VITE_BUILD = ["vite", "build", "--logLevel", "warn"];
const VITES = ["5.4.21", "6.4.6", "7.3.8", "8.3.8"];
/** @type {Project[]} */
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

/** @type {Project[]} */
const bundlers = [
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

/** TypeScript, with the oldest types of Node that it can read. */
const TYPESCRIPTS = {
  "5.0.4": "18.19.130",
  "5.4.5": "20.19.43",
  "5.9.3": "20.19.43",
  "6.0.3": "20.19.43",
  "7.0.2": "20.19.43",
};
/** The ways to find modules that a TypeScript has: 6 gives up the oldest, and 5.9 was the first to let CommonJS files import modules. */
const resolutions = (version) => [
  "bundler",
  "node16",
  "node",
  ...(version < 6 ? ["node10"] : []),
  ...(version >= 5.9 ? ["commonjs"] : []),
];
/** @type {Project[]} */
const types = Object.entries(TYPESCRIPTS).map(([version, node], index, { length }) => ({
  name: `typescript-${version}`,
  packages: { typescript: version, "@types/node": node },
  files: ["types", "../../types"],
  copies: ["second-copy"],
  cells: resolutions(Number.parseFloat(version)).map((name) => ({
    name: `TypeScript ${version}, ${name}`,
    core: index === 0 || index === length - 1,
    command: ["tsc", "-p", `tsconfig.${name}.json`],
  })),
}));

export const projects = [
  processes,
  ...types,
  ...plain,
  ...vite,
  ...bundlers,
  ...frameworks,
  ...shipping,
  ...testRunners,
];
