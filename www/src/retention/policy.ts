import type { GarbageCollectionRules } from "lakefs-wasm";
import { type Problem, retentionProblem } from "../validation";

/** A policy as it is typed: numbers are text until they are sent. */
export interface Draft {
  readonly days: string;
  readonly branches: readonly Row[];
}
export interface Row {
  /** Of the row, not of the branch: a name is typed letter by letter. */
  readonly key: number;
  readonly branch: string;
  readonly days: string;
}

let keys = 0;
export const newRow = (branch = "", days = ""): Row => ({ key: ++keys, branch, days });

export const draftOf = ({ default_retention_days, branches }: GarbageCollectionRules): Draft => ({
  days: String(default_retention_days),
  branches: [...branches]
    .sort((a, b) => (a.branch_id < b.branch_id ? -1 : 1))
    .map((rule) => newRow(rule.branch_id, String(rule.retention_days))),
});

/** What a draft says; days that are no number become NaN, which the client refuses. No branch has a blank at an end of its name. */
export const policyOf = ({ days, branches }: Draft): GarbageCollectionRules => ({
  default_retention_days: number(days),
  branches: branches.map(({ branch, days }) => ({ branch_id: branch.trim(), retention_days: number(days) })),
});

/** Whether they say the same, in whatever order. */
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

const number = (text: string) => (/^\s*-?\d+\s*$/.test(text) ? Number(text) : Number.NaN);

/** What is wrong, by field: "days", "branches[0].branch", "branches[0].days". */
export async function problemsOf(draft: Draft): Promise<Record<string, string>> {
  const policy = policyOf(draft);
  const problems: Record<string, string> = {};
  // The client names the first problem only, so each number is asked about by itself.
  const ask = async (field: string, text: string, rules: GarbageCollectionRules) => {
    if (text.trim() === "") problems[field] = "A number of days is needed.";
    else if (Number.isNaN(number(text))) problems[field] = "Has to be a whole number of days.";
    else {
      const problem = await retentionProblem(rules);
      if (problem) problems[field] = sentence(problem);
      else if (number(text) < 0)
        problems[field] = "Cannot be less than 0: lakeFS would store it, and no object is younger than that.";
    }
  };
  await ask("days", draft.days, {
    ...policy,
    branches: policy.branches.length > 0 ? [{ branch_id: "x", retention_days: 1 }] : [],
  });
  for (const [index, row] of draft.branches.entries()) {
    await ask(`branches[${index}].days`, row.days, {
      default_retention_days: 1,
      branches: [{ branch_id: "x", retention_days: number(row.days) }],
    });
    if (row.branch.trim() === "") problems[`branches[${index}].branch`] = "The branch is missing.";
    else if (draft.branches.findIndex((other) => other.branch.trim() === row.branch.trim()) < index)
      problems[`branches[${index}].branch`] = "This branch has a rule already: lakeFS would keep the last one only.";
  }
  return problems;
}

function sentence({ text }: Problem) {
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** A field that lakeFS does not know, such as one with a typing error. */
function strangeField(policy: GarbageCollectionRules): string | undefined {
  const strange = (value: object, known: readonly string[]) => Object.keys(value).find((name) => !known.includes(name));
  const outer = strange(policy, ["default_retention_days", "branches"]);
  if (outer !== undefined) return outer;
  for (const [index, rule] of policy.branches.entries()) {
    const inner = strange(rule, ["branch_id", "retention_days"]);
    if (inner !== undefined) return `branches[${index}].${inner}`;
  }
  return undefined;
}

/** A policy out of JSON, or what is wrong with it. */
export async function parse(text: string): Promise<{ policy: GarbageCollectionRules } | { problem: string }> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  // The client checks that it is a policy, field by field, and says where it is not.
  const policy = value as GarbageCollectionRules;
  const problem = await retentionProblem(policy);
  if (problem) return { problem: `${problem.at || "The policy"} ${problem.text}.` };
  const strange = strangeField(policy);
  if (strange) return { problem: `${strange} is no field of a policy: lakeFS would drop it without a word.` };
  const [found] = Object.entries(await problemsOf(draftOf(policy)));
  return found ? { problem: `${found[0]}: ${found[1]}` } : { policy };
}
