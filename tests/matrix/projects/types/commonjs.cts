// A CommonJS file, in a project of modules.
import { LakeFSClient, type Repository } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

export async function first(): Promise<Repository | undefined> {
  const lakefs = inMemoryLakeFS();
  return (await new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth }).listRepositories()).results[0];
}
