// An in-memory lakeFS with sample repositories, for the page's sandbox, the demo server and the tests.
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

/** `age` is in days. */
const REPOSITORIES = [
  {
    name: "analytics-events",
    age: 412,
    rules: ["main", "release-*"],
    branches: ["dev", "release-1", "release-2", "staging"],
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
  {
    name: "clickstream",
    age: 203,
    rules: ["main", "v[0-9]*"],
    branches: ["dev", "v1", "v2"],
    retention: { default_retention_days: 7, branches: [] },
  },
  {
    name: "customer-360",
    age: 130,
    rules: ["main", "{staging,production}"],
    branches: ["staging"],
    default_branch: "production",
  },
  { name: "feature-store", age: 88, rules: ["main"] },
  {
    name: "images-raw",
    age: 61,
    branches: ["labelling"],
    retention: { default_retention_days: 365, branches: [{ branch_id: "labelling", retention_days: 30 }] },
  },
  {
    name: "ml-experiments",
    age: 33,
    branches: ["dev", "prod-eu", "release-1"],
    rules: ["release-?", "prod-*"],
    retention: { default_retention_days: 14, branches: [{ branch_id: "main", retention_days: 180 }] },
  },
  { name: "ml-models", age: 300, read_only: true },
  { name: "quickstart", age: 0.2, sample_data: true },
  { name: "restore-here", age: 0.05, bare: true },
  // A pattern that lakeFS stores and cannot compile: it blocks every write.
  { name: "web-logs", age: 17, rules: ["[a-zA-Z]*"], retention: { default_retention_days: 30, branches: [] } },
];
const DAY = 86_400_000;

/**
 * @param {{ taskMs?: number, version?: "1.84" | "1.12" }} [options]
 * @returns {Promise<{ server: import("lakefs-wasm/testing").InMemoryLakeFS, client: LakeFSClient, bare: import("lakefs-wasm").Repository[] }>}
 *   `bare`: the bare ones, since lakeFS does not say which are
 */
export async function sampleLakeFS(options = {}) {
  let age = 0;
  const server = inMemoryLakeFS({ ...options, now: () => Date.now() - age });
  const client = new LakeFSClient({ endpoint: "https://lakefs.invalid", fetch: server.fetch, auth: server.auth });
  /** @type {import("lakefs-wasm").Repository[]} */
  const bareOnes = [];
  for (const {
    name,
    age: days,
    bare = false,
    namespace = name,
    branches = [],
    rules,
    retention,
    metadata,
    ...rest
  } of REPOSITORIES) {
    age = days * DAY;
    const made = await client.createRepository({ name, storage_namespace: `mem://${namespace}`, ...rest }, { bare });
    if (bare) bareOnes.push(made);
    for (const branch of branches)
      await send(server, "POST", `${name}/branches`, { name: branch, source: made.default_branch });
    // Not by the client, which refuses patterns that block writes.
    if (rules)
      await send(
        server,
        "PUT",
        `${name}/settings/branch_protection`,
        rules.map((pattern) => ({ pattern })),
      );
    if (retention) await client.setGCRules(name, retention);
    if (metadata) await send(server, "POST", `${name}/metadata`, { metadata });
  }
  age = 0;
  return { server, client, bare: bareOnes };
}

/**
 * Requests that are not part of the repositories API, or that the client would refuse.
 *
 * @param {import("lakefs-wasm/testing").InMemoryLakeFS} server
 * @param {"POST" | "PUT"} method
 * @param {string} path
 * @param {unknown} body
 */
async function send({ fetch, credentials }, method, path, body) {
  const response = await fetch(`https://lakefs.invalid/api/v1/repositories/${path}`, {
    method,
    headers: {
      "Content-Type": "application/json",
      Authorization: `Basic ${btoa(`${credentials.accessKeyId}:${credentials.secretAccessKey}`)}`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
