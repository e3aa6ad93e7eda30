// The first call of a fresh process and of a fresh page: node bench/cold.js [--rounds N]
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { noChromium } from "./lib/chromium.js";
import { coldPages } from "./lib/cold-page.js";
import { peers } from "./lib/peers.js";
import { keep } from "./lib/results.js";
import { shuffled, spread } from "./lib/rounds.js";
import { startServer } from "./lib/server.js";
import { show } from "./lib/show.js";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "60" } } });
const rounds = Number(values.rounds);
const script = fileURLToPath(new URL("lib/cold-node.js", import.meta.url));
const names = ["raw", "A/A", "lakefs-wasm", ...Object.keys(await peers())];
const times = Object.fromEntries(names.map((name) => [name, []]));
const server = await startServer();
for (let round = 0; round < rounds; round++) {
  for (const name of shuffled(names)) {
    const { stdout } = await promisify(execFile)(process.execPath, [script, name, server.url]);
    times[name].push(Number(stdout));
  }
}
server.stop();
const rows = names.map((name) => ({
  name,
  each: spread(times[name]),
  ratio: spread(times[name].map((time, round) => time / times.raw[round])),
}));
show(`Node ${process.versions.node}: from import to the end of the first call in a fresh process, milliseconds`, rows);

if (noChromium) console.error(`*** ${noChromium} ***`);
const chromium = noChromium ? undefined : await coldPages({ rounds: Math.ceil(rounds / 3) });
if (chromium)
  show(
    `Chromium ${chromium.version}: from navigation to the end of the first list of 5 at 1.6 Mbit/s and 150 ms, milliseconds`,
    chromium.rows,
  );
await keep("cold", { results: rows, chromium });
