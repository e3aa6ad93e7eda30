// Sample responses and arguments, for tests without a server.

export const ID64 = "0123456789abcdef".repeat(4);

export const repository = {
  id: "demo",
  creation_date: 1790000000,
  default_branch: "main",
  storage_namespace: "mem://demo",
  storage_id: "",
  read_only: false,
};
export const creation = { name: "demo", storage_namespace: "mem://demo" };
export const refs = { commits_meta_range_id: ID64, tags_meta_range_id: ID64, branches_meta_range_id: ID64 };
export const gcRules = { default_retention_days: 7, branches: [{ branch_id: "main", retention_days: 21 }] };
export const rules = [{ pattern: "main" }];

/** A success response of each operation: its status, and its body if any. */
export const answers = {
  listRepositories: [
    200,
    { pagination: { has_more: false, next_offset: "", results: 1, max_per_page: 1000 }, results: [repository] },
  ],
  createRepository: [201, repository],
  getRepository: [200, repository],
  deleteRepository: [204],
  getRepositoryMetadata: [200, { owner: "a team" }],
  getGCRules: [200, gcRules],
  setGCRules: [204],
  deleteGCRules: [204],
  getBranchProtectionRules: [200, rules],
  setBranchProtectionRules: [204],
  dumpSubmit: [202, { id: "DRV1StGXR8_Z5jdHi6B-my" }],
  dumpStatus: [
    200,
    { id: "DRV1StGXR8_Z5jdHi6B-my", done: true, update_time: "2026-07-24T10:11:12.345678901Z", error: "No data", refs },
  ],
  restoreSubmit: [202, { id: "RRV1StGXR8_Z5jdHi6B-my" }],
  restoreStatus: [
    200,
    { id: "RRV1StGXR8_Z5jdHi6B-my", done: true, update_time: "2026-07-24T10:11:12Z", error: "No data" },
  ],
  listBranches: [
    200,
    {
      pagination: { has_more: false, next_offset: "", results: 1, max_per_page: 1000 },
      results: [{ id: "main", commit_id: ID64 }],
    },
  ],
  login: [200, { token: "a.b.c", token_expiration: 1790000000 }],
  logout: [204],
  currentUser: [200, { user: { id: "admin", creation_date: 1790000000, friendly_name: "", email: "" } }],
  serverConfig: [
    200,
    {
      version_config: {
        version: "1.84.0",
        latest_version: "1.84.0",
        upgrade_recommended: false,
        upgrade_url: "https://example.com",
        version_context: "lakeFS",
      },
      storage_config: {
        blockstore_type: "mem",
        blockstore_namespace_ValidityRegex: "^mem://",
        blockstore_namespace_example: "mem://example-bucket/",
        default_namespace_prefix: "",
        blockstore_id: "",
        blockstore_description: "",
      },
      storage_config_list: [],
    },
  ],
};

/** Valid arguments of each method. */
export const calls = {
  listRepositories: [],
  createRepository: [creation],
  getRepository: ["demo"],
  deleteRepository: ["demo"],
  getRepositoryMetadata: ["demo"],
  getGCRules: ["demo"],
  setGCRules: ["demo", gcRules],
  deleteGCRules: ["demo"],
  getBranchProtectionRules: ["demo"],
  setBranchProtectionRules: ["demo", rules, { overwrite: true }],
  dumpSubmit: ["demo"],
  dumpStatus: ["demo", "DRV1StGXR8_Z5jdHi6B-my"],
  restoreSubmit: ["demo", refs],
  restoreStatus: ["demo", "RRV1StGXR8_Z5jdHi6B-my"],
  listBranches: ["demo"],
  login: [{ accessKeyId: "AKIA", secretAccessKey: "secret" }],
  logout: [],
  currentUser: [],
  serverConfig: [],
};

/** The stub's response to an operation, for stub.js. */
export function answerTo(operation) {
  const [status, json] = answers[operation];
  return json === undefined ? { status } : { status, json: structuredClone(json) };
}
