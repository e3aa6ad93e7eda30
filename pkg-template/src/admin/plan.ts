import type { GarbageCollectionRules } from "../entry/index.js";
import { checkDesired, type DesiredSettings } from "./desired.js";
import { invalid } from "./errors.js";
import { branchProblem, patternsOf } from "./names.js";
import { cloneValidated, type Schema } from "./schema.js";
import type { RepositorySettings } from "./settings.js";

/** What a plan is made from: the part of the settings that can be changed. */
export type CurrentSettings = Pick<RepositorySettings, "branchProtection" | "gcRules">;

export const CURRENT = {
  branchProtection: { rules: [{ pattern: "string" }] },
  gcRules: "retention",
} as const satisfies Schema;

/** A change of branch protection. */
export interface BranchProtectionChange {
  /** Which setting it is. */
  setting: "branchProtection";
  /** Patterns that are added, sorted. */
  add: string[];
  /** Patterns that are removed, sorted. */
  remove: string[];
}

/** A change of the garbage collection rules. */
export interface GarbageCollectionChange {
  /** Which setting it is. */
  setting: "gcRules";
  /** The stored rules, branches sorted; `null` when there are none. */
  from: GarbageCollectionRules | null;
  /** The new rules, branches sorted; `null` removes them. */
  to: GarbageCollectionRules | null;
}

/** A change of one setting. */
export type SettingsChange = BranchProtectionChange | GarbageCollectionChange;

/**
 * Returns what would change; sends nothing. Settings that do not differ are omitted, so an empty list means that nothing changes.
 *
 * Throws an `InvalidArgumentError` when `current` is not settings or `desired` is invalid: an unknown field, a retention rule for an impossible branch ID.
 *
 * @example
 * import { getSettings, plan } from "lakefs-wasm/admin";
 *
 * const changes = plan(await getSettings(lakefs, "demo"), { protect: ["main"] });
 * console.log(JSON.stringify(changes)); // → [{"setting":"branchProtection","add":["main"],"remove":[]}]
 */
export function plan(current: CurrentSettings, desired: DesiredSettings): SettingsChange[] {
  return changesFor(current, checkDesired(desired), "current");
}

/** Like {@link plan}, for desired settings that are already checked. `field` names the current ones in errors. */
export function changesFor(current: CurrentSettings, wanted: DesiredSettings, field: string): SettingsChange[] {
  cloneValidated(field, current, CURRENT);
  const changes: SettingsChange[] = [];
  const protection = protectionChange(patternsOf(current.branchProtection.rules), wanted);
  if (protection) changes.push(protection);
  const { gcRules: to } = wanted;
  if (to !== undefined && !sameRetention(current.gcRules, to)) {
    if (to) checkUsable(to);
    changes.push({ setting: "gcRules", from: normalizedRetention(current.gcRules), to: normalizedRetention(to) });
  }
  return changes;
}

/** The change from the stored patterns to the desired ones; undefined when nothing differs. */
export function protectionChange(
  stored: readonly string[],
  wanted: DesiredSettings,
): BranchProtectionChange | undefined {
  const before = new Set(stored);
  const after = new Set([...(wanted.branchProtection ?? stored), ...(wanted.protect ?? [])]);
  for (const pattern of wanted.unprotect ?? []) after.delete(pattern);
  const add = [...after].filter((pattern) => !before.has(pattern)).sort();
  const remove = [...before].filter((pattern) => !after.has(pattern)).sort();
  return add.length + remove.length > 0 ? { setting: "branchProtection", add, remove } : undefined;
}

/** Whether two policies are equal; lakeFS does not keep the order of branches. */
export function sameRetention(some: GarbageCollectionRules | null, others: GarbageCollectionRules | null): boolean {
  return JSON.stringify(normalizedRetention(some)) === JSON.stringify(normalizedRetention(others));
}

/** The rules with sorted branches and known fields only. */
export function normalizedRetention(rules: GarbageCollectionRules | null): GarbageCollectionRules | null {
  if (!rules) return null;
  const branches = rules.branches.map(({ branch_id, retention_days }) => ({ branch_id, retention_days }));
  branches.sort((one, other) => (one.branch_id < other.branch_id ? -1 : 1));
  return { default_retention_days: rules.default_retention_days, branches };
}

/** Refuses rules that lakeFS accepts and ignores, as the write would. */
function checkUsable({ default_retention_days, branches }: GarbageCollectionRules): void {
  if (default_retention_days === 0 && branches.length === 0)
    throw invalid("desired.gcRules", "of 0 days without branches reads back as no rules; use null");
  const ids = new Set<string>();
  for (const [index, { branch_id }] of branches.entries()) {
    const problem = ids.has(branch_id) ? "already has a rule; lakeFS keeps one per branch" : branchProblem(branch_id);
    if (problem) throw invalid(`desired.gcRules.branches[${index}].branch_id`, problem);
    ids.add(branch_id);
  }
}
