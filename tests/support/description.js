// Facts of lakeFS's published description of its repositories API (and of what stands beside it), as a table of the tests' own.

/**
 * A field's kind: `text`, `flag`, `integer`, `texts` (an object of strings), a model's name, or a list of one. A field that can be missing ends
 * in "?". ServerConfig (there: Config) and StorageConfig are the part that this package names.
 *
 * @type {Record<string, Record<string, string | [string]>>}
 */
export const models = {
  Repository: {
    id: "text",
    creation_date: "integer",
    default_branch: "text",
    storage_namespace: "text",
    "storage_id?": "text",
    "read_only?": "flag",
  },
  RepositoryCreation: {
    name: "text",
    storage_namespace: "text",
    "storage_id?": "text",
    "default_branch?": "text",
    "sample_data?": "flag",
    "read_only?": "flag",
  },
  RepositoryList: { pagination: "Pagination", results: ["Repository"] },
  Ref: { id: "text", commit_id: "text" },
  RefList: { pagination: "Pagination", results: ["Ref"] },
  Pagination: { has_more: "flag", next_offset: "text", results: "integer", max_per_page: "integer" },
  GarbageCollectionRules: { default_retention_days: "integer", branches: ["GarbageCollectionRule"] },
  GarbageCollectionRule: { branch_id: "text", retention_days: "integer" },
  BranchProtectionRule: { pattern: "text" },
  TaskInfo: { id: "text" },
  RefsDump: { commits_meta_range_id: "text", tags_meta_range_id: "text", branches_meta_range_id: "text" },
  RefsRestore: {
    commits_meta_range_id: "text",
    tags_meta_range_id: "text",
    branches_meta_range_id: "text",
    "force?": "flag",
  },
  RepositoryDumpStatus: { id: "text", done: "flag", update_time: "text", "error?": "text", "refs?": "RefsDump" },
  RepositoryRestoreStatus: { id: "text", done: "flag", update_time: "text", "error?": "text" },
  AuthenticationToken: { token: "text", "token_expiration?": "integer" },
  User: { id: "text", creation_date: "integer", "friendly_name?": "text", "email?": "text" },
  CurrentUser: { user: "User" },
  ServerConfig: {
    "version_config?": "VersionConfig",
    "storage_config?": "StorageConfig",
    "storage_config_list?": ["StorageConfig"],
  },
  VersionConfig: {
    "version?": "text",
    "latest_version?": "text",
    "upgrade_recommended?": "flag",
    "upgrade_url?": "text",
    "version_context?": "text",
  },
  StorageConfig: {
    blockstore_type: "text",
    blockstore_namespace_ValidityRegex: "text",
    blockstore_namespace_example: "text",
    "default_namespace_prefix?": "text",
    "blockstore_id?": "text",
    "blockstore_description?": "text",
  },
};

/**
 * Method and path, what can stand in the query and in headers, the body that is sent, and the one that a good status brings. `by` names the
 * operation's id in the description where the method of the client has another name.
 *
 * @type {Record<string, { method: string, path: string, query?: string[], headers?: string[], body?: string | [string], status: number, answer?: string | [string] | "texts", by?: string }>}
 */
export const operations = {
  listRepositories: {
    method: "GET",
    path: "/repositories",
    query: ["prefix", "after", "amount", "search"],
    status: 200,
    answer: "RepositoryList",
  },
  createRepository: {
    method: "POST",
    path: "/repositories",
    query: ["bare"],
    body: "RepositoryCreation",
    status: 201,
    answer: "Repository",
  },
  getRepository: { method: "GET", path: "/repositories/{repository}", status: 200, answer: "Repository" },
  deleteRepository: { method: "DELETE", path: "/repositories/{repository}", query: ["force"], status: 204 },
  getRepositoryMetadata: { method: "GET", path: "/repositories/{repository}/metadata", status: 200, answer: "texts" },
  getGCRules: {
    method: "GET",
    path: "/repositories/{repository}/settings/gc_rules",
    status: 200,
    answer: "GarbageCollectionRules",
  },
  setGCRules: {
    method: "PUT",
    path: "/repositories/{repository}/settings/gc_rules",
    body: "GarbageCollectionRules",
    status: 204,
  },
  deleteGCRules: { method: "DELETE", path: "/repositories/{repository}/settings/gc_rules", status: 204 },
  getBranchProtectionRules: {
    method: "GET",
    path: "/repositories/{repository}/settings/branch_protection",
    status: 200,
    answer: ["BranchProtectionRule"],
  },
  setBranchProtectionRules: {
    method: "PUT",
    path: "/repositories/{repository}/settings/branch_protection",
    headers: ["If-Match"],
    body: ["BranchProtectionRule"],
    status: 204,
  },
  dumpSubmit: { method: "POST", path: "/repositories/{repository}/dump", status: 202, answer: "TaskInfo" },
  dumpStatus: {
    method: "GET",
    path: "/repositories/{repository}/dump",
    query: ["task_id"],
    status: 200,
    answer: "RepositoryDumpStatus",
  },
  restoreSubmit: {
    method: "POST",
    path: "/repositories/{repository}/restore",
    body: "RefsRestore",
    status: 202,
    answer: "TaskInfo",
  },
  restoreStatus: {
    method: "GET",
    path: "/repositories/{repository}/restore",
    query: ["task_id"],
    status: 200,
    answer: "RepositoryRestoreStatus",
  },
  listBranches: {
    method: "GET",
    path: "/repositories/{repository}/branches",
    query: ["prefix", "after", "amount"],
    status: 200,
    answer: "RefList",
  },
  login: { method: "POST", path: "/auth/login", body: "LoginInformation", status: 200, answer: "AuthenticationToken" },
  currentUser: { method: "GET", path: "/user", status: 200, answer: "CurrentUser", by: "getCurrentUser" },
  serverConfig: { method: "GET", path: "/config", status: 200, answer: "ServerConfig", by: "getConfig" },
};
