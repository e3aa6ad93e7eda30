import { ShieldOff } from "lucide-react";
import { Empty } from "../parts/alerts";
import { useFocusNext } from "../parts/use-focus-next";
import type { PatternMatcher } from "../patterns";
import { useBranches, useRepository } from "../repository/context";
import { ruleLines } from "./rows";
import { RuleForm, RuleRow } from "./rule-row";
import { replaced, type Unfinished } from "./unfinished";
import { useRenames } from "./use-renames";
import type { Rules } from "./use-rules";

interface Props {
  rules: Rules;
  unfinished: Unfinished;
  setUnfinished: (next: Unfinished) => void;
  matcher: PatternMatcher;
  readOnly: boolean;
}

/** The rules with the changes of the draft, each with buttons to edit and remove it. */
export function RuleList({ rules, unfinished: { adding, editing }, setUnfinished, matcher, readOnly }: Props) {
  const { id } = useRepository();
  const branches = useBranches().value?.names;
  const focusNext = useFocusNext();
  const [renames, setRenames] = useRenames(id);
  const { patterns, change, stored = [] } = rules;
  const lines = ruleLines(stored, patterns, change, renames);
  const without = (pattern: string) => patterns.filter((other) => other !== pattern);

  function rename(pattern: string, next: string) {
    setRenames({ ...renames, [next]: renames[pattern] ?? pattern });
    rules.edit(replaced(patterns, pattern, next));
  }

  function finishEdit(next?: string) {
    if (!editing) return;
    focusNext(`Edit ${next ?? editing.pattern}`);
    setUnfinished({ adding });
    if (next !== undefined && next !== editing.pattern) rename(editing.pattern, next);
  }

  function remove(pattern: string) {
    const index = lines.findIndex((line) => line.pattern === pattern);
    const neighbor = lines[index + 1] ?? lines[index - 1];
    focusNext(`Keep ${pattern}`, ...(neighbor ? [`Delete ${neighbor.pattern}`] : []), "#new-rule input");
    rules.edit(without(pattern));
  }

  if (lines.length === 0) return <NoRules readOnly={readOnly} />;
  return (
    <ul className="rules" aria-label="Rules">
      {lines.map((line) =>
        editing?.pattern === line.pattern ? (
          <RuleForm
            key={line.was ?? line.pattern}
            pattern={line.pattern}
            typed={editing.typed}
            others={without(line.pattern)}
            matcher={matcher}
            onType={(text) => setUnfinished({ adding, editing: { ...editing, typed: text } })}
            onDone={finishEdit}
          />
        ) : (
          <RuleRow
            key={line.was ?? line.pattern}
            {...{ line, matcher, branches }}
            isReadOnly={readOnly}
            onEdit={() => setUnfinished({ adding, editing: { pattern: line.pattern, typed: line.pattern } })}
            onRemove={() => remove(line.pattern)}
            onKeep={() => (focusNext(`Delete ${line.pattern}`), rules.edit([...patterns, line.pattern]))}
            onReplace={(next) => (focusNext(`Edit ${next}`), rename(line.pattern, next))}
          />
        ),
      )}
    </ul>
  );
}

/** Takes the place of the rules, so that the form above does not move. */
function NoRules({ readOnly }: { readOnly: boolean }) {
  return (
    <Empty icon={<ShieldOff aria-hidden />} title="No branch is protected">
      <p>
        {readOnly
          ? "The repository is read-only, so nobody can write to its branches."
          : "Anyone with write permission can change every branch."}
      </p>
    </Empty>
  );
}
