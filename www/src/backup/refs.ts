import type { RefsDump } from "lakefs-wasm";

export const FIELDS = [
  ["commits_meta_range_id", "Commits meta-range ID"],
  ["tags_meta_range_id", "Tags meta-range ID"],
  ["branches_meta_range_id", "Branches meta-range ID"],
] as const;

export const NONE: RefsDump = { commits_meta_range_id: "", tags_meta_range_id: "", branches_meta_range_id: "" };

/** Whether lakeFS rejected a restore since the repository has branches: another attempt fails, too. */
export const isNotBare = (sentence: string) => /not bare/i.test(sentence);

/** What to do after a failed restore, by lakeFS's message. */
export function adviceFor(sentence: string): string {
  if (/no data/i.test(sentence))
    return "The storage namespace does not hold the objects of this backup. Restore on the namespace that was backed up, or on a copy of it.";
  if (isNotBare(sentence))
    return "The repository has branches, and a restore never overwrites them. Choose another repository ID.";
  if (/not unique|already exists/i.test(sentence))
    return "A part of the backup is there already, perhaps from an interrupted restore. Delete the repository and restore again.";
  return "Delete the repository that was created, then restore again.";
}
