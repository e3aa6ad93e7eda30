// Repositories that show something, made through the client as anybody would; the page's own lakeFS and the demo server both have them.

const REPOSITORIES = [
  { name: "analytics-events", rules: ["main", "release-*"], retention: { default_retention_days: 21, branches: [{ branch_id: "main", retention_days: 90 }, { branch_id: "staging", retention_days: 14 }, { branch_id: "dev", retention_days: 3 }] } },
  { name: "analytics-events-copy", bare: true, namespace: "analytics-events" },
  { name: "archive-2024", read_only: true },
  { name: "clickstream", rules: ["main", "v[0-9]*"], retention: { default_retention_days: 7, branches: [] } },
  { name: "customer-360", rules: ["main", "{staging,production}"], default_branch: "production" },
  { name: "feature-store", rules: ["main"] },
  { name: "images-raw", retention: { default_retention_days: 365, branches: [{ branch_id: "labelling", retention_days: 30 }] } },
  { name: "ml-experiments", rules: ["release-?", "prod-*"], retention: { default_retention_days: 14, branches: [{ branch_id: "main", retention_days: 180 }] } },
  { name: "ml-models", read_only: true },
  { name: "quickstart", sample_data: true },
  { name: "restore-here", bare: true },
];

/**
 * @param {import("lakefs-wasm").LakeFSClient} lakefs
 * @param {string} [prefix]  where the namespaces are
 * @returns {Promise<{ bare: import("lakefs-wasm").Repository[] }>}  those that are bare, which lakeFS does not tell
 */
export async function fillWithSamples(lakefs, prefix = "mem://") {
  /** @type {import("lakefs-wasm").Repository[]} */
  const bareOnes = [];
  for (const { name, bare = false, namespace = name, rules, retention, ...rest } of REPOSITORIES) {
    const made = await lakefs.createRepository({ name, storage_namespace: `${prefix}${namespace}`, ...rest }, { bare });
    if (bare) bareOnes.push(made);
    if (rules) await lakefs.setBranchProtectionRules(name, rules.map((pattern) => ({ pattern })), { ifMatch: "" });
    if (retention) await lakefs.setGCRules(name, retention);
  }
  return { bare: bareOnes };
}
