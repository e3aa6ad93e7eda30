import type { BranchProtectionRule } from "./generated/models.js";

/** Whether two lists have the same rules; lakeFS keeps no order and no duplicates. */
export function sameRules(some: readonly BranchProtectionRule[], others: readonly BranchProtectionRule[]): boolean {
  const patterns = new Set(some.map((rule) => rule.pattern));
  const other = new Set(others.map((rule) => rule.pattern));
  return patterns.size === other.size && [...patterns].every((pattern) => other.has(pattern));
}
