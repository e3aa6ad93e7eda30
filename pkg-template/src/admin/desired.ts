import type { GarbageCollectionRules } from "../entry/index.js";
import { invalid, quote } from "./errors.js";
import { cloneValidated, requireObject, type Schema } from "./schema.js";

/** Desired settings. Absent ones stay as they are. */
export interface DesiredSettings {
  /** All patterns of branch protection; they replace the stored ones. Not together with `protect` and `unprotect`. */
  branchProtection?: readonly string[] | undefined;
  /** Patterns to add; others stay. */
  protect?: readonly string[] | undefined;
  /** Patterns to remove, if present; others stay. */
  unprotect?: readonly string[] | undefined;
  /** Garbage collection rules; they replace the stored ones. `null` removes them. */
  gcRules?: GarbageCollectionRules | null | undefined;
}

const DESIRED = {
  "branchProtection?": ["text"],
  "protect?": ["text"],
  "unprotect?": ["text"],
  "gcRules?": "retention",
} as const satisfies Schema;

/** A checked copy. Throws an `InvalidArgumentError` that names the field when something is wrong. */
export function checkDesired(desired: unknown): DesiredSettings {
  const given = requireObject("desired", desired);
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !(`${name}?` in DESIRED))
      throw invalid(`desired.${name}`, "is unknown; there are branchProtection, protect, unprotect, gcRules");
  const copy = cloneValidated("desired", given, DESIRED) as DesiredSettings;
  const { branchProtection, protect, unprotect } = copy;
  if (branchProtection && (protect ?? unprotect))
    throw invalid("desired.branchProtection", "cannot be combined with protect or unprotect");
  const both = protect?.find((pattern) => unprotect?.includes(pattern));
  if (both !== undefined) throw invalid("desired.unprotect", `contains ${quote(both)}, which protect contains too`);
  return copy;
}
