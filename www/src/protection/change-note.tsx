import { useEffect, useRef } from "react";
import { type Change, isSame } from "./merge";

/** Shows what others have saved since the rules were read; the draft has both changes. */
export function ChangeNote({ theirs, mine }: { theirs: Change; mine: Change }) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <div className="alert alert-warning" role="alert" tabIndex={-1} ref={note}>
      <div>
        <p className="alert-title">Somebody else changed these rules</p>
        <ul>
          {theirs.added.map((pattern) => (
            <li key={`added ${pattern}`}>
              They added <code>{pattern}</code>
            </li>
          ))}
          {theirs.removed.map((pattern) => (
            <li key={`removed ${pattern}`}>
              They removed <code>{pattern}</code>
            </li>
          ))}
        </ul>
        {isSame(mine) ? (
          <p>Their rules are what you wanted. Nothing is left to save.</p>
        ) : (
          <p>Both sets of changes are combined below. Review and save.</p>
        )}
      </div>
    </div>
  );
}
