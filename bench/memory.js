// What calls allocate, and what they leave behind: node bench/memory.js [--calls N]
// Restarts itself with --expose-gc and a large young generation, so that nothing is collected while it is counted.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { memoryFetch } from "./lib/canned.js";
import { peers } from "./lib/peers.js";
import { keep } from "./lib/results.js";

const { values } = parseArgs({ options: { calls: { type: "string", default: "100000" } } });
const FLAGS = ["--expose-gc", "--max-semi-space-size=256", "--min-semi-space-size=256"];
if (!globalThis.gc) {
  execFileSync(process.execPath, [...FLAGS, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exit();
}

/** The memory of the next WebAssembly instance. */
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    memory ??= this.exports.memory;
  }
};
const { makeClients } = await import("./lib/clients.js");

const world = { endpoint: "http://lakefs.test", fetch: memoryFetch, inMemory: true };
const clients = makeClients(world, await peers());

const allocated = {};
for (const [name, client] of Object.entries(clients)) allocated[name] = await perCall(client);
const left = await afterMany(clients["lakefs-wasm"], Number(values.calls));
console.log(
  `Node ${process.versions.node}: bytes that a call allocates: ${Object.entries(allocated)
    .map(([name, bytes]) => `${name} ${Math.round(bytes)}`)
    .join(", ")}`,
);
console.log(
  `after ${values.calls} calls: WebAssembly memory ${left.wasm.join(" → ")} KiB, heap ${left.heap.map((bytes) => (bytes / 1e6).toFixed(2)).join(" → ")} MB`,
);
await keep("memory", { allocated, left, calls: Number(values.calls) });

/** Bytes on JavaScript's heap; the least of some tries, since the engine allocates for itself too. */
async function perCall(client) {
  const tries = [];
  for (let round = 0; round < 8; round++) {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    for (let call = 0; call < 1000; call++) await client.repository("repository-00007");
    tries.push((process.memoryUsage().heapUsed - before) / 1000);
  }
  return Math.min(...tries.filter((bytes) => bytes > 0));
}

/** KiB of WebAssembly memory and bytes of heap, at a tenth of the calls and at the end. */
async function afterMany(client, calls) {
  const left = { wasm: [], heap: [] };
  for (const share of [0.1, 0.9]) {
    for (let call = 0; call < calls * share; call++) await client.repository("repository-00007");
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc();
    left.wasm.push(memory.buffer.byteLength / 1024);
    left.heap.push(process.memoryUsage().heapUsed);
  }
  return left;
}
