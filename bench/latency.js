// How long a call takes on loopback: node bench/latency.js [--rounds N]
import { parseArgs } from "node:util";
import { inPage, noChromium } from "./lib/chromium.js";
import { latency } from "./lib/latency.js";
import { peers } from "./lib/peers.js";
import { keep } from "./lib/results.js";
import { startServer } from "./lib/server.js";
import { showTenths } from "./lib/show.js";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "2400" } } });
const rounds = Number(values.rounds);
const server = await startServer();
const results = await latency({ endpoint: server.url, more: await peers(), rounds });
server.stop();
for (const [operation, rows] of Object.entries(results)) showTenths(`Node ${process.versions.node}: ${operation}, loopback, microseconds`, rows);
if (noChromium) console.error(`*** ${noChromium} ***`);
const chromium = noChromium ? undefined : await inPage("latency", "latency", { rounds });
for (const [operation, rows] of Object.entries(chromium?.results ?? {})) showTenths(`Chromium ${chromium.version}: ${operation}, loopback, microseconds`, rows);
await keep("latency", { results, chromium });
