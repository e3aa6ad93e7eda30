import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useRepositoriesWithDrafts } from "../parts/session-state";
import { useRepositoryStore } from "../store/context";
import type { Row } from "../store/store";
import { COLUMNS, type ColumnName, type Sort } from "./columns";
import { type RowAction, TableRow } from "./row";

const ROW_HEIGHT = 40;
/** Up to this number all rows are in the document, where the browser's own search finds them. */
const ALL_IN_DOCUMENT = 500;
/** Reading continues this long after the user has scrolled. */
const REST_MS = 400;

interface Props {
  rows: readonly Row[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: ReadonlySet<string>;
  onSelect: (ids: readonly string[], isSelected: boolean) => void;
  onAction: (action: RowAction, row: Row) => void;
}

export function RepositoryTable({ rows, sort, onSort, selected, onSelect, onAction }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const store = useRepositoryStore();
  const drafts = useRepositoriesWithDrafts();
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(table.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.repository.id ?? index,
  });
  const from = virtual.range?.startIndex ?? 0;
  const to = (virtual.range?.endIndex ?? 30) + 1;
  useEffect(() => {
    const timer = setTimeout(() => store.setVisible(rows.slice(from, to).map((row) => row.repository.id)), 100);
    return () => clearTimeout(timer);
  }, [store, rows, from, to]);

  const { isScrolling } = virtual;
  useEffect(() => {
    if (isScrolling) return store.pauseReading(true);
    const timer = setTimeout(() => store.pauseReading(false), REST_MS);
    return () => clearTimeout(timer);
  }, [store, isScrolling]);
  useEffect(() => () => store.pauseReading(false), [store]);

  const isWhole = rows.length <= ALL_IN_DOCUMENT;
  const items = virtual.getVirtualItems();
  const first = isWhole ? 0 : (items[0]?.index ?? 0);
  const end = isWhole ? rows.length : (items.at(-1)?.index ?? -1) + 1;
  return (
    <table
      className="repositories-table"
      ref={table}
      aria-label="Repositories"
      aria-rowcount={isWhole ? undefined : rows.length + 1}
    >
      <TableHead {...{ rows, sort, onSort, selected, onSelect }} />
      <tbody>
        {first > 0 && <Gap rows={first} />}
        {rows.slice(first, end).map((row, index) => (
          <TableRow
            key={row.repository.id}
            row={row}
            index={isWhole ? undefined : first + index + 2}
            isSelected={selected.has(row.repository.id)}
            hasDraft={drafts.has(row.repository.id)}
            onSelect={onSelect}
            onAction={onAction}
          />
        ))}
        {end < rows.length && <Gap rows={rows.length - end} />}
      </tbody>
    </table>
  );
}

/** Stands for rows that are not in the document. */
function Gap({ rows }: { rows: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={8} style={{ height: rows * ROW_HEIGHT, padding: 0, border: 0 }} />
    </tr>
  );
}

function TableHead({ rows, sort, onSort, selected, onSelect }: Omit<Props, "onAction">) {
  const chosen = rows.filter((row) => selected.has(row.repository.id)).length;
  const all = rows.length > 0 && chosen === rows.length;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = chosen > 0 && !all;
  }, [chosen, all]);
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className="cell-select">
          <label className="select">
            <input
              ref={box}
              type="checkbox"
              checked={all}
              aria-label={`Select all ${rows.length.toLocaleString("en")} shown`}
              onChange={(event) =>
                onSelect(
                  rows.map((row) => row.repository.id),
                  event.target.checked,
                )
              }
            />
          </label>
        </th>
        {COLUMNS.map(({ name, label }) => (
          <SortHead key={name} {...{ name, label, sort, onSort }} />
        ))}
        <th scope="col" className="cell-menu">
          <span className="visually-hidden">Actions</span>
        </th>
      </tr>
    </thead>
  );
}

function SortHead({
  name,
  label,
  sort,
  onSort,
}: {
  name: ColumnName;
  label: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const isSorted = sort.column === name;
  const Arrow = sort.descending ? ChevronDown : ChevronUp;
  return (
    <th
      scope="col"
      className={`cell-${name}`}
      aria-sort={isSorted ? (sort.descending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => onSort({ column: name, descending: isSorted && !sort.descending })}
      >
        {label} {isSorted && <Arrow aria-hidden />}
      </button>
    </th>
  );
}
