// Three processes that add a rule at the same time: none is lost.
import assert from "node:assert/strict";
import cluster from "node:cluster";
import { once } from "node:events";
import { argv } from "node:process";
import { LakeFSClient } from "lakefs-wasm";
import { smoke } from "./smoke.js";

const [endpoint, accessKeyId, secretAccessKey] = argv.slice(2);
const options = { endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } };
const client = new LakeFSClient(options);
if (cluster.isPrimary) {
  const result = await smoke(options);
  await client.setBranchProtectionRules("demo", [{ pattern: "main" }], { overwrite: true });
  const workers = [1, 2, 3].map((number) => cluster.fork({ NUMBER: String(number) }));
  const exits = await Promise.all(workers.map((worker) => once(worker, "exit")));
  assert.deepEqual(
    exits.map(([code]) => code),
    [0, 0, 0],
  );
  assert.equal((await client.getBranchProtectionRules("demo")).rules.length, 4);
  console.log(JSON.stringify(result));
} else {
  const pattern = `release-${process.env.NUMBER}`;
  await client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern }]);
  process.exit();
}
