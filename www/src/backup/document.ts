import type { LakeFSClient, RefsDump } from "lakefs-wasm";
import type { RepositoryBackup } from "lakefs-wasm/admin";
import { isObject } from "../is-object";
import { today } from "../parts/download";
import { sortedPolicy } from "../retention/policy";
import { loadAdmin } from "../store/settings";

/** The backup document of a dump, with the settings that a dump leaves out. */
export async function documentOf(
  lakefs: LakeFSClient,
  id: string,
  refs: RefsDump,
  version: string | undefined,
  signal: AbortSignal,
): Promise<RepositoryBackup> {
  const { getSettings } = await loadAdmin();
  const { repository, branchProtection, gcRules, metadata } = await getSettings(lakefs, id, { signal });
  return {
    format: "lakefs-wasm-backup",
    version: 1,
    created_at: new Date().toISOString(),
    ...(version && { lakefs_version: version }),
    repository,
    refs,
    // lakeFS returns rules in any order.
    branch_protection: [...branchProtection.rules].sort((a, b) => (a.pattern < b.pattern ? -1 : 1)),
    gc_rules: gcRules && sortedPolicy(gcRules),
    metadata,
  };
}

export const textOf = (document: unknown) => `${JSON.stringify(document, null, 2)}\n`;
export const fileNameOf = (id: string) => `${id}-backup-${today()}.json`;

/** A source of a restore. */
export type Source = RepositoryBackup | RefsDump;
export const isDocument = (source: Source): source is RepositoryBackup => "format" in source;

/** An entry of the manifest that the `backup.js` example writes, as a document. */
function fromManifest(entry: unknown, created: unknown): unknown {
  if (!isObject(entry) || entry["format"] !== undefined) return entry;
  return {
    format: "lakefs-wasm-backup",
    version: 1,
    created_at: created,
    repository: entry["repository"],
    refs: entry["refs"],
    branch_protection: entry["rules"],
    gc_rules: entry["retention"] ?? null,
    metadata: {},
  };
}

/** Every backup in a file: one document, many of them, a manifest, or the three IDs of a dump. */
export async function readBackups(text: string): Promise<{ sources: readonly Source[] } | { problem: string }> {
  let value: unknown;
  try {
    value = JSON.parse(text.trim()); // without the byte order mark that some editors add
  } catch {
    return { problem: "This is not JSON." };
  }
  const list = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value["entries"])
      ? value["entries"].map((entry) => fromManifest(entry, isObject(value) ? value["created"] : undefined))
      : [value];
  if (list.length === 0) return { problem: "There is no backup in this file." };
  const { parseBackup } = await loadAdmin();
  try {
    return { sources: list.map(parseBackup) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^document\.?/, "") : String(error);
    return { problem: `This is not a backup: ${reason}.` };
  }
}
