import { argv } from "node:process";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";

const [endpoint = "", accessKeyId = "", secretAccessKey = ""]: string[] = argv.slice(2);
const client = new LakeFSClient({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
const made = await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
const { results } = await client.listRepositories();
const missing = await client
  .getRepository("missing")
  .catch((error: unknown) => (isLakeFSError(error, "repository_not_found") ? error.status : 0));
console.log(JSON.stringify([made.default_branch, results.map(({ id }) => id), missing]));
