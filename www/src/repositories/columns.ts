import { isBare } from "../store/settings";
import { knownSettings, type Row } from "../store/store";

export const COLUMNS = [
  { name: "id", label: "Name" },
  { name: "namespace", label: "Storage namespace" },
  { name: "branch", label: "Default branch" },
  { name: "rules", label: "Rules" },
  { name: "retention", label: "Retention" },
  { name: "created", label: "Created" },
] as const;
export type ColumnName = (typeof COLUMNS)[number]["name"];

export interface Sort {
  readonly column: ColumnName;
  readonly descending: boolean;
}
const BY_NAME: Sort = { column: "id", descending: false };

/** Parses the sort order in the address: "created", "-created". */
export function parseSort(text: string | null): Sort {
  const column = COLUMNS.find(({ name }) => name === text?.replace(/^-/, ""));
  return column ? { column: column.name, descending: text?.startsWith("-") ?? false } : BY_NAME;
}
export const sortText = ({ column, descending }: Sort) =>
  column === "id" && !descending ? "" : `${descending ? "-" : ""}${column}`;

export type BranchStatus = "unusable" | "unprotected" | "read-only" | "bare" | "protected";

/** The protection of the default branch; undefined while it is unknown. */
export function branchStatus(row: Row): BranchStatus | undefined {
  const known = knownSettings(row);
  if (!known.branchProtection || !row.isAudited) return undefined;
  if (row.findings.some(({ rule }) => rule === "default_branch_invalid")) return "unusable";
  if (row.findings.some(({ rule }) => rule === "default_branch_unprotected"))
    return row.hasUnknownBranches ? undefined : "unprotected";
  if (row.repository.read_only) return "read-only";
  return isBare(known) ? "bare" : "protected";
}

/** The value that a column sorts by; undefined while it is unknown. */
function sortValue(row: Row, column: ColumnName): string | number | undefined {
  const { repository } = row;
  const { branchProtection, gcRules } = knownSettings(row);
  switch (column) {
    case "id":
      return repository.id;
    case "namespace":
      return repository.storage_namespace;
    case "branch":
      return branchProtection && `${branchStatus(row) === "protected"} ${repository.default_branch}`;
    case "rules":
      return branchProtection?.rules.length;
    case "retention":
      return gcRules === null ? Number.POSITIVE_INFINITY : gcRules?.default_retention_days;
    case "created":
      return -repository.creation_date;
  }
}

/** Sorts rows; unknown values come last. */
export function sorted(rows: readonly Row[], { column, descending }: Sort): readonly Row[] {
  if (column === "id") return descending ? rows.toReversed() : rows;
  const direction = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: sortValue(row, column) }))
    .sort((a, b) => {
      if (a.value === b.value) return 0;
      if (a.value === undefined) return 1;
      if (b.value === undefined) return -1;
      return a.value < b.value ? -direction : direction;
    })
    .map(({ row }) => row);
}

/** Rows whose ID, namespace or default branch contains a text, ignoring case. */
export function searched(rows: readonly Row[], text: string): readonly Row[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return rows;
  return rows.filter(({ repository: { id, storage_namespace, default_branch } }) =>
    [id, storage_namespace, default_branch].some((value) => value.toLowerCase().includes(wanted)),
  );
}
