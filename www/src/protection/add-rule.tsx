import { Plus, ShieldPlus } from "lucide-react";
import { type FormEvent, type Ref, useState } from "react";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import type { PatternMatcher } from "../patterns";
import { patternProblem, patternWarning } from "./pattern-problem";

interface Props {
  ref: Ref<HTMLInputElement>;
  typed: string;
  patterns: readonly string[];
  matcher: PatternMatcher;
  /** A branch that should be protected. */
  suggestion: string | undefined;
  /** There are no unsaved changes: Add is the primary action. */
  isIdle: boolean;
  onType: (text: string) => void;
  onAdd: (pattern: string) => void;
}

export function AddRule({ ref, typed, patterns, matcher, suggestion, isIdle, onType, onAdd }: Props) {
  const [tried, setTried] = useState(false);
  const pattern = typed.trim(); // lakeFS would store outer spaces, which no branch name has
  const problem = patternProblem(pattern, patterns, matcher);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(problem !== undefined);
    if (problem === undefined) onAdd(pattern);
  }

  const form = (
    <form className="add" id="new-rule" onSubmit={submit} noValidate>
      <Field
        ref={ref}
        label="Branch name pattern"
        className="input input-code"
        value={typed}
        onChange={(event) => onType(event.target.value)}
        placeholder="release-*"
        problem={pattern || tried ? problem : undefined}
        hint={
          (pattern && !problem && patternWarning(pattern)) || (
            <>
              For example <code>main</code>, <code>release-*</code>, <code>v[0-9]</code> or{" "}
              <code>{"{staging,production}"}</code>
            </>
          )
        }
      />
      <Button type="submit" tone={isIdle && !suggestion ? "primary" : "plain"}>
        <Plus aria-hidden /> Add rule
      </Button>
    </form>
  );
  return (
    <>
      {form}
      {suggestion && (
        <Button className="button-small" tone={isIdle ? "primary" : "plain"} onClick={() => onAdd(suggestion)}>
          <ShieldPlus aria-hidden /> Protect <code>{suggestion}</code>
        </Button>
      )}
    </>
  );
}
