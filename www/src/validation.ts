import {
  type BranchProtectionRule,
  type GarbageCollectionRules,
  isLakeFSError,
  LakeFSClient,
  type RepositoryCreation,
} from "lakefs-wasm";

/** What the client refuses, it refuses before it sends anything: one that reaches no server tells a form about its fields. */
const client = new LakeFSClient({
  endpoint: "https://nowhere.invalid",
  auth: { type: "none" },
  retries: 0,
  fetch: () => Promise.resolve(new Response(null, { status: 204 })),
});

/** What is wrong with an argument. */
export interface Problem {
  /** Where, as the client words it: "branches[0].retention_days". */
  readonly at: string;
  readonly text: string;
}

async function problem(call: Promise<unknown>): Promise<Problem | undefined> {
  try {
    await call;
  } catch (error) {
    if (!isLakeFSError(error, "invalid_argument")) return undefined; // the empty answer: the arguments were in order
    const [, at = "", text = error.message] = /^[a-z]+\.?([\w.[\]]*) (.*)$/s.exec(error.message) ?? [];
    return { at, text };
  }
  return undefined;
}

export const creationProblem = (repository: RepositoryCreation) => problem(client.createRepository(repository));
export const retentionProblem = (rules: GarbageCollectionRules) => problem(client.setGCRules("dry-run", rules));
export const protectionProblem = (rules: readonly BranchProtectionRule[]) =>
  problem(client.setBranchProtectionRules("dry-run", rules, { overwrite: true }));
