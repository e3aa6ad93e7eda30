// How long a call takes on loopback: node bench/latency.js [--rounds N]
// With --endpoint it is one of the processes that it starts itself: it measures at that server and prints rows as JSON.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { inPage, noChromium } from "./lib/chromium.js";
import { latency } from "./lib/latency.js";
import { peers } from "./lib/peers.js";
import { keep } from "./lib/results.js";
import { together } from "./lib/rounds.js";
import { startServer } from "./lib/server.js";
import { showTenths } from "./lib/show.js";

/** Engines optimize the same code differently from process to process: 3 % between processes. */
const PROCESSES = 3;

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "2400" }, endpoint: { type: "string" } },
});
const rounds = Number(values.rounds);
if (values.endpoint) {
  console.log(JSON.stringify(await latency({ endpoint: values.endpoint, others: await peers(), rounds })));
  process.exit();
}
const server = await startServer();
const runs = [];
while (runs.length < PROCESSES) {
  const child = await promisify(execFile)(process.execPath, [
    fileURLToPath(import.meta.url),
    "--rounds",
    values.rounds,
    "--endpoint",
    server.url,
  ]);
  runs.push(JSON.parse(child.stdout));
}
server.stop();
const results = Object.fromEntries(
  Object.keys(runs[0]).map((operation) => [operation, together(runs.map((run) => run[operation]))]),
);
for (const [operation, rows] of Object.entries(results))
  showTenths(`Node ${process.versions.node}: ${operation}, loopback, microseconds`, rows);
if (noChromium) console.error(`*** ${noChromium} ***`);
const chromium = noChromium ? undefined : await inPage("latency", "latency", { rounds });
for (const [operation, rows] of Object.entries(chromium?.results ?? {}))
  showTenths(`Chromium ${chromium.version}: ${operation}, loopback, microseconds`, rows);
await keep("latency", { results, chromium });
