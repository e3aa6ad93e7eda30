import type { GarbageCollectionRules } from "./generated/models.js";
import type { BranchProtection } from "./options.js";
import type { Operation } from "./types.js";

/** Sorts what lakeFS sends in random order, so that equal settings are equal values. */
export function normalize(operation: Operation, value: unknown): unknown {
  if (operation === "getGCRules") {
    sortBy((value as GarbageCollectionRules).branches, (rule) => rule.branch_id);
  } else if (
    operation === "getBranchProtectionRules" ||
    (operation === "setBranchProtectionRules" && value !== undefined)
  ) {
    sortBy((value as BranchProtection).rules, (rule) => rule.pattern);
  }
  return value;
}

function sortBy<T>(items: T[], key: (item: T) => string): void {
  items.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
