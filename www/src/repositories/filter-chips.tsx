import { CircleCheck, X } from "lucide-react";
import { useMemo } from "react";
import { SEVERITIES, type Severity, worse } from "../parts/severity";
import type { Row } from "../store/store";
import { FILTERS, type Filter } from "./filters";

/** How many rows a filter matches, and the worst severity among them. */
function tally(filter: Filter, rows: readonly Row[]) {
  let count = 0;
  let worst: Severity | undefined;
  for (const row of rows) {
    const severity = filter.severity(row);
    if (!severity) continue;
    count++;
    worst = worse(worst, severity);
  }
  return { filter, count, worst };
}

/** The counts of the audit's findings, each a filter. */
export function FilterChips({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly Row[];
  chosen: string;
  onChoose: (name: string) => void;
}) {
  const counted = useMemo(() => FILTERS.map((filter) => tally(filter, rows)), [rows]);
  const shown = counted.filter(({ filter, count }) => count > 0 || filter.name === chosen);
  if (shown.length === 0) return <NoChips rows={rows} />;
  return (
    <fieldset className="chips">
      <legend className="visually-hidden">Filter</legend>
      {shown.map(({ filter: { name, label }, count, worst = "info" }) => {
        const { icon: Icon, tone } = SEVERITIES[worst];
        const isChosen = name === chosen;
        return (
          <button
            key={name}
            type="button"
            className={`chip chip-${tone}`}
            aria-pressed={isChosen}
            onClick={() => onChoose(isChosen ? "" : name)}
          >
            {worst !== "info" && <Icon aria-hidden />}
            {label(count.toLocaleString("en"), count === 1)}
            {isChosen && <X aria-hidden />}
          </button>
        );
      })}
    </fieldset>
  );
}

/** Keeps the place of the chips, so that the table does not move when they appear. */
function NoChips({ rows }: { rows: readonly Row[] }) {
  const isFine = rows.length > 0 && rows.every((row) => row.isAudited && !row.hasUnknownBranches);
  return (
    <p className="chips">
      {isFine && (
        <span className="status status-good">
          <CircleCheck aria-hidden /> No problems found
        </span>
      )}
    </p>
  );
}
