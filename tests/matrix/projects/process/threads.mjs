// Workers: one makes calls and its error arrives, others are terminated before, during and after calls.
import assert from "node:assert/strict";
import { once } from "node:events";
import { argv } from "node:process";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { isLakeFSError, LakeFSClient, reviveError } from "lakefs-wasm";
import { smoke } from "./smoke.js";

if (isMainThread) {
  const [endpoint, accessKeyId, secretAccessKey] = argv.slice(2);
  const options = { endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } };
  const start = () => new Worker(new URL(import.meta.url), { workerData: options });
  for (const milliseconds of [0, 5, 50]) {
    const worker = start();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await worker.terminate();
  }
  const [error] = await once(start(), "message");
  assert.ok(isLakeFSError(reviveError(error), "repository_not_found"));
  console.log(JSON.stringify(await smoke(options)));
} else {
  const client = new LakeFSClient(workerData);
  const failures = await Promise.all(
    Array.from({ length: 20 }, () => client.getRepository("missing").catch((error) => error)),
  );
  parentPort.postMessage(failures[0].toJSON());
}
