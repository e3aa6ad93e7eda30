// Pages that list five repositories first, loaded without a cache over a slow network.

import { bundle, launch } from "./chromium.js";
import { peers } from "./peers.js";
import { shuffled, spread } from "./rounds.js";
import { startServer } from "./server.js";

const SLOW = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 1_600_000 / 8 };
const list = (client) =>
  `const { results } = await ${client}({ endpoint: location.origin, fetch: (input, init) => fetch(input, init) }).page(5); window.done = results.length === 5 && performance.now();`;
const RAW = 'import { raw } from "./clients/raw.js";';
const OURS = 'import { ours } from "./clients/ours.js"; import { preload } from "lakefs-wasm";';
/** A request that many pages send before they list: for the user, or for settings. */
const FIRST = 'await (await fetch("/api/v1/repositories/repository-00007")).json();';

/** Milliseconds from the navigation's start to the end of the call, by page; the first two are the base lines of what is below them. */
export async function coldPages({ rounds }) {
  const programs = {
    raw: RAW + list("raw"),
    "A/A": RAW + list("raw"),
    "lakefs-wasm": OURS + list("ours"),
    "raw, second": RAW + FIRST + list("raw"),
    "lakefs-wasm, second": OURS + FIRST + list("ours"),
    "lakefs-wasm, second, preload": `${OURS}preload();${FIRST}${list("ours")}`,
  };
  for (const name of Object.keys(await peers()))
    programs[name] = `import client from "./clients/${name}.js";${list("client")}`;
  const names = Object.keys(programs);
  const files = await bundle(Object.fromEntries(names.map((name, index) => [`page-${index}`, programs[name]])));
  const server = await startServer({ files });
  const browser = await launch();
  const times = Object.fromEntries(names.map((name) => [name, []]));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const name of shuffled(names))
        times[name].push(await load(browser, `${server.url}/page-${names.indexOf(name)}/`));
    }
    return { version: browser.version(), rows: rows(times) };
  } finally {
    await browser.close();
    server.stop();
  }
}

async function load(browser, url) {
  const context = await browser.newContext(); // with an empty cache
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW);
  await tab.goto(url, { waitUntil: "commit" });
  const time = await (await tab.waitForFunction("window.done")).jsonValue();
  await context.close();
  return time;
}

function rows(times) {
  return Object.entries(times).map(([name, own]) => {
    const base = times[name.includes("second") ? "raw, second" : "raw"];
    return { name, each: spread(own), ratio: spread(own.map((time, round) => time / base[round])) };
  });
}
