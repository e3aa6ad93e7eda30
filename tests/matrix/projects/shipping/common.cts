// CommonJS in TypeScript.
import lakefs = require("lakefs-wasm");

async function main() {
  const [endpoint = "", accessKeyId = "", secretAccessKey = ""] = process.argv.slice(2);
  const client = new lakefs.LakeFSClient({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
  const made = await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  const missing = await client
    .getRepository("missing")
    .catch((error: unknown) => (lakefs.isLakeFSError(error, "repository_not_found") ? error.status : 0));
  console.log(JSON.stringify([made.default_branch, [made.id], missing]));
}

void main();
