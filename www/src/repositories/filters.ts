import type { Severity } from "../parts/severity";
import type { AuditRule, Finding } from "../store/settings";
import type { Row } from "../store/store";

/** A filter of the list, with a label that says how many repositories match. */
export interface Filter {
  readonly name: string;
  readonly label: (count: string, isOne: boolean) => string;
  /** The severity that the audit gives a matching repository; undefined where the filter does not match. */
  readonly severity: (row: Row) => Severity | undefined;
}

const found = (rule: AuditRule) => (row: Row) => row.findings.find((finding) => finding.rule === rule)?.severity;

/** Whether a pattern can never match a branch. A pattern that only matches no branch now is not a problem. */
export const isUselessPattern = ({ rule, severity }: Finding) =>
  rule === "pattern_matches_no_branch" && severity !== "info";

/** Problems that block work or may lose data come first. */
export const FILTERS: readonly Filter[] = [
  {
    name: "pattern_blocks_writes",
    label: (count, isOne) => `${count} ${isOne ? "blocks its" : "block their"} own writes`,
    severity: found("pattern_blocks_writes"),
  },
  {
    name: "default_branch_invalid",
    label: (count, isOne) => `${count} ${isOne ? "has an" : "have an"} unusable default branch`,
    severity: found("default_branch_invalid"),
  },
  {
    name: "namespace_shared",
    label: (count, isOne) => `${count} ${isOne ? "shares" : "share"} a namespace`,
    severity: found("namespace_shared"),
  },
  {
    name: "default_branch_unprotected",
    label: (count, isOne) => `${count} default ${isOne ? "branch" : "branches"} unprotected`,
    severity: (row) => (row.hasUnknownBranches ? undefined : found("default_branch_unprotected")(row)),
  },
  {
    name: "retention_zero",
    label: (count) => `${count} with 0 days of retention`,
    severity: found("retention_zero"),
  },
  {
    name: "gc_rule_matches_no_branch",
    label: (count) => `${count} with retention that never applies`,
    severity: found("gc_rule_matches_no_branch"),
  },
  {
    name: "pattern_matches_no_branch",
    label: (count) => `${count} with a pattern that never matches`,
    severity: (row) => row.findings.find(isUselessPattern)?.severity,
  },
  {
    name: "retention_missing",
    label: (count) => `${count} without retention`,
    severity: found("retention_missing"),
  },
  {
    name: "read_only",
    label: (count) => `${count} read-only`,
    severity: (row) => (row.repository.read_only ? "info" : undefined),
  },
  {
    name: "unread",
    label: (count) => `${count} could not be read`,
    severity: (row) => (row.error === undefined ? undefined : "error"),
  },
];
