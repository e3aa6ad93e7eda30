// The same with require, where there is no import.meta.
const { readFileSync } = require("node:fs");
const { configure, isLakeFSError, LakeFSClient } = require("lakefs-wasm/slim");

configure({ wasm: readFileSync(require.resolve("lakefs-wasm/core.wasm")) });
const [endpoint, accessKeyId, secretAccessKey] = process.argv.slice(2);

async function main() {
  const client = new LakeFSClient({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
  const { default_branch, id } = await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  const missing = await client.getRepository("missing").catch((error) => isLakeFSError(error) && error.status);
  console.log(JSON.stringify([default_branch, [id], missing]));
}

void main();
