import type { RefsDump } from "lakefs-wasm";
import { useSessionState } from "../parts/session-state";

export const FIELDS = [
  ["commits_meta_range_id", "Commits meta-range ID"],
  ["tags_meta_range_id", "Tags meta-range ID"],
  ["branches_meta_range_id", "Branches meta-range ID"],
] as const;

export const NONE: RefsDump = { commits_meta_range_id: "", tags_meta_range_id: "", branches_meta_range_id: "" };

/** A dump out of a file or a clipboard: what this page and `lakectl refs-dump` write. */
export function refsOf(text: string): RefsDump | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const refs = { ...NONE };
  for (const [field] of FIELDS) {
    const id: unknown = Reflect.get(value, field);
    if (typeof id !== "string") return undefined;
    refs[field] = id;
  }
  return refs;
}

interface LastDump {
  readonly repository: string;
  readonly refs: RefsDump;
}

/** The last dump of this session, offered where something can be restored. */
export const useLastDump = () => useSessionState<LastDump | undefined>("Last dump", undefined);

/** What a failed restore means, beside lakeFS's own words. */
export function meaningOf(sentence: string): string {
  if (/no data/i.test(sentence))
    return "The storage namespace of this repository does not hold the objects that these ids name. A dump can be restored only where its data is: into a bare repository on the namespace that was dumped, or on a copy of it.";
  if (/read-only/i.test(sentence))
    return "The repository is read-only. Begin again with “Restore although it is read-only” ticked.";
  if (/bare/i.test(sentence))
    return "This repository has a history already, and a restore never overwrites one. Create a bare repository on the same namespace and restore into that.";
  if (/not unique|already exists/i.test(sentence))
    return "A part of the dump is there already, perhaps from a restore that broke off. Delete the repository, create it bare once more and begin again.";
  return "What had been restored by then stays: delete the repository, create it bare once more and begin again.";
}
