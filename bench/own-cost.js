// What a client itself costs: calls on a fetch in memory. node bench/own-cost.js [--other FOLDER] [--rounds N] [--only WORD] [--wall] [--peers] [--chromium] [--keep NAME]
//   --other FOLDER  also another build of the package, such as target/npm of another checkout
//   --only WORD     only operations whose name contains this word
//   --peers         also other clients, where they are installed and generated
//   --chromium      also in a page of Chromium, with the other clients; wall time there
//   --keep NAME     keeps the results for the table
//   --wall          wall time instead of processor time
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ours } from "./clients/ours.js";
import { inPage, noChromium } from "./lib/chromium.js";
import { ownCost } from "./lib/own-cost.js";
import { peers } from "./lib/peers.js";
import { keep } from "./lib/results.js";
import { show, showTenths } from "./lib/show.js";

const { values } = parseArgs({
  options: {
    other: { type: "string" },
    rounds: { type: "string", default: "80" },
    only: { type: "string", default: "" },
    wall: { type: "boolean" },
    peers: { type: "boolean" },
    chromium: { type: "boolean" },
    keep: { type: "string" },
  },
});
const others = values.peers ? await peers() : {};
if (values.other) {
  const { LakeFSClient } = await import(pathToFileURL(resolve(values.other, "dist/index.js")).href);
  others["lakefs-wasm (other)"] = (world) => ours({ ...world, Client: LakeFSClient });
}
const results = await ownCost({
  others,
  rounds: Number(values.rounds),
  only: values.only,
  ...(values.wall && { clock: () => performance.now() }),
});
console.log(
  `Node ${process.versions.node}; microseconds of ${values.wall ? "the day" : "the processor"} a call; the ratio is to the first line, from the same round`,
);
for (const [operation, rows] of Object.entries(results)) show(operation, rows);
if (values.chromium && noChromium) console.error(`*** ${noChromium} ***`);
const chromium =
  values.chromium && !noChromium
    ? await inPage("own-cost", "ownCost", { rounds: Number(values.rounds), only: values.only })
    : undefined;
for (const [operation, rows] of Object.entries(chromium?.results ?? {}))
  showTenths(`Chromium ${chromium.version}: ${operation}`, rows);
if (values.keep) await keep(values.keep, { results, chromium });
