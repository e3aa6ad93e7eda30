import type {
  BranchProtectionRule,
  GarbageCollectionRules,
  RefsDump,
  Repository,
  RepositoryMetadata,
} from "../index.js";
import { list, object, readRetentionRules, text } from "./desired.js";
import { invalid, kindOf } from "./errors.js";

/** Everything needed to restore a repository, as one JSON document: the IDs of a dump, and the settings that a dump omits. */
export interface RepositoryBackup {
  /** Which kind of document it is. */
  format: "lakefs-wasm-backup";
  /** Which version of the format it is. */
  version: 1;
  /** When it was made, RFC 3339 in UTC. */
  created_at: string;
  /** The version of lakeFS, `1.84.0`; absent when the server does not report it. */
  lakefs_version?: string;
  /** The repository at the time of the backup. */
  repository: Repository;
  /** The IDs under which the storage namespace holds the repository's commits, tags and branches. */
  refs: RefsDump;
  /** The branch protection rules, sorted. */
  branch_protection: BranchProtectionRule[];
  /** The garbage collection rules, branches sorted; `null` when there were none. */
  gc_rules: GarbageCollectionRules | null;
  /** The metadata. */
  metadata: RepositoryMetadata;
}

export const FORMAT = "lakefs-wasm-backup";
const REFS = ["commits_meta_range_id", "tags_meta_range_id", "branches_meta_range_id"] as const;

/**
 * Reads a backup as `JSON.parse` gives it, or the bare IDs of a dump (lakectl's `refs_manifest.json`), and checks every field.
 *
 * Throws an `InvalidArgumentError` whose message and `field` name what is wrong: `document.refs.tags_meta_range_id`. An empty ID is refused: lakeFS would
 * restore it without an error and bring nothing back.
 *
 * @example
 * import { backup, parseBackup } from "lakefs-wasm/admin";
 *
 * const text = JSON.stringify(await backup(lakefs, "demo"));
 * const document = parseBackup(JSON.parse(text));
 * console.log("format" in document ? document.repository.id : "only the IDs of a dump"); // → demo
 */
export function parseBackup(document: unknown): RepositoryBackup | RefsDump {
  const given = object("document", document);
  if (given["format"] === undefined && given["refs"] === undefined) return refsOf("document", given);
  if (given["format"] !== FORMAT) throw invalid("document.format", `must be ${JSON.stringify(FORMAT)}`);
  if (given["version"] !== 1)
    throw invalid("document.version", "must be 1; other values need another version of lakefs-wasm");
  checkDate("document.created_at", given["created_at"]);
  const { lakefs_version } = given;
  if (lakefs_version !== undefined) text("document.lakefs_version", lakefs_version);
  checkRepository(given["repository"]);
  refsOf("document.refs", object("document.refs", given["refs"]));
  for (const [index, rule] of list("document.branch_protection", given["branch_protection"]).entries()) {
    const at = `document.branch_protection[${index}]`;
    text(`${at}.pattern`, object(at, rule)["pattern"]);
  }
  const { gc_rules } = given;
  if (gc_rules !== null) readRetentionRules("document.gc_rules", gc_rules);
  for (const [name, value] of Object.entries(object("document.metadata", given["metadata"]))) {
    checkIs(`document.metadata.${name}`, value, "string");
  }
  return structuredClone(given) as unknown as RepositoryBackup;
}

function refsOf(field: string, given: Record<string, unknown>): RefsDump {
  return Object.fromEntries(REFS.map((name) => [name, text(`${field}.${name}`, given[name])])) as unknown as RefsDump;
}

function checkRepository(value: unknown): void {
  const repository = object("document.repository", value);
  for (const name of ["id", "default_branch", "storage_namespace"])
    text(`document.repository.${name}`, repository[name]);
  for (const [name, type] of [
    ["creation_date", "number"],
    ["storage_id", "string"],
    ["read_only", "boolean"],
  ] as const) {
    if (repository[name] !== undefined || type === "number")
      checkIs(`document.repository.${name}`, repository[name], type);
  }
}

function checkIs(field: string, value: unknown, type: "number" | "string" | "boolean"): void {
  if (typeof value !== type) throw invalid(field, `must be a ${type}, got ${kindOf(value)}`);
}

function checkDate(field: string, value: unknown): void {
  if (Number.isNaN(Date.parse(text(field, value)))) throw invalid(field, "must be a date, RFC 3339");
}
