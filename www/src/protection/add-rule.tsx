import { Plus } from "lucide-react";
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
  tone: "primary" | "plain";
  onType: (text: string) => void;
  onAdd: (pattern: string) => void;
}

export function AddRule({ ref, typed, patterns, matcher, tone, onType, onAdd }: Props) {
  const [tried, setTried] = useState(false);
  const pattern = typed.trim(); // lakeFS stores a blank at an end, and no branch has one
  const problem = patternProblem(pattern, patterns, matcher);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(problem !== undefined);
    if (problem === undefined) onAdd(pattern);
  }

  return (
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
      <Button type="submit" tone={tone}>
        <Plus aria-hidden /> Add rule
      </Button>
    </form>
  );
}
