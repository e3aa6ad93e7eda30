import type { DesiredSettings } from "lakefs-wasm/admin";
import { isBranchId } from "../branch-names";
import { patternMatcher, repairedPattern } from "../patterns";
import { shortened } from "../retention/policy";
import type { RepositorySettings } from "../store/settings";

/** A change that the user chose for several repositories. */
export type BulkChange =
  | { readonly action: "protect"; readonly defaultBranch: boolean; readonly patterns: readonly string[] }
  | { readonly action: "set-retention"; readonly days: number; readonly keepsRules: boolean }
  | { readonly action: "delete-retention" }
  | {
      readonly action: "copy-settings";
      readonly from: RepositorySettings;
      readonly rules: boolean;
      readonly retention: boolean;
    };

/** The settings that one of them must get, or why it cannot be changed. */
type DesiredOrReason = { readonly desired: DesiredSettings } | { readonly reason: string };

export async function desiredFor(change: BulkChange, settings: RepositorySettings): Promise<DesiredOrReason> {
  const { repository, gcRules } = settings;
  if (repository.read_only) return { reason: "Read-only: lakeFS rejects changes" };
  switch (change.action) {
    case "protect":
      return protect(change.defaultBranch, change.patterns, settings);
    case "set-retention":
      return {
        desired: {
          gcRules: {
            default_retention_days: change.days,
            branches: change.keepsRules ? (gcRules?.branches.filter((rule) => isBranchId(rule.branch_id)) ?? []) : [],
          },
        },
      };
    case "delete-retention":
      return { desired: { gcRules: null } };
    case "copy-settings":
      return {
        desired: {
          ...(change.rules && { branchProtection: change.from.branchProtection.rules.map((rule) => rule.pattern) }),
          ...(change.retention && { gcRules: change.from.gcRules }),
        },
      };
  }
}

/** The default branch gets a rule of its own only where no other rule protects it. */
async function protect(
  defaultBranch: boolean,
  patterns: readonly string[],
  { repository: { default_branch: main }, branchProtection: { rules } }: RepositorySettings,
): Promise<DesiredOrReason> {
  const stored = rules.map((rule) => rule.pattern);
  const { isBroken } = await patternMatcher(stored);
  const broken = stored.filter(isBroken);
  const stuck = broken.find((pattern) => repairedPattern(pattern) === undefined);
  // The client writes no rules that block every write: what can be repaired is, and shown.
  if (stuck !== undefined) return { reason: `The pattern ${stuck} blocks all writes: replace it first` };
  const added = [...patterns, ...broken.map((pattern) => repairedPattern(pattern) ?? "")];
  if (defaultBranch) {
    if (!isBranchId(main) && patterns.length === 0) return { reason: `The default branch ${main} is unusable` };
    const matcher = await patternMatcher([...stored, ...added]);
    if (isBranchId(main) && matcher.covering(main).length === 0) added.unshift(main);
  }
  return { desired: { protect: [...new Set(added)], ...(broken.length > 0 && { unprotect: broken }) } };
}

/** Whether objects are deleted sooner than before. */
export function isShorter(desired: DesiredSettings, { gcRules }: RepositorySettings): boolean {
  return desired.gcRules ? shortened(gcRules, desired.gcRules).length > 0 : false;
}
