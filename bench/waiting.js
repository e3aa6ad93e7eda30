// How long waiting for a dump takes that the server finishes in 20 ms: node bench/waiting.js [--rounds N]
import { parseArgs } from "node:util";
import { LakeFSClient } from "lakefs-wasm";
import { auth } from "./clients/ours.js";
import { keep } from "./lib/results.js";
import { spread } from "./lib/rounds.js";
import { startServer } from "./lib/server.js";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "60" } } });
const server = await startServer();
const lakefs = new LakeFSClient({ endpoint: server.url, auth });
const times = [];
for (let round = -3; round < Number(values.rounds); round++) {
  const { id } = await lakefs.dumpSubmit("repository-00007");
  const began = performance.now();
  const { branches_meta_range_id } = await lakefs.waitForDump("repository-00007", id);
  if (branches_meta_range_id !== "b") throw new Error("not the dump's result");
  if (round >= 0) times.push(performance.now() - began);
}
server.stop();
const each = spread(times);
console.log(
  `Node ${process.versions.node}: a dump of 20 ms is waited for ${each.median.toFixed(1)} ms (median; tenth percentile ${each.p10.toFixed(1)}, quartiles ${each.low.toFixed(1)}–${each.high.toFixed(1)}, longest ${Math.max(...times).toFixed(1)})`,
);
await keep("waiting", { each, longest: Math.max(...times) });
