import { Pencil, Trash2 } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import { useFocusNext } from "../parts/use-focus-next";
import { usePatternProblem } from "./use-pattern-problem";

interface Props {
  pattern: string;
  isNew: boolean;
  /** Catches the branch that is asked about. */
  matches: boolean;
  /** Not to be changed. */
  fixed: boolean;
  others: readonly string[];
  onChange: (pattern: string) => void;
  onRemove: () => void;
}

export function RuleRow({ pattern, isNew, matches, fixed, others, onChange, onRemove }: Props) {
  const [editing, setEditing] = useState(false);
  const focusNext = useFocusNext();

  function done(next = pattern) {
    setEditing(false);
    focusNext(`Edit ${pattern}`);
    if (next !== pattern) onChange(next);
  }

  if (editing) return <RuleForm pattern={pattern} others={others.filter((other) => other !== pattern)} onDone={done} />;
  return (
    <li className={matches ? "rule rule-matches" : "rule"}>
      <code>{pattern}</code>
      {isNew && <span className="badge badge-accent">Not saved</span>}
      {pattern !== pattern.trim() && <span className="badge badge-warning">Blank at an end</span>}
      {matches && <span className="badge badge-good">Matches</span>}
      {!fixed && (
        <span className="rule-buttons">
          <Button tone="quiet" className="button-icon" aria-label={`Edit ${pattern}`} onClick={() => setEditing(true)}>
            <Pencil aria-hidden />
          </Button>
          <Button tone="quiet" className="button-icon" aria-label={`Delete ${pattern}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        </span>
      )}
    </li>
  );
}

function RuleForm({
  pattern,
  others,
  onDone,
}: {
  pattern: string;
  others: readonly string[];
  onDone: (pattern?: string) => void;
}) {
  const [typed, setTyped] = useState(pattern);
  const next = typed.trim();
  const problem = usePatternProblem(next, others);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (next) void problem.ask(next).then((found) => found || onDone(next));
  }

  return (
    <li className="rule">
      <form className="add" onSubmit={submit} noValidate onKeyDown={(event) => event.key === "Escape" && onDone()}>
        <Field
          ref={input}
          label={`New pattern for ${pattern}`}
          className="input input-code"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          problem={next ? problem.text : "A pattern is needed"}
        />
        <div className="buttons">
          <Button onClick={() => onDone()}>Cancel</Button>
          <Button type="submit" disabled={!next || problem.text !== undefined}>
            Apply
          </Button>
        </div>
      </form>
    </li>
  );
}
