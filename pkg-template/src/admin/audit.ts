import { invalid, kindOf, quote } from "./errors.js";
import { branchProblem, canMatchABranch, compilePattern, withoutSlash } from "./names.js";
import { CURRENT } from "./plan.js";
import { cloneValidated, REPOSITORY, type Schema } from "./schema.js";
import type { RepositorySettings } from "./settings.js";

/** What the audit looks for. */
export type AuditRule =
  /** A protection pattern that lakeFS stores and cannot compile: every write to the repository fails. An error. */
  | "pattern_blocks_writes"
  /** A protection pattern that no branch matches: information, or a warning where none ever can. Needs the branches. */
  | "pattern_matches_no_branch"
  /** A default branch that does not exist or has an invalid ID: nothing can be written to it. An error. */
  | "default_branch_invalid"
  /** A default branch that no rule protects. A warning. */
  | "default_branch_unprotected"
  /** A retention rule for a branch that does not exist. A warning. Needs the branches, except for an impossible ID. */
  | "gc_rule_matches_no_branch"
  /** A retention of zero days or less. A warning. */
  | "retention_zero"
  /** No garbage collection rules. Information. */
  | "retention_missing"
  /** Repositories on the same storage namespace: a warning, an error where one of them collects garbage. */
  | "namespace_shared";

/** Something that is wrong or risky. */
export interface Finding {
  /** The repository's ID. */
  repository: string;
  /** What was looked for. */
  rule: AuditRule;
  /** How bad it is: `error` when something does not work or data is at risk. */
  severity: "error" | "warning" | "info";
  /** What is wrong and what to do, for people. */
  message: string;
  /** Where in the settings, as a JSON pointer: `/branchProtection/rules/0/pattern`. */
  at: string;
}

/**
 * Reports what is wrong or risky in settings, in the order of the repositories. Sends nothing. It takes several repositories at once, since
 * `namespace_shared` is about pairs; settings that were read with `branches: true` are examined more closely.
 *
 * Rejects with `invalid_argument` when the argument is not a list of settings: the items of {@link listSettings} are not settings, they have them, or an
 * error that must not be lost. Rejects with what the given iterable throws, and with `wasm_load_failed` and `wasm_crashed`.
 *
 * @example
 * import { audit, getSettings } from "lakefs-wasm/admin";
 *
 * const findings = await audit([await getSettings(lakefs, "demo", { branches: true })]);
 * for (const { severity, rule, at } of findings) console.log(severity, rule, at);
 * // → warning default_branch_unprotected /branchProtection/rules
 * // → info retention_missing /gcRules
 */
export async function audit(
  settings: Iterable<RepositorySettings> | AsyncIterable<RepositorySettings>,
): Promise<Finding[]> {
  const namespaces = new Map<string, Audited[]>();
  const found: Finding[][] = [];
  const given = settings as Partial<Iterable<unknown> & AsyncIterable<unknown>> | undefined;
  if (!given?.[Symbol.iterator] && !given?.[Symbol.asyncIterator])
    throw invalid("settings", `must be an array or iterator, got ${kindOf(settings)}`);
  for await (const one of settings) {
    const field = `settings[${found.length}]`;
    if (!(one as RepositorySettings | undefined)?.repository)
      throw invalid(`${field}.repository`, "is missing; pass the settings of listSettings' items");
    cloneValidated(field, one, SETTINGS);
    const { repository, gcRules, branches } = one;
    const { id, storage_namespace, storage_id = "" } = repository;
    const findings: Finding[] = [];
    const add: Add = (rule, severity, at, message) => findings.push({ repository: id, rule, severity, message, at });
    // A bare repository gets its branches with a restore.
    const known = branches?.length ? branches.map((branch) => branch.id) : undefined;
    auditDefaultBranch(repository.default_branch, known, add);
    await auditProtection(one, known, add);
    auditRetention(one, known, add);
    found.push(findings);
    const place = `${storage_id}\n${withoutSlash(storage_namespace)}`;
    namespaces.set(place, [...(namespaces.get(place) ?? []), { repository, gcRules, add }]);
  }
  for (const audited of namespaces.values()) auditShared(audited);
  return found.flat();
}

const SETTINGS: Schema = {
  repository: REPOSITORY,
  ...CURRENT,
  "branches?": [{ id: "string" }],
};

type Add = (rule: AuditRule, severity: Finding["severity"], at: string, message: string) => void;
type Audited = Pick<RepositorySettings, "repository" | "gcRules"> & { add: Add };

function auditDefaultBranch(branch: string, branches: readonly string[] | undefined, add: Add): void {
  const problem = branchProblem(branch)
    ? "is not a branch ID, so nothing can be written to it. Move the data to a new repository."
    : branches && !branches.includes(branch) && "does not exist. Create it.";
  if (problem)
    add(
      "default_branch_invalid",
      "error",
      "/repository/default_branch",
      `The default branch ${quote(branch)} ${problem}`,
    );
}

async function auditProtection(
  { repository, branchProtection: { rules }, branches: all }: RepositorySettings,
  branches: readonly string[] | undefined,
  add: Add,
): Promise<void> {
  let isProtected = false;
  for (const [index, { pattern }] of rules.entries()) {
    const at = `/branchProtection/rules/${index}/pattern`;
    const compiled = await compilePattern(pattern);
    if (typeof compiled === "string") {
      const message = `lakeFS cannot compile the pattern ${quote(pattern)}, so every write to the repository fails. Remove or replace it. It ${compiled}`;
      add("pattern_blocks_writes", "error", at, message.replace(/\.?$/, "."));
      continue;
    }
    isProtected ||= compiled(repository.default_branch) !== undefined;
    const impossible = !canMatchABranch(pattern);
    if (impossible || (branches && !branches.some((branch) => compiled(branch)))) {
      const text = impossible
        ? "can never match a branch ID. Correct or remove it."
        : "matches no branch now. Remove it unless such branches will come.";
      add("pattern_matches_no_branch", impossible ? "warning" : "info", at, `The pattern ${quote(pattern)} ${text}`);
    }
  }
  // A read-only repository takes neither writes nor rules, a bare one has no branch yet.
  if (!isProtected && !repository.read_only && all?.length !== 0)
    add(
      "default_branch_unprotected",
      "warning",
      "/branchProtection/rules",
      `No rule protects the default branch ${quote(repository.default_branch)}, so everybody who may write can commit to it. Add a rule.`,
    );
}

function auditRetention(
  { repository, gcRules }: RepositorySettings,
  branches: readonly string[] | undefined,
  add: Add,
): void {
  if (!gcRules) {
    if (!repository.read_only)
      add(
        "retention_missing",
        "info",
        "/gcRules",
        "There are no garbage collection rules, so storage only grows. Set a default retention.",
      );
    return;
  }
  const auditDays = (at: string, days: number, what: string): void => {
    const message = `Retention of ${days} days ${what}: garbage collection removes deleted objects at once. Set at least one day.`;
    if (days <= 0) add("retention_zero", "warning", at, message);
  };
  auditDays("/gcRules/default_retention_days", gcRules.default_retention_days, "by default");
  for (const [index, { branch_id, retention_days }] of gcRules.branches.entries()) {
    const at = `/gcRules/branches/${index}`;
    auditDays(`${at}/retention_days`, retention_days, `for the branch ${quote(branch_id)}`);
    const problem = branchProblem(branch_id) ?? (branches && !branches.includes(branch_id) && "names no branch");
    if (problem)
      add(
        "gc_rule_matches_no_branch",
        "warning",
        `${at}/branch_id`,
        `The retention rule for ${quote(branch_id)} has no effect: it ${problem}. Correct or remove it.`,
      );
  }
}

/** Repositories on one storage namespace; one that came twice does not share it with itself. */
function auditShared(audited: readonly Audited[]): void {
  const severity = audited.some(({ gcRules }) => gcRules) ? "error" : "warning";
  const ids = new Set(audited.map(({ repository }) => quote(repository.id)));
  for (const { repository, add } of audited) {
    const others = [...ids].filter((id) => id !== quote(repository.id)).join(", ");
    if (others)
      add(
        "namespace_shared",
        severity,
        "/repository/storage_namespace",
        `The storage namespace ${quote(repository.storage_namespace)} is also used by ${others}: garbage collection of one removes objects of the others. Give each its own.`,
      );
  }
}
