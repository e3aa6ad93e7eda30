import type { SettingsChange } from "lakefs-wasm/admin";
import { Minus, Plus, TriangleAlert } from "lucide-react";
import { PolicyDiff } from "../retention/diff";
import { EntryStatus, ResultTable } from "./result-table";
import type { Entry } from "./use-bulk-change";

/** The changes of each repository, and their results. */
export function ChangeTable({ entries }: { entries: readonly Entry[] }) {
  return (
    <ResultTable
      label="Changes"
      entries={entries}
      isProblem={({ state }) => state === "failed" || state === "unreadable" || state === "outdated"}
      change={change}
      status={status}
    />
  );
}

const change = (entry: Entry) => <Change entry={entry} />;

function Change({ entry }: { entry: Entry }) {
  return (
    <>
      {entry.changes.map((change) => (
        <SettingChange key={change.setting} change={change} />
      ))}
      {entry.isShorter && (
        <span className="status status-warning">
          <TriangleAlert aria-hidden /> deletes objects sooner
        </span>
      )}
    </>
  );
}

function SettingChange({ change }: { change: SettingsChange }) {
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

function status({ state, changes, reason, error }: Entry) {
  switch (state) {
    case "reading":
      return <span className="skeleton skeleton-cell" aria-hidden />;
    case "planned":
      return <span className="soft">{changes.length > 0 ? "ready" : ""}</span>;
    case "unchanged":
      return <span className="soft">nothing to change</span>;
    case "skipped":
      return <span className="soft">{reason}</span>;
    case "running":
      return <EntryStatus state="running">saving</EntryStatus>;
    case "done":
      return <EntryStatus state="done">saved</EntryStatus>;
    default:
      return <EntryStatus state="failed" error={error} />;
  }
}
