import type { Row } from "../fleet/fleet";
import type { AuditRule } from "../fleet/settings";

/** A set of repositories that can be asked for, with the words for how many there are. */
export interface Filter {
  readonly name: string;
  readonly tone: "danger" | "warning" | "plain";
  readonly label: (count: string, isOne: boolean) => string;
  readonly matches: (row: Row) => boolean;
}

const found = (rule: AuditRule) => (row: Row) => row.findings.some((finding) => finding.rule === rule);

/** What cannot work comes first. */
export const FILTERS: readonly Filter[] = [
  {
    name: "pattern_blocks_writes",
    tone: "danger",
    label: (count, isOne) => `${count} ${isOne ? "blocks its" : "block their"} own writes`,
    matches: found("pattern_blocks_writes"),
  },
  {
    name: "default_branch_invalid",
    tone: "danger",
    label: (count, isOne) => `${count} ${isOne ? "has an" : "have an"} unusable default branch`,
    matches: found("default_branch_invalid"),
  },
  {
    name: "default_branch_unprotected",
    tone: "warning",
    label: (count, isOne) => `${count} default ${isOne ? "branch" : "branches"} unprotected`,
    matches: (row) => !row.isUnsure && found("default_branch_unprotected")(row),
  },
  {
    name: "retention_zero",
    tone: "warning",
    label: (count) => `${count} with 0 days of retention`,
    matches: found("retention_zero"),
  },
  {
    name: "gc_rule_matches_no_branch",
    tone: "warning",
    label: (count) => `${count} with retention that never applies`,
    matches: found("gc_rule_matches_no_branch"),
  },
  {
    name: "namespace_shared",
    tone: "warning",
    label: (count, isOne) => `${count} ${isOne ? "shares" : "share"} a namespace`,
    matches: found("namespace_shared"),
  },
  {
    name: "retention_missing",
    tone: "plain",
    label: (count) => `${count} without retention`,
    matches: found("retention_missing"),
  },
  {
    name: "read_only",
    tone: "plain",
    label: (count) => `${count} read-only`,
    matches: (row) => row.repository.read_only === true,
  },
  {
    name: "unread",
    tone: "danger",
    label: (count) => `${count} could not be read`,
    matches: (row) => row.error !== undefined,
  },
];
