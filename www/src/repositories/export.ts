import { knownSettings, type Row } from "../store/store";
import { branchStatus } from "./columns";

const HEADER = [
  "id",
  "storage_namespace",
  "default_branch",
  "default_branch_status",
  "read_only",
  "protection_patterns",
  "default_retention_days",
  "branch_retention",
  "created_at",
  "findings",
  "not_read",
];

/** A cell of CSV; a spreadsheet must not run a name as a formula. */
function cell(value: string | number | boolean): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const created = (row: Row) => {
  const moment = new Date(row.repository.creation_date * 1000);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
};

/** The unknown settings of a repository: an empty field alone could also mean that the repository has none. */
function unread(row: Row): readonly string[] {
  const { branchProtection, gcRules } = knownSettings(row);
  return [...(branchProtection ? [] : ["branch_protection"]), ...(gcRules === undefined ? ["gc_rules"] : [])];
}

/** The rows as CSV (RFC 4180). */
export function csvOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { repository, findings } = row;
    const { branchProtection, gcRules } = knownSettings(row);
    return [
      repository.id,
      repository.storage_namespace,
      repository.default_branch,
      branchStatus(row) ?? "",
      repository.read_only === true,
      branchProtection?.rules.map((rule) => rule.pattern).join(" ") ?? "",
      gcRules?.default_retention_days ?? "",
      gcRules?.branches
        .map((rule) => `${rule.branch_id}=${rule.retention_days}`)
        .sort()
        .join(" ") ?? "",
      created(row),
      findings.map((finding) => finding.rule).join(" "),
      unread(row).join(" "),
    ]
      .map(cell)
      .join(",");
  });
  return `${[HEADER.join(","), ...lines].join("\r\n")}\r\n`;
}

export function jsonOf(rows: readonly Row[]): string {
  const documents = rows.map((row) => {
    const { branchProtection, gcRules } = knownSettings(row);
    return {
      repository: row.repository,
      // Absent while it is unknown.
      branch_protection: branchProtection?.rules,
      gc_rules: gcRules,
      findings: row.findings,
    };
  });
  return `${JSON.stringify(documents, null, 2)}\n`;
}
