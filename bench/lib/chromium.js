// The same measurements in a page of headless Chromium.
import { build } from "esbuild";
import { browserPath, launch } from "../../tests/support/browser.js";
import { peers } from "./peers.js";
import { startServer } from "./server.js";

export { launch };
export const noChromium = browserPath ? undefined : "no Chromium: install it, or name one with CHROME";

const PAGE =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/app.js"></script>';

/** Programs as files of a server: each bundled by esbuild, with a page that loads it. */
export async function bundle(programs) {
  const files = {};
  for (const [name, contents] of Object.entries(programs)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: new URL("..", import.meta.url).pathname, sourcefile: "app.js" },
      entryNames: "app",
      outdir: `/${name}`,
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      write: false,
      platform: "browser",
      target: "es2022",
      legalComments: "none",
      logLevel: "error",
    });
    files[`/${name}/`] = { type: "text/html", body: PAGE.replace("/app.js", "app.js") };
    for (const { path, text } of outputFiles)
      files[path.replaceAll("\\", "/").replace(/^.*?(\/[^/]+\/[^/]+)$/, "$1")] = {
        type: "text/javascript",
        body: text,
      };
  }
  return files;
}

/** Runs a function of `bench/lib` in a page with the peers that are there; resolves with what it resolves with. */
export async function inPage(module, name, options) {
  const names = Object.keys(await peers());
  const imports = names.map((peer, index) => `import peer${index} from "./clients/${peer}.js";`);
  const table = names.map((peer, index) => `${JSON.stringify(peer)}: peer${index}`);
  const program = `${imports.join("")} import { ${name} } from "./lib/${module}.js"; window.run = (options) => ${name}({ others: { ${table} }, ...options });`;
  const server = await startServer({ files: await bundle({ run: program }) });
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    tab.on("pageerror", (error) => console.error(error));
    await tab.goto(`${server.url}/run/`);
    await tab.waitForFunction("window.run");
    return {
      version: browser.version(),
      results: await tab.evaluate((options) => window.run(options), { endpoint: server.url, ...options }),
    };
  } finally {
    await browser.close();
    server.stop();
  }
}
