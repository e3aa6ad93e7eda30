// Bundles test files for a page: `node:test` and `node:assert` have replacements, of Node's other modules everything ends the test that uses it.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { bundle } from "../../support/browser.js";

const require = createRequire(import.meta.url);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const REPLACED = { "node:test": here("./test.js"), "node:assert/strict": here("./assert.js") };

/** What test files use while they are loaded. */
const WHILE_LOADING = { promisify: "(run) => run", fileURLToPath: "String" };

/** @type {import("esbuild").Plugin} */
const nodeInPage = {
  name: "node-in-page",
  setup(build) {
    // The page has a suite once the whole file has been evaluated: some files await something before they define tests.
    build.onResolve({ filter: /^suite-of:/ }, ({ path }) => ({
      path: path.replace("suite-of:", ""),
      namespace: "suite",
    }));
    build.onLoad({ filter: /./, namespace: "suite" }, ({ path }) => ({
      contents: `import ${JSON.stringify(path)};
        import { suite } from ${JSON.stringify(here("./test.js"))};
        globalThis.suite = suite;`,
      resolveDir: here("."),
    }));
    build.onResolve({ filter: /^node:/ }, ({ path }) =>
      REPLACED[path] ? { path: REPLACED[path] } : { path, namespace: "node" },
    );
    build.onLoad({ filter: /./, namespace: "node" }, ({ path }) => {
      const names = Object.keys(require(path)).filter((name) => /^\w+$/.test(name) && name !== "constants");
      const lines = names.map(
        (name) =>
          `export const ${name} = ${WHILE_LOADING[name] ?? `needsNode(${JSON.stringify(`${path}, ${name}`)})`};`,
      );
      return {
        contents: [
          `import { needsNode } from ${JSON.stringify(here("./needs-node.js"))};`,
          ...lines,
          `export default needsNode(${JSON.stringify(path)});`,
        ].join("\n"),
        resolveDir: here("."),
      };
    });
  },
};

/** The files of a page with the tests of a file. */
export const bundleTests = (file) =>
  bundle(`suite-of:${file}`, { plugins: [nodeInPage], inject: [here("./globals.js")] });
