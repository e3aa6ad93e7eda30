import { OctagonAlert, TriangleAlert, X } from "lucide-react";
import { useMemo } from "react";
import type { Row } from "../fleet/fleet";
import { FILTERS } from "./filters";

const ICONS = { danger: OctagonAlert, warning: TriangleAlert, plain: undefined };

/** What the audit has found, each number a filter. */
export function FilterChips({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly Row[];
  chosen: string;
  onChoose: (name: string) => void;
}) {
  const counted = useMemo(
    () => FILTERS.map((filter) => ({ filter, count: rows.reduce((sum, row) => sum + Number(filter.matches(row)), 0) })),
    [rows],
  );
  const shown = counted.filter(({ filter, count }) => count > 0 || filter.name === chosen);
  if (shown.length === 0) return null;
  return (
    <fieldset className="chips">
      <legend className="visually-hidden">Filter</legend>
      {shown.map(({ filter: { name, tone, label }, count }) => {
        const Icon = ICONS[tone];
        const isChosen = name === chosen;
        return (
          <button
            key={name}
            type="button"
            className={`chip chip-${tone}`}
            aria-pressed={isChosen}
            onClick={() => onChoose(isChosen ? "" : name)}
          >
            {Icon && <Icon aria-hidden />}
            {label(count.toLocaleString("en"), count === 1)}
            {isChosen && <X aria-hidden />}
          </button>
        );
      })}
    </fieldset>
  );
}
