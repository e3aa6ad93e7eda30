// Hazard: wrong shapes. Every field of every model an operation answers with, missing and of each wrong kind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { REPOSITORY, rejection } from "./servers.js";

const storage = {
  blockstore_type: "mem",
  blockstore_namespace_ValidityRegex: "^mem://",
  blockstore_namespace_example: "mem://x",
  default_namespace_prefix: "",
  blockstore_id: "",
  blockstore_description: "",
};
const task = { id: "DR", done: true, update_time: "2026-07-24T10:11:12Z" };
const refs = { commits_meta_range_id: "a", tags_meta_range_id: "b", branches_meta_range_id: "c" };

/** Per operation: the call, a whole answer, and the pointers of what may be missing. */
const answers = [
  [
    "listRepositories",
    (c) => c.listRepositories(),
    { pagination: { has_more: false, next_offset: "", results: 1, max_per_page: 1000 }, results: [REPOSITORY] },
    ["/results/0/storage_id", "/results/0/read_only"],
  ],
  [
    "createRepository",
    (c) => c.createRepository({ name: "demo", storage_namespace: "mem://demo" }),
    REPOSITORY,
    ["/storage_id", "/read_only"],
  ],
  [
    "listBranches",
    (c) => c.listBranches("demo"),
    {
      pagination: { has_more: false, next_offset: "", results: 1, max_per_page: 1000 },
      results: [{ id: "main", commit_id: "c0" }],
    },
    [],
  ],
  ["getRepository", (c) => c.getRepository("demo"), REPOSITORY, ["/storage_id", "/read_only"]],
  ["getRepositoryMetadata", (c) => c.getRepositoryMetadata("demo"), { key: "value" }, ["/key"]],
  [
    "getGCRules",
    (c) => c.getGCRules("demo"),
    { default_retention_days: 7, branches: [{ branch_id: "main", retention_days: 1 }] },
    [],
  ],
  ["getBranchProtectionRules", (c) => c.getBranchProtectionRules("demo"), [{ pattern: "main" }], []],
  ["dumpSubmit", (c) => c.dumpSubmit("demo"), { id: "DR" }, []],
  ["dumpStatus", (c) => c.dumpStatus("demo", "DR"), { ...task, error: "x", refs }, ["/error", "/refs"]],
  ["restoreSubmit", (c) => c.restoreSubmit("demo", refs), { id: "RR" }, []],
  ["restoreStatus", (c) => c.restoreStatus("demo", "RR"), { ...task, error: "x" }, ["/error"]],
  [
    "login",
    (c) => c.login({ accessKeyId: "a", secretAccessKey: "b" }),
    { token: "t", token_expiration: 1 },
    ["/token_expiration"],
  ],
  [
    "currentUser",
    (c) => c.currentUser(),
    { user: { id: "admin", creation_date: 1, friendly_name: "", email: "" } },
    ["/user/friendly_name", "/user/email"],
  ],
  [
    "serverConfig",
    (c) => c.serverConfig(),
    {
      version_config: {
        version: "1",
        latest_version: "1",
        upgrade_recommended: false,
        upgrade_url: "",
        version_context: "lakeFS",
      },
      storage_config: storage,
      storage_config_list: [storage],
    },
    [
      "/version_config",
      "/storage_config",
      "/storage_config_list",
      ...["version", "latest_version", "upgrade_recommended", "upgrade_url", "version_context"].map(
        (name) => `/version_config/${name}`,
      ),
      ...["/storage_config", "/storage_config_list/0"].flatMap((at) =>
        ["default_namespace_prefix", "blockstore_id", "blockstore_description"].map((name) => `${at}/${name}`),
      ),
    ],
  ],
];

/** Every place in a value with its pointer, the value itself included. */
function* places(value, at = "") {
  yield at;
  if (typeof value === "object") for (const key of Object.keys(value)) yield* places(value[key], `${at}/${key}`);
}

function changed(value, at, change) {
  const copy = { root: JSON.parse(JSON.stringify(value)) };
  const path = `/root${at}`.split("/").slice(1);
  const last = path.pop();
  const parent = path.reduce((inner, key) => inner[key], copy);
  change(parent, last);
  return copy.root;
}

const kind = (value) => (Array.isArray(value) ? "array" : typeof value);

for (const [operation, call, answer, optional] of answers) {
  test(`${operation} refuses answers in which a field is missing or of a wrong kind`, async () => {
    let body;
    const client = new LakeFSClient({ fetch: async () => Response.json(body), retries: 0 });
    body = answer;
    await call(client);
    for (const at of places(answer)) {
      const isItem = /\/\d+$/.test(at);
      if (at !== "" && !isItem) {
        body = changed(answer, at, (parent, key) => delete parent[key]);
        if (optional.includes(at)) await call(client);
        else assert.equal((await rejection(call(client))).at, at, `${at} missing`);
      }
      const original = at
        .split("/")
        .slice(1)
        .reduce((inner, key) => inner[key], answer);
      for (const wrong of [null, 1.5, "text", true, [], {}, [1], 2 ** 53]) {
        if (
          kind(wrong) === kind(original) &&
          !(kind(wrong) === "number") &&
          kind(wrong) !== "array" &&
          kind(wrong) !== "object"
        )
          continue;
        if (kind(wrong) === "array" && kind(original) === "array" && wrong.length === 0) continue;
        if (operation === "getRepositoryMetadata" && at === "" && kind(wrong) === "object" && wrong !== null) continue;
        if (operation === "getGCRules" && at === "/branches" && wrong === null) continue;
        if (kind(wrong) === "object" && wrong !== null && optionalOnly(optional, at, original)) continue;
        body = changed(answer, at, (parent, key) => (parent[key] = wrong));
        const error = await rejection(call(client));
        assert.equal(error.code, "unexpected_response", `${at} ${JSON.stringify(wrong)}`);
        assert.ok(error.at === at || error.at.startsWith(`${at}/`), `${at} ${JSON.stringify(wrong)}: ${error.at}`);
        assert.equal(error.operation, operation);
      }
    }
  });
}

/** Whether everything in an object may be missing, so that an empty one is right. */
function optionalOnly(optional, at, value) {
  return kind(value) === "object" && Object.keys(value).every((key) => optional.includes(`${at}/${key}`));
}
