import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { memo, type ReactNode } from "react";
import { explain } from "../parts/explain";
import { Scrollable } from "../parts/scrollable";
import { SHOWN, shownEntries } from "./shown-entries";

/** What is drawn of an entry. A row is drawn again only when its entry is another one, so these functions must not change. */
interface Cells<T> {
  /** The change of an entry, where changes differ from one repository to another. */
  change?: ((entry: T) => ReactNode) | undefined;
  status: (entry: T) => ReactNode;
}

interface Props<T> extends Cells<T> {
  label: string;
  entries: readonly T[];
  /** Whether an entry needs attention: these come first where not all are drawn. */
  isProblem: (entry: T) => boolean;
}

/** A row for each repository of a bulk action. */
export function ResultTable<T extends { readonly id: string }>({
  label,
  entries,
  isProblem,
  change,
  status,
}: Props<T>) {
  const shown = shownEntries(entries, isProblem);
  return (
    <Scrollable className="results" aria-label={label}>
      <table className={change && "results-of-changes"}>
        <thead>
          <tr>
            <th scope="col">Repository</th>
            {change && <th scope="col">Change</th>}
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((entry) => (
            <Row key={entry.id} entry={entry} change={change} status={status} />
          ))}
        </tbody>
      </table>
      {entries.length > SHOWN && (
        <p className="fine">
          {SHOWN} of {entries.length.toLocaleString("en")} repositories are shown, those with a problem first.
        </p>
      )}
    </Scrollable>
  );
}

function ResultRow<T extends { readonly id: string }>({ entry, change, status }: Cells<T> & { entry: T }) {
  return (
    <tr>
      <th scope="row" className="break">
        {entry.id}
      </th>
      {change && <td>{change(entry)}</td>}
      <td>{status(entry)}</td>
    </tr>
  );
}

const Row = memo(ResultRow) as typeof ResultRow;

/**
 * The state of a bulk action for one repository: an icon with a word, or why it failed. No icon moves: two dozen that turn cost as much time as the
 * rest of the page.
 */
export function EntryStatus({
  state,
  error,
  children,
}: {
  state: "running" | "done" | "failed";
  error?: unknown;
  children?: ReactNode;
}) {
  if (state === "running")
    return (
      <span className="status">
        <CircleDashed aria-hidden /> {children}
      </span>
    );
  if (state === "done")
    return (
      <span className="status status-good">
        <CircleCheck aria-hidden /> {children}
      </span>
    );
  const { title, sentence, isGeneric } = explain(error);
  return (
    <span className="status status-danger" title={sentence}>
      <CircleX aria-hidden /> {isGeneric ? title : `${title}: ${sentence}`}
    </span>
  );
}
