// The matrix: projects as users have them, without any configuration, and what is done in each.

import { bundlers } from "./bundlers.js";
import { frameworks } from "./frameworks.js";
import { pages } from "./pages.js";
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
 * @property {"firefox" | "webkit"} [browser]
 * @property {string} [file]  a page that is opened from disk, without a server
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
