// A lakeFS in memory with repositories that show something: the page's own, the demo server's, and the tests'.
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

/** In days before now: when each was made. */
const REPOSITORIES = [
  {
    name: "analytics-events",
    age: 412,
    rules: ["main", "release-*"],
    retention: {
      default_retention_days: 21,
      branches: [
        { branch_id: "main", retention_days: 90 },
        { branch_id: "staging", retention_days: 14 },
        { branch_id: "dev", retention_days: 3 },
      ],
    },
    metadata: { owner: "data-platform", "cost-center": "4711", ".lakefs.last.import.timestamp": "1763884800" },
  },
  { name: "analytics-events-copy", age: 2, bare: true, namespace: "analytics-events" },
  { name: "archive-2024", age: 690, read_only: true, metadata: { owner: "compliance", "legal-hold": "until 2034" } },
  { name: "clickstream", age: 203, rules: ["main", "v[0-9]*"], retention: { default_retention_days: 7, branches: [] } },
  { name: "customer-360", age: 130, rules: ["main", "{staging,production}"], default_branch: "production" },
  { name: "feature-store", age: 88, rules: ["main"] },
  {
    name: "images-raw",
    age: 61,
    retention: { default_retention_days: 365, branches: [{ branch_id: "labelling", retention_days: 30 }] },
  },
  {
    name: "ml-experiments",
    age: 33,
    rules: ["release-?", "prod-*"],
    retention: { default_retention_days: 14, branches: [{ branch_id: "main", retention_days: 180 }] },
  },
  { name: "ml-models", age: 300, read_only: true },
  { name: "quickstart", age: 0.2, sample_data: true },
  { name: "restore-here", age: 0.05, bare: true },
];
const DAY = 86_400_000;

/**
 * @param {{ taskMs?: number, version?: "1.84" | "1.12" }} [options]
 * @returns {Promise<{ server: import("lakefs-wasm/testing").InMemoryLakeFS, client: LakeFSClient, bare: import("lakefs-wasm").Repository[] }>}
 *   `bare`: those that are, which lakeFS does not tell
 */
export async function sampleLakeFS(options = {}) {
  let age = 0;
  const server = inMemoryLakeFS({ ...options, now: () => Date.now() - age });
  const client = new LakeFSClient({ endpoint: "https://lakefs.invalid", fetch: server.fetch, auth: server.auth });
  /** @type {import("lakefs-wasm").Repository[]} */
  const bareOnes = [];
  for (const { name, age: days, bare = false, namespace = name, rules, retention, metadata, ...rest } of REPOSITORIES) {
    age = days * DAY;
    const made = await client.createRepository({ name, storage_namespace: `mem://${namespace}`, ...rest }, { bare });
    if (bare) bareOnes.push(made);
    if (rules)
      await client.setBranchProtectionRules(
        name,
        rules.map((pattern) => ({ pattern })),
        { ifMatch: "" },
      );
    if (retention) await client.setGCRules(name, retention);
    if (metadata) await setMetadata(server, name, metadata);
  }
  age = 0;
  return { server, client, bare: bareOnes };
}

/**
 * lakeFS has a call for it, meant for its own tools, that is no part of the repositories API.
 *
 * @param {import("lakefs-wasm/testing").InMemoryLakeFS} server
 * @param {string} name
 * @param {Record<string, string>} metadata
 */
async function setMetadata({ fetch, credentials }, name, metadata) {
  const response = await fetch(`https://lakefs.invalid/api/v1/repositories/${name}/metadata`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Basic ${btoa(`${credentials.accessKeyId}:${credentials.secretAccessKey}`)}`,
    },
    body: JSON.stringify({ metadata }),
  });
  if (!response.ok) throw new Error(`metadata of ${name}: ${response.status} ${await response.text()}`);
}
