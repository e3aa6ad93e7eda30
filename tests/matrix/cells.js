// The matrix: projects without configuration, and the commands run in each.

import { bundlers } from "./bundlers.js";
import { frameworks } from "./frameworks.js";
import { pages } from "./pages.js";
import { shipping } from "./shipping.js";
import { testRunners } from "./test-runners.js";
import { BUN, DENO, NEWEST_NODE, NODES } from "./versions.js";

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
 * @property {readonly string[]} [answers]  where the server responds with the result of the smoke test
 * @property {readonly string[]} [lists]  where it answers with the names of repositories; snippets of docs/guides/
 * @property {Record<string, string>} [headers]  of the app's files
 * @property {"firefox" | "webkit"} [browser]
 * @property {string} [file]  a page that is opened from disk, without a server
 * @property {object} [outcome]  what the page reports, where that is not the result of the smoke test
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

const named = (node) => node.replace("node@", "Node ");
/** Of Node's features, not of the package. */
const QUIET = ["--disable-warning=ExperimentalWarning"];
const DENO_RUN = ["run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1"];

/** @type {Project} */
const processes = {
  name: "process",
  files: ["process", "slim"],
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
    { name: "Deno", process: [DENO, ...DENO_RUN, "run.mjs"] },
    {
      name: "Deno, lakefs-wasm/node",
      process: [DENO, ...DENO_RUN, "--allow-env", "--allow-read=lakectl.yaml", "environment.mjs"],
    },
    ...[`node@${NODES[0]}`, NEWEST_NODE].flatMap((node) => [
      { name: `${named(node)}, slim with import.meta.resolve`, process: [node, "slim.mjs"] },
      { name: `${named(node)}, slim with require.resolve`, process: [node, ...QUIET, "slim.cjs"] },
      { name: `${named(node)}, worker threads`, process: [node, "threads.mjs"] },
      { name: `${named(node)}, cluster`, process: [node, "cluster.mjs"] },
      {
        name: `${named(node)}, a context of node:vm`,
        process: [node, ...QUIET, "--experimental-vm-modules", "vm.mjs"],
      },
      { name: `${named(node)}, source maps enabled`, process: [node, "--enable-source-maps", "run.mjs"] },
      {
        name: `${named(node)}, no code from strings`,
        process: [node, "--disallow-code-generation-from-strings", "run.mjs"],
      },
      {
        name: `${named(node)}, without a just-in-time compiler`,
        command: [node, "--jitless", ...QUIET, "jitless.mjs"],
        says: /^wasm_load_failed unsupported .*WebAssembly/,
      },
    ]),
    {
      name: `${named(NEWEST_NODE)}, its permission model`,
      process: [NEWEST_NODE, "--permission", "--allow-fs-read=*", "--allow-net", ...QUIET, "run.mjs"],
    },
    {
      name: "Deno, writes on a connection that breaks",
      core: true,
      command: [DENO, ...DENO_RUN, "once.mjs"],
      says: /^POST connection_failed true, POST connection_failed true, PUT connection_failed true$/m,
    },
    { name: "Deno, a worker", process: [DENO, ...DENO_RUN, "--allow-read=.", "web-worker.mjs"] },
    { name: "Deno, slim", process: [DENO, ...DENO_RUN, "--allow-read=.", "slim.mjs"] },
    { name: "Deno with --location", process: [DENO, ...DENO_RUN, "--location=https://app.example/", "run.mjs"] },
    { name: "Deno, require", process: [DENO, ...DENO_RUN, "--allow-read=.", "run.cjs"] },
    { name: "Bun, a worker", process: [BUN, "web-worker.mjs"] },
    { name: "Bun, slim", process: [BUN, "slim.mjs"] },
    { name: "Bun", process: [BUN, "run.mjs"] },
    { name: "Bun, lakefs-wasm/node", process: [BUN, "environment.mjs"] },
    { name: "Bun, require", process: [BUN, "run.cjs"] },
    { name: "two copies in one process", core: true, process: ["node", "copies.mjs"] },
  ],
};

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

export const projects = [processes, ...types, ...pages, ...bundlers, ...frameworks, ...shipping, ...testRunners];
