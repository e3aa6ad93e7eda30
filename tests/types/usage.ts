// The package as a user writes it, and what the types refuse.
import {
  type Auth,
  type CallOptions,
  isLakeFSError,
  LakeFSClient,
  type LakeFSError,
  type RepositoryList,
} from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

const lakefs = inMemoryLakeFS({ users: [{ id: "admin", accessKeyId: "a", secretAccessKey: "b" }] });
const client = new LakeFSClient({
  endpoint: new URL("https://lakefs.example.com"),
  fetch: lakefs.fetch,
  auth: lakefs.auth,
  headers: { "X-Mine": "1" },
});
const auths: Auth[] = [
  { type: "none" },
  { type: "jwt", token: async ({ refresh }) => (refresh ? "b" : "a") },
  { type: "cookie", name: "oidc_auth_session", value: "x" },
];

export async function use(signal?: AbortSignal, timeoutMs: number | undefined = undefined): Promise<number> {
  const options: CallOptions = { signal, timeoutMs };
  const page: RepositoryList = await client.listRepositories({ ...options, amount: 10 });
  const first = page.results[0];
  // @ts-expect-error the page may be empty
  first.id;
  const made = await client.createRepository(
    { name: "demo", storage_namespace: "mem://demo", default_branch: undefined },
    { bare: true, signal },
  );
  const days: number = made.creation_date;
  const { rules, etag } = await client.getBranchProtectionRules("demo");
  await client.setBranchProtectionRules("demo", Object.freeze([...rules, { pattern: "x", unknown: 1 }]), {
    ifMatch: etag,
  });
  await client.setBranchProtectionRules("demo", [], { overwrite: true });
  await client.deleteRepository("demo", { force: true });
  const user = await client.currentUser();
  // @ts-expect-error nobody may be logged in
  user.id;
  const { storage_config } = await client.serverConfig();
  const example: string | undefined = storage_config?.blockstore_namespace_example;
  return days + (example?.length ?? 0) + auths.length;
}

export function explain(error: unknown): string {
  if (isLakeFSError(error, "timeout")) {
    const phase: "token" | "wasm" | "response" | "body" | "total" = error.phase;
    return phase;
  }
  if (isLakeFSError(error, "repository_not_found"))
    return `${error.status} ${error.requestId ?? ""} ${error.repository ?? ""}`;
  if (!isLakeFSError(error)) return "another";
  switch (error.code) {
    case "invalid_argument":
      return error.argument;
    case "login_redirect":
      return error.origin ?? "";
    case "task_failed":
      return error.taskId;
    default: {
      const plain: LakeFSError = error;
      return plain.message;
    }
  }
}

export async function refused(): Promise<void> {
  // @ts-expect-error an id is a string
  await client.getRepository(1);
  // @ts-expect-error null is no option
  await client.getRepository("demo", null);
  // @ts-expect-error a name of lakeFS's, not of ours
  await client.createRepository({ name: "demo", storageNamespace: "mem://x" });
  // @ts-expect-error one has to say how to write
  await client.setBranchProtectionRules("demo", []);
  // @ts-expect-error not both
  await client.setBranchProtectionRules("demo", [], { ifMatch: "x", overwrite: true });
  // @ts-expect-error overwrite is true or not there
  await client.setBranchProtectionRules("demo", [], { overwrite: false });
  // @ts-expect-error lakeFS has three cookies
  new LakeFSClient({ auth: { type: "cookie", name: "session" } });
  // @ts-expect-error a secret is missing
  new LakeFSClient({ auth: { type: "basic", accessKeyId: "a" } });
  // @ts-expect-error rules have branches
  await client.setGCRules("demo", { default_retention_days: 1 });
  // @ts-expect-error not a code
  isLakeFSError(new Error(), "no_such_code");
}
