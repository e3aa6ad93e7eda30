// What an app's own test does with the test double, whichever runner it has.
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

export async function useDouble() {
  const lakefs = inMemoryLakeFS();
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth, retries: 0 });
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  await client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "release-*" }]);
  const { rules } = await client.getBranchProtectionRules("demo");
  lakefs.fail({ status: 503 }, { operation: "getRepository" });
  const failed = await client.getRepository("demo").catch((error) => isLakeFSError(error, "unavailable"));
  return [rules, failed, lakefs.requests.at(-1).operation];
}

export const expected = [[{ pattern: "release-*" }], true, "getRepository"];
