// The smoke test that every cell of the matrix runs: a session, an object, a list, an error.
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";

export async function smoke(given, key) {
  const client = given instanceof LakeFSClient ? given : new LakeFSClient(given);
  if (key) await client.login(key);
  const made = await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  const ids = [];
  for await (const { id } of client.repositories()) ids.push(id);
  const missing = await client
    .getRepository("missing")
    .catch((error) => (isLakeFSError(error, "repository_not_found") ? error.status : String(error)));
  return [made.default_branch, ids, missing];
}
