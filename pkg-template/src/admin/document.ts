import type {
  BranchProtectionRule,
  GarbageCollectionRules,
  RefsDump,
  Repository,
  RepositoryMetadata,
} from "../entry/index.js";
import { invalid } from "./errors.js";
import { cloneValidated, REPOSITORY, requireObject, type Schema } from "./schema.js";

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
const REFS: Schema = { commits_meta_range_id: "text", tags_meta_range_id: "text", branches_meta_range_id: "text" };
const DOCUMENT: Schema = {
  created_at: "text",
  "lakefs_version?": "text",
  repository: REPOSITORY,
  refs: REFS,
  branch_protection: [{ pattern: "text" }],
  gc_rules: "retention",
};

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
  const given = requireObject("document", document);
  if (given["format"] === undefined && given["refs"] === undefined)
    return cloneValidated("document", given, REFS) as unknown as RefsDump;
  if (given["format"] !== FORMAT) throw invalid("document.format", `must be "${FORMAT}"`);
  if (given["version"] !== 1) throw invalid("document.version", "must be 1 for this version of lakefs-wasm");
  cloneValidated("document", given, DOCUMENT);
  if (!(Date.parse(given["created_at"] as string) >= 0))
    throw invalid("document.created_at", "must be a date, RFC 3339");
  for (const [name, value] of Object.entries(requireObject("document.metadata", given["metadata"])))
    cloneValidated(`document.metadata.${name}`, value, "string");
  return structuredClone(given) as unknown as RepositoryBackup;
}
