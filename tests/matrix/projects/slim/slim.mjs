// The entry that loads its WebAssembly from a file, as an ES module.
import { readFile } from "node:fs/promises";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { configure, isLakeFSError, LakeFSClient } from "lakefs-wasm/slim";

configure({ wasm: readFile(fileURLToPath(import.meta.resolve("lakefs-wasm/core.wasm"))) });
const [endpoint, accessKeyId, secretAccessKey] = argv.slice(2);
const client = new LakeFSClient({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
const { default_branch, id } = await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
const missing = await client.getRepository("missing").catch((error) => isLakeFSError(error) && error.status);
console.log(JSON.stringify([default_branch, [id], missing]));
