import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { forward, listen } from "./servers.js";

/** What Playwright disables, since the last of two such flags wins, and the popups of the address bar: a process for each window, a third of its cost. */
const DISABLED_FEATURES = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "MediaRouter",
  "OptimizationHints",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "WebUIOmniboxPopup",
];
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--in-process-gpu",
  `--disable-features=${DISABLED_FEATURES.join(",")}`,
];
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** An installed Chromium or Chrome; `CHROME` names another. */
export const browserPath = process.env.CHROME ?? PLACES.find((path) => existsSync(path));

/** Why the browser tests are skipped; in CI they fail instead. */
export const noBrowser =
  browserPath || process.env.CI ? false : "NO BROWSER: install Chromium, or name one with CHROME=/path/to/chrome";
if (noBrowser) console.error(`\n*** ${noBrowser}; the browser tests are skipped ***\n`);

export async function launch() {
  if (!browserPath) throw new Error("no browser: install Chromium, or name one with CHROME=/path/to/chrome");
  return chromium.launch({ executablePath: browserPath, headless: true, args: FLAGS });
}

/**
 * A port that serves some files, and forwards everything else to a server behind it.
 *
 * @param {Record<string, { type: string, body: string | Uint8Array }>} files  by path
 * @param {{ behind?: string, headers?: Record<string, string> }} [options]
 */
export async function servePage(files, { behind, headers = {} } = {}) {
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? "/", "http://localhost");
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
    if (file) return outgoing.writeHead(200, { "content-type": file.type, ...headers }).end(file.body);
    if (!behind) return outgoing.writeHead(404).end();
    forward(incoming, outgoing, behind);
  });
  return listen(server);
}

/**
 * A module bundled by esbuild, as files of `servePage`, with a page that loads it.
 *
 * @param {string} entry
 * @param {import("esbuild").BuildOptions} [options]
 */
export async function bundle(entry, options) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: { app: entry },
    bundle: true,
    format: "esm",
    splitting: true,
    outdir: "/out",
    write: false,
    platform: "browser",
    logLevel: "silent",
    ...options,
  });
  const page =
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/app.js"></script>';
  const files = { "/": { type: "text/html", body: page } };
  for (const { path, contents } of outputFiles)
    files[path.replace(/^.*[\\/]/, "/")] = { type: "text/javascript", body: contents };
  return files;
}
