import type { GarbageCollectionRules } from "lakefs-wasm";
import { branchNameProblem } from "../branch-names";
import { isObject } from "../is-object";
import { daysInWords } from "./days";

/** A policy in a form: numbers are text until it is sent. */
export interface Draft {
  readonly days: string;
  readonly branches: readonly Row[];
}
export interface Row {
  /** Identifies the row, since its branch changes with each letter. */
  readonly key: number;
  readonly branch: string;
  readonly days: string;
}

/** lakeFS stores 32 bits. */
const MOST_DAYS = 2_147_483_647;

let keys = 0;
export const newRow = (branch = "", days = ""): Row => ({ key: ++keys, branch, days });

const byBranch = (one: { branch_id: string }, other: { branch_id: string }) =>
  one.branch_id < other.branch_id ? -1 : 1;

/** lakeFS returns the branches in any order. */
export const sortedPolicy = ({ branches, ...policy }: GarbageCollectionRules): GarbageCollectionRules => ({
  ...policy,
  branches: [...branches].sort(byBranch),
});

export const draftOf = (policy: GarbageCollectionRules): Draft => ({
  days: String(policy.default_retention_days),
  branches: sortedPolicy(policy).branches.map((rule) => newRow(rule.branch_id, String(rule.retention_days))),
});

/** The policy of a draft; days that are not a number become NaN. */
export const policyOf = ({ days, branches }: Draft): GarbageCollectionRules => ({
  default_retention_days: wholeNumber(days),
  branches: branches.map(({ branch, days }) => ({ branch_id: branch.trim(), retention_days: wholeNumber(days) })),
});

/** Whether two policies are the same, in any order of branches. */
export function isSamePolicy(one: GarbageCollectionRules | null, other: GarbageCollectionRules | null): boolean {
  const text = (policy: GarbageCollectionRules | null) =>
    JSON.stringify(
      policy && [
        policy.default_retention_days,
        policy.branches.map((rule) => [rule.branch_id, rule.retention_days]).sort(),
      ],
    );
  return text(one) === text(other);
}

/** The days of a field; undefined for an invalid input. */
export function daysOf(text: string): number | undefined {
  const days = wholeNumber(text);
  return daysProblem(days) ? undefined : days;
}

/** NaN for a text that is not a whole number, such as 1e3. */
export const wholeNumber = (text: string) => (/^\s*-?\d+\s*$/.test(text) ? Number(text) + 0 : Number.NaN);

export function daysProblem(days: number): string | undefined {
  if (!Number.isInteger(days)) return "Enter a whole number of days.";
  if (days < 0) return "Must be 0 or more.";
  return days > MOST_DAYS ? `Must be ${MOST_DAYS.toLocaleString("en")} or less.` : undefined;
}

export function retentionBranchProblem(branch: string): string | undefined {
  return /[*?[{]/.test(branch)
    ? "Enter an exact branch name. Retention does not support patterns: add one rule for each branch."
    : branchNameProblem(branch);
}

/** The problems of a draft, by field: "days", "branches[0].branch", "branches[0].days". */
export function problemsOf(draft: Draft): Record<string, string> {
  const problems: Record<string, string> = {};
  const add = (field: string, problem: string | undefined) => {
    if (problem) problems[field] = problem;
  };
  const typedDays = (text: string) => (text.trim() === "" ? "Enter a number of days." : daysProblem(wholeNumber(text)));
  add("days", typedDays(draft.days));
  for (const [index, row] of draft.branches.entries()) {
    const branch = row.branch.trim();
    const isTwice = branch !== "" && draft.branches.findIndex((other) => other.branch.trim() === branch) < index;
    add(`branches[${index}].branch`, isTwice ? "This branch has a rule." : retentionBranchProblem(branch));
    add(`branches[${index}].days`, typedDays(row.days));
  }
  if (wholeNumber(draft.days) === 0 && draft.branches.length === 0)
    add("days", "lakeFS reads 0 days without branch rules as no policy. Enter 1 or more, or add a rule for a branch.");
  return problems;
}

/** The first problem of JSON as a policy, with the names of its fields. */
function problemOfJson(value: unknown): string | undefined {
  if (!isObject(value)) return "The policy must be an object.";
  const unknownField = Object.keys(value).find((name) => name !== "default_retention_days" && name !== "branches");
  if (unknownField !== undefined) return `Unknown field ${unknownField}. lakeFS would ignore it.`;
  if (typeof value["default_retention_days"] !== "number") return "default_retention_days must be a number.";
  const found = daysProblem(value["default_retention_days"]);
  if (found) return `default_retention_days: ${found}`;
  const { branches } = value;
  if (!Array.isArray(branches)) return "branches must be an array; use [] for none.";
  for (const [index, rule] of branches.entries()) {
    const problem = problemOfRule(rule, branches.slice(0, index));
    if (problem) return `branches[${index}]${problem}`;
  }
  if (value["default_retention_days"] === 0 && branches.length === 0)
    return "lakeFS reads 0 days without branch rules as no policy.";
  return undefined;
}

function problemOfRule(rule: unknown, before: readonly unknown[]): string | undefined {
  if (!isObject(rule)) return " must be an object.";
  const unknownField = Object.keys(rule).find((name) => name !== "branch_id" && name !== "retention_days");
  if (unknownField !== undefined) return `.${unknownField} is unknown. lakeFS would ignore it.`;
  const { branch_id, retention_days } = rule;
  if (typeof branch_id !== "string") return ".branch_id must be a string.";
  const branchProblem = retentionBranchProblem(branch_id);
  if (branchProblem) return `.branch_id: ${branchProblem}`;
  if (before.some((other) => isObject(other) && other["branch_id"] === branch_id))
    return ".branch_id: This branch has a rule.";
  if (typeof retention_days !== "number") return ".retention_days must be a number.";
  const found = daysProblem(retention_days);
  return found && `.retention_days: ${found}`;
}

/** The policy in a JSON text, or the problem with it. */
export function parse(text: string): { policy: GarbageCollectionRules } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const problem = problemOfJson(value);
  return problem ? { problem } : { policy: value as GarbageCollectionRules };
}

const daysFor = (policy: GarbageCollectionRules, branch: string | undefined) =>
  policy.branches.find((rule) => rule.branch_id === branch)?.retention_days ?? policy.default_retention_days;

/** Where objects are deleted earlier than before, in words. Without a policy before, everything was kept. */
export function shortened(before: GarbageCollectionRules | null, next: GarbageCollectionRules): string[] {
  const branches = new Set([...(before?.branches ?? []), ...next.branches].map((rule) => rule.branch_id));
  const changes = [undefined, ...[...branches].sort()].flatMap((branch) => {
    const days = daysFor(next, branch);
    const old = before ? daysFor(before, branch) : Number.POSITIVE_INFINITY;
    // A first policy is not a shorter one, but 0 days are always confirmed.
    if (days >= old || (before === null && days > 0)) return [];
    const was = old === Number.POSITIVE_INFINITY ? "kept forever" : daysInWords(old);
    return [`${branch ?? "All other branches"}: ${daysInWords(days)} instead of ${was}`];
  });
  return changes;
}
