import { CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { explain } from "../parts/explain";
import { Scrollable } from "../parts/scrollable";

interface Line {
  readonly id: string;
  /** Its changes, where they differ from one repository to another. */
  readonly change?: ReactNode;
  readonly status: ReactNode;
}

/** How many rows are drawn. */
const SHOWN = 500;

/** A row for each repository of a bulk action. */
export function ResultTable({ label, rows }: { label: string; rows: readonly Line[] }) {
  const hasChanges = rows.some((row) => row.change !== undefined);
  return (
    <Scrollable className="results" aria-label={label}>
      <table className={hasChanges ? "results-of-changes" : undefined}>
        <thead>
          <tr>
            <th scope="col">Repository</th>
            {hasChanges && <th scope="col">Change</th>}
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ id, change, status }) => (
            <tr key={id}>
              <th scope="row" className="break">
                {id}
              </th>
              {hasChanges && <td>{change}</td>}
              <td>{status}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && (
        <p className="fine">
          The first {SHOWN} of {rows.length.toLocaleString("en")} repositories
        </p>
      )}
    </Scrollable>
  );
}

/** The state of a bulk action for one repository: an icon with a word, or why it failed. */
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
        <LoaderCircle aria-hidden className="turning" /> {children}
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
