import type { BranchProtectionRule } from "../index.js";
import { branchMatcher, isLakeFSError } from "./lakefs.js";
import { branchProblem, canMatchABranch, isBranchID } from "./names.js";
import type { RepositorySettings } from "./settings.js";

type BranchMatcher = Awaited<ReturnType<typeof branchMatcher>>;

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
 * Rejects with what the given iterable throws, and with `wasm_load_failed` and `wasm_crashed`.
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
  const patterns = new Patterns();
  const namespaces = new Map<string, Occupant[]>();
  const found: Finding[][] = [];
  for await (const one of settings) {
    const findings: Finding[] = [];
    await auditOne(one, patterns, (rule, severity, at, message) =>
      findings.push({ repository: one.repository.id, rule, severity, message, at }),
    );
    found.push(findings);
    const { id, storage_namespace, storage_id = "" } = one.repository;
    const place = `${storage_id}\n${storage_namespace.replace(/\/+$/, "")}`;
    const occupant = { id, namespace: storage_namespace, collects: one.gcRules !== null, findings };
    namespaces.set(place, [...(namespaces.get(place) ?? []), occupant]);
  }
  for (const occupants of namespaces.values()) if (occupants.length > 1) addShared(occupants);
  return found.flat();
}

type Add = (rule: AuditRule, severity: Finding["severity"], at: string, message: string) => void;

async function auditOne(settings: RepositorySettings, patterns: Patterns, add: Add): Promise<void> {
  const branches = settings.branches?.map(({ id }) => id);
  auditDefaultBranch(settings, branches, add);
  await auditProtection(settings, branches, patterns, add);
  auditRetention(settings, branches, add);
}

function auditDefaultBranch(
  { repository: { default_branch: branch } }: RepositorySettings,
  branches: readonly string[] | undefined,
  add: Add,
): void {
  const at = "/repository/default_branch";
  if (!isBranchID(branch))
    add(
      "default_branch_invalid",
      "error",
      at,
      `The default branch ${quote(branch)} is not a branch ID, so nothing can be written to it. lakeFS cannot change it: move the data to a new repository.`,
    );
  // A restore creates the branches of a bare repository.
  else if (branches?.length && !branches.includes(branch))
    add("default_branch_invalid", "error", at, `The default branch ${quote(branch)} does not exist. Create it.`);
}

async function auditProtection(
  { repository, branchProtection: { rules } }: RepositorySettings,
  branches: readonly string[] | undefined,
  patterns: Patterns,
  add: Add,
): Promise<void> {
  let isProtected = false;
  for (const [index, rule] of rules.entries()) {
    const at = `/branchProtection/rules/${index}/pattern`;
    const matches = await patterns.compile(rule);
    if (typeof matches === "string") {
      add(
        "pattern_blocks_writes",
        "error",
        at,
        `lakeFS cannot compile the pattern ${quote(rule.pattern)}, so every write to the repository fails. Remove or replace it. ${matches}`,
      );
      continue;
    }
    isProtected ||= matches(repository.default_branch) !== undefined;
    if (!canMatchABranch(rule.pattern))
      add(
        "pattern_matches_no_branch",
        "warning",
        at,
        `The pattern ${quote(rule.pattern)} can never match a branch ID. Correct or remove it.`,
      );
    else if (branches?.length && !branches.some((branch) => matches(branch)))
      add(
        "pattern_matches_no_branch",
        "info",
        at,
        `No branch matches the pattern ${quote(rule.pattern)} now. Remove it, unless you will create such branches.`,
      );
  }
  // A read-only repository refuses writes and rules, a bare one has no branch yet.
  if (!isProtected && repository.read_only !== true && branches?.length !== 0)
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
  if (gcRules === null) {
    if (repository.read_only !== true)
      add(
        "retention_missing",
        "info",
        "/gcRules",
        "There are no garbage collection rules, so storage only grows. Set a default retention to free it.",
      );
    return;
  }
  const zero = (at: string, days: number, what: string): void => {
    if (days > 0) return;
    const message = `Retention of ${days} days ${what}: garbage collection removes deleted objects at once. Set at least one day.`;
    add("retention_zero", "warning", at, message);
  };
  zero("/gcRules/default_retention_days", gcRules.default_retention_days, "by default");
  for (const [index, { branch_id, retention_days }] of gcRules.branches.entries()) {
    const at = `/gcRules/branches/${index}`;
    zero(`${at}/retention_days`, retention_days, `for the branch ${quote(branch_id)}`);
    const problem = branchProblem(branch_id);
    const missing = branches?.length && !branches.includes(branch_id);
    if (problem)
      add(
        "gc_rule_matches_no_branch",
        "warning",
        `${at}/branch_id`,
        `The retention rule for ${quote(branch_id)} never matches: it ${problem}.`,
      );
    else if (missing)
      add(
        "gc_rule_matches_no_branch",
        "warning",
        `${at}/branch_id`,
        `The retention rule for ${quote(branch_id)} has no effect: there is no such branch. Correct or remove it.`,
      );
  }
}

/** A repository on a storage namespace. */
interface Occupant {
  readonly id: string;
  readonly namespace: string;
  /** Whether it has garbage collection rules. */
  readonly collects: boolean;
  readonly findings: Finding[];
}

function addShared(occupants: readonly Occupant[]): void {
  const severity = occupants.some(({ collects }) => collects) ? "error" : "warning";
  for (const { id, namespace, findings } of occupants) {
    const others = occupants.flatMap((other) => (other.id === id ? [] : quote(other.id))).join(", ");
    const message = `The storage namespace ${quote(namespace)} is also used by ${others}: garbage collection of one removes objects of the others. Turn garbage collection off, or give each repository its own namespace.`;
    findings.push({ repository: id, rule: "namespace_shared", severity, message, at: "/repository/storage_namespace" });
  }
}

/** Compiled patterns; most repositories have the same. */
class Patterns {
  readonly #compiled = new Map<string, Promise<BranchMatcher | string>>();

  /** Matches one pattern, or says why lakeFS cannot compile it. */
  compile(rule: BranchProtectionRule): Promise<BranchMatcher | string> {
    const known = this.#compiled.get(rule.pattern);
    if (known) return known;
    const compiled = branchMatcher([rule]).catch((error: unknown) => {
      if (isLakeFSError(error, "invalid_argument")) return sentence(error.message);
      throw error;
    });
    this.#compiled.set(rule.pattern, compiled);
    return compiled;
  }
}

/** What is wrong with a pattern, without its place in the arguments. */
function sentence(message: string): string {
  const text = message.replace(/^rules\[0\]\.pattern\s*/, "");
  return `It ${text}${text.endsWith(".") ? "" : "."}`;
}

const quote = (text: string): string => JSON.stringify(text);
