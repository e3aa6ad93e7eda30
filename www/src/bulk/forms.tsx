import { useEffect, useState } from "react";
import { Checkbox, Field } from "../parts/field";
import { usePatternMatcher } from "../patterns";
import { patternProblem, patternWarning } from "../protection/pattern-problem";
import { daysProblem, wholeNumber } from "../retention/policy";
import { useEffectOn } from "../use-effect-on";
import type { BulkChange } from "./bulk-change";

interface Props {
  /** Called with undefined while an input is invalid. */
  onChange: (change: BulkChange | undefined) => void;
}

const wordsOf = (text: string) => [...new Set(text.split(/[\s]+/).filter(Boolean))];

export function ProtectForm({ onChange }: Props) {
  const [defaultBranch, setDefaultBranch] = useState(true);
  const [typed, setTyped] = useState("");
  const patterns = wordsOf(typed);
  const matcher = usePatternMatcher(patterns);
  const [problem] = patterns.map((pattern) => patternProblem(pattern, [], matcher)).filter(Boolean);
  const [warning] = patterns.map(patternWarning).filter(Boolean);
  const isNothing = !defaultBranch && patterns.length === 0;
  const isWrong = problem !== undefined || isNothing;
  // `patterns` follows from `typed`, and is another array each time.
  useEffectOn([typed, defaultBranch, isWrong], () => {
    onChange(isWrong ? undefined : { action: "protect", defaultBranch, patterns });
  });
  return (
    <div className="bulk-form">
      <Checkbox
        label="Protect the default branch of each"
        hint="Where no rule protects it yet."
        checked={defaultBranch}
        onChange={(event) => setDefaultBranch(event.target.checked)}
      />
      <Field
        label="More patterns"
        className="input input-code"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="release-* staging"
        hint={warning ?? "Separated by spaces. Existing rules stay."}
        problem={problem ?? (isNothing ? "Enter a pattern, or protect the default branch." : undefined)}
      />
    </div>
  );
}

export function RetentionForm({ onChange }: Props) {
  const [days, setDays] = useState("28");
  const [keepsRules, setKeepsRules] = useState(true);
  const typed = wholeNumber(days);
  const problem =
    daysProblem(typed) ??
    (typed === 0 ? "lakeFS reads 0 days without branch rules as no policy. Enter 1 or more." : undefined);
  useEffect(() => {
    onChange(problem ? undefined : { action: "set-retention", days: typed, keepsRules });
  }, [problem, typed, keepsRules, onChange]);
  return (
    <div className="bulk-form">
      <Field
        label="Default retention, in days"
        className="input input-days"
        inputMode="numeric"
        value={days}
        onChange={(event) => setDays(event.target.value)}
        problem={problem}
      />
      <Checkbox
        label="Keep branch rules"
        hint="Branches with a rule of their own keep it."
        checked={keepsRules}
        onChange={(event) => setKeepsRules(event.target.checked)}
      />
    </div>
  );
}
