import type { SettingsChange } from "lakefs-wasm/admin";
import { CircleCheck, CircleX, LoaderCircle, Minus, Plus, TriangleAlert } from "lucide-react";
import { explain } from "../parts/explain";
import { PolicyDiff } from "../retention/diff";
import type { Entry } from "./use-run";

/** What changes in each repository, and how it went. */
export function ResultTable({ entries }: { entries: readonly Entry[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it.
    <section className="results" tabIndex={0} aria-label="Changes">
      <table>
        <thead>
          <tr>
            <th scope="col">Repository</th>
            <th scope="col">Change</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">{entry.id}</th>
              <td>
                {entry.changes.map((change) => (
                  <ChangeCell key={change.setting} change={change} />
                ))}
                {entry.isShorter && (
                  <span className="status status-warning">
                    <TriangleAlert aria-hidden /> deletes objects sooner
                  </span>
                )}
              </td>
              <td>
                <Status entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ChangeCell({ change }: { change: SettingsChange }) {
  if (change.setting === "gcRules") return <PolicyDiff from={change.from} to={change.to} names={["Now", "New"]} />;
  return (
    <ul className="diff-list">
      {change.add.map((pattern) => (
        <li key={`+${pattern}`} className="diff-new">
          <Plus aria-hidden /> <span className="visually-hidden">add</span> <code>{pattern}</code>
        </li>
      ))}
      {change.remove.map((pattern) => (
        <li key={`-${pattern}`} className="diff-old">
          <Minus aria-hidden /> <span className="visually-hidden">remove</span> <code>{pattern}</code>
        </li>
      ))}
    </ul>
  );
}

function Status({ entry }: { entry: Entry }) {
  switch (entry.state) {
    case "reading":
      return <span className="skeleton skeleton-cell" aria-hidden />;
    case "planned":
      return <span className="soft">{entry.changes.length > 0 ? "ready" : ""}</span>;
    case "unchanged":
      return <span className="soft">nothing to change</span>;
    case "skipped":
      return <span className="soft">{entry.reason}</span>;
    case "running":
      return (
        <span className="status">
          <LoaderCircle aria-hidden className="turning" /> saving
        </span>
      );
    case "done":
      return (
        <span className="status status-good">
          <CircleCheck aria-hidden /> saved
        </span>
      );
    default: {
      const { title, sentence, isGeneric } = explain(entry.error);
      return (
        <span className="status status-danger" title={sentence}>
          <CircleX aria-hidden /> {isGeneric ? title : sentence}
        </span>
      );
    }
  }
}
