import { OctagonAlert, Pencil, Trash2, Undo2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import { type PatternMatcher, repairedPattern } from "../patterns";
import { quantity } from "../quantity";
import { patternProblem, patternWarning } from "./pattern-problem";
import type { RuleLine } from "./rows";

const STATES = {
  stored: undefined,
  added: ["badge-accent", "Added"],
  renamed: ["badge-accent", "Renamed"],
  removed: ["badge-danger", "Removed"],
} as const;

interface Props {
  line: RuleLine;
  matcher: PatternMatcher;
  branches: readonly string[] | undefined;
  isReadOnly: boolean;
  onEdit: () => void;
  onRemove: () => void;
  onKeep: () => void;
  onReplace: (pattern: string) => void;
}

export function RuleRow({ line, matcher, branches, isReadOnly, onEdit, onRemove, onKeep, onReplace }: Props) {
  const { pattern, state, was } = line;
  const badge = STATES[state];
  const isRemoved = state === "removed";
  const isBroken = !isRemoved && matcher.isBroken(pattern);
  const repaired = isBroken ? repairedPattern(pattern) : undefined;
  return (
    <li className={isRemoved ? "rule rule-removed" : "rule"}>
      <code>{pattern}</code>
      {badge && <span className={`badge ${badge[0]}`}>{badge[1]}</span>}
      {was !== undefined && (
        <span className="fine">
          was <code>{was}</code>
        </span>
      )}
      {pattern !== pattern.trim() && <span className="badge badge-warning">Leading or trailing space</span>}
      {isBroken && (
        <span className="status status-danger">
          <OctagonAlert aria-hidden /> Blocks all writes
        </span>
      )}
      {!isBroken && !isRemoved && <Matches pattern={pattern} {...{ matcher, branches }} />}
      {!isReadOnly && (
        <span className="rule-buttons">
          {repaired && (
            <Button className="button-small" onClick={() => onReplace(repaired)}>
              Replace with <code>{repaired}</code>
            </Button>
          )}
          {isRemoved ? (
            <Button tone="quiet" className="button-small" aria-label={`Keep ${pattern}`} onClick={onKeep}>
              <Undo2 aria-hidden /> Keep
            </Button>
          ) : (
            <>
              <Button tone="quiet" className="button-icon" aria-label={`Edit ${pattern}`} onClick={onEdit}>
                <Pencil aria-hidden />
              </Button>
              <Button tone="quiet" className="button-icon" aria-label={`Delete ${pattern}`} onClick={onRemove}>
                <Trash2 aria-hidden />
              </Button>
            </>
          )}
        </span>
      )}
    </li>
  );
}

function Matches({ pattern, matcher, branches }: Pick<Props, "matcher" | "branches"> & { pattern: string }) {
  if (!branches) return null;
  const count = branches.filter((branch) => matcher.covering(branch).includes(pattern)).length;
  const warning = patternWarning(pattern);
  if (warning)
    return (
      <span className="status status-warning" title={warning}>
        Can match no branch
      </span>
    );
  return <span className="fine">{count === 0 ? "No branch yet" : quantity(count, "branch", "branches")}</span>;
}

interface FormProps {
  pattern: string;
  typed: string;
  others: readonly string[];
  matcher: PatternMatcher;
  onType: (text: string) => void;
  onDone: (pattern?: string) => void;
}

/** A rule whose pattern is being edited. */
export function RuleForm({ pattern, typed, others, matcher, onType, onDone }: FormProps) {
  const next = typed.trim();
  const problem = patternProblem(next, others, matcher);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  return (
    <li className="rule">
      <form
        className="add"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined) onDone(next);
        }}
        noValidate
        onKeyDown={(event) => event.key === "Escape" && onDone()}
      >
        <Field
          ref={input}
          label={`New pattern for ${pattern}`}
          className="input input-code"
          value={typed}
          onChange={(event) => onType(event.target.value)}
          problem={problem}
          hint={problem ? undefined : patternWarning(next)}
        />
        <div className="buttons">
          <Button onClick={() => onDone()}>Cancel</Button>
          <Button type="submit" disabled={problem !== undefined}>
            Apply
          </Button>
        </div>
      </form>
    </li>
  );
}
