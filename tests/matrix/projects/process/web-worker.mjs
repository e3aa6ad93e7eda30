// A worker of Deno's or Bun's, which has no origin.
import { argv } from "node:process";

const worker = new Worker(new URL("./in-worker.mjs", import.meta.url), { type: "module" });
const told = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = reject;
});
worker.postMessage(argv.slice(2));
console.log(JSON.stringify(await told));
worker.terminate();
