import { Ellipsis, OctagonAlert, Pencil, ShieldCheck, ShieldOff } from "lucide-react";
import { type ComponentProps, memo } from "react";
import { Link } from "wouter";
import { Badges } from "../parts/badges";
import { explain } from "../parts/explain";
import { lazyMenu } from "../parts/lazy-menu";
import { FindingStatus } from "../parts/severity";
import { Timestamp } from "../parts/timestamp";
import { daysInWords } from "../retention/days";
import { type AuditRule, isBare } from "../store/settings";
import { knownSettings, type Row } from "../store/store";
import { branchStatus } from "./columns";
import { isUselessPattern } from "./filters";

export type RowAction = "protect" | "back-up" | "delete";

export interface RowMenuProps {
  row: Row;
  onAction: (action: RowAction, row: Row) => void;
}

export const RowMenuButton = ({ row, onAction: _, ...button }: RowMenuProps & ComponentProps<"button">) => (
  <button
    type="button"
    className="button button-icon button-quiet button-row"
    aria-label={`Actions for ${row.repository.id}`}
    {...button}
  >
    <Ellipsis aria-hidden />
  </button>
);

const RowMenu = lazyMenu<RowMenuProps>(() => import("./row-menu"), RowMenuButton);

interface Props extends RowMenuProps {
  /** The number of the row among all rows, when some of them are not in the document. */
  index: number | undefined;
  isSelected: boolean;
  /** It has unsaved changes. */
  hasDraft: boolean;
  onSelect: (ids: readonly string[], isSelected: boolean) => void;
}

export const TableRow = memo(function TableRow({ row, index, isSelected, hasDraft, onSelect, onAction }: Props) {
  const { id, storage_namespace, creation_date } = row.repository;
  const shared = findingOf(row, "namespace_shared");
  return (
    <tr aria-rowindex={index} aria-selected={isSelected || undefined}>
      <td className="cell-select">
        <label className="select">
          <input
            type="checkbox"
            checked={isSelected}
            aria-label={`Select ${id}`}
            onChange={(event) => onSelect([id], event.target.checked)}
          />
        </label>
      </td>
      <th scope="row" className="cell-id">
        <div className="name">
          <Link href={`/repositories/${id}`} title={id} className="cut">
            {id}
          </Link>
          <Badges repository={row.repository} isBare={isBare(knownSettings(row))} />
          {hasDraft && <DraftBadge />}
        </div>
      </th>
      <td className="cell-namespace">
        <div className="name">
          <code className="cut" title={storage_namespace}>
            {storage_namespace}
          </code>
          {shared && <FindingStatus finding={shared}>shared</FindingStatus>}
        </div>
      </td>
      <BranchCell row={row} />
      <RulesCell row={row} />
      <RetentionCell row={row} />
      <td className="cell-created">
        <Timestamp seconds={creation_date} />
      </td>
      <td className="cell-menu">
        <RowMenu row={row} onAction={onAction} />
      </td>
    </tr>
  );
});

const findingOf = (row: Row, rule: AuditRule) => row.findings.find((finding) => finding.rule === rule);

function DraftBadge() {
  return (
    <span className="badge badge-accent">
      <Pencil aria-hidden /> <span className="badge-text">Unsaved</span>
    </span>
  );
}

/** A setting that is being read, or could not be read. */
function Pending({ error }: { error: unknown }) {
  if (error === undefined) return <span className="skeleton skeleton-cell" aria-hidden />;
  return (
    <span className="status status-danger status-alone" title={explain(error).sentence}>
      <OctagonAlert aria-hidden /> unknown
    </span>
  );
}

function BranchCell({ row }: { row: Row }) {
  const { default_branch } = row.repository;
  const status = branchStatus(row);
  const invalid = findingOf(row, "default_branch_invalid");
  const unprotected = findingOf(row, "default_branch_unprotected");
  return (
    <td className="cell-branch">
      <span className="cut" title={default_branch}>
        {default_branch}
      </span>
      {status === undefined && <Pending error={row.partial?.errors.branchProtection ?? row.error} />}
      {status === "unusable" && invalid && <FindingStatus finding={invalid}>unusable</FindingStatus>}
      {status === "unprotected" && unprotected && (
        <FindingStatus finding={unprotected} icon={ShieldOff}>
          unprotected
        </FindingStatus>
      )}
      {status === "protected" && (
        <span className="status status-good">
          <ShieldCheck aria-hidden /> protected
        </span>
      )}
    </td>
  );
}

function RulesCell({ row }: { row: Row }) {
  const rules = knownSettings(row).branchProtection?.rules;
  const broken = findingOf(row, "pattern_blocks_writes");
  const useless = row.findings.find(isUselessPattern);
  return (
    <td className="cell-rules" title={rules?.map((rule) => rule.pattern).join(", ")}>
      {rules ? rules.length : <Pending error={row.partial?.errors.branchProtection} />}
      {broken && <FindingStatus finding={broken}>broken</FindingStatus>}
      {!broken && useless && <FindingStatus finding={useless}>check</FindingStatus>}
    </td>
  );
}

function RetentionCell({ row }: { row: Row }) {
  const policy = knownSettings(row).gcRules;
  if (policy === undefined)
    return (
      <td className="cell-retention">
        <Pending error={row.partial?.errors.gcRules} />
      </td>
    );
  if (!policy) return <td className="cell-retention soft">none</td>;
  const zero = findingOf(row, "retention_zero");
  const impossible = findingOf(row, "gc_rule_matches_no_branch");
  const branches = policy.branches.length;
  return (
    <td
      className="cell-retention"
      title={policy.branches
        .map((one) => `${one.branch_id}: ${one.retention_days} d`)
        .sort()
        .join(", ")}
    >
      {daysInWords(policy.default_retention_days)}
      {branches > 0 && <span className="soft"> + {branches}</span>}
      {zero && <FindingStatus finding={zero}>0 days</FindingStatus>}
      {!zero && impossible && <FindingStatus finding={impossible}>check</FindingStatus>}
    </td>
  );
}
