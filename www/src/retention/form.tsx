import { Plus, Trash2 } from "lucide-react";
import { type Dispatch, type SetStateAction, useId, useState } from "react";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import { useFocusNext } from "../parts/use-focus-next";
import { useBranches } from "../repository/context";
import { type Draft, newRow, type Row } from "./policy";

interface Props {
  draft: Draft;
  onChange: Dispatch<SetStateAction<Draft>>;
  problems: Readonly<Record<string, string>>;
  /** After an attempt to save, problems of fields that are still empty are shown too. */
  tried: boolean;
}

export function PolicyForm({ draft, onChange, problems, tried }: Props) {
  const names = useBranches().value?.names ?? [];
  const list = useId();
  const focusNext = useFocusNext();
  const [touched, setTouched] = useState<ReadonlySet<number>>(new Set());

  const setRow = (key: number, change: Partial<Row>) => {
    if (change.branch !== undefined) setTouched((old) => new Set(old).add(key));
    onChange((old) => ({
      ...old,
      branches: old.branches.map((row) => (row.key === key ? { ...row, ...change } : row)),
    }));
  };

  function add() {
    const row = newRow("", "28");
    onChange((old) => ({ ...old, branches: [...old.branches, row] }));
    setTimeout(() => document.querySelector<HTMLElement>(`#branch-${row.key} input`)?.focus());
  }

  function remove(key: number) {
    const index = draft.branches.findIndex((row) => row.key === key);
    const neighbor = draft.branches[index + 1] ?? draft.branches[index - 1];
    focusNext(neighbor ? `#branch-${neighbor.key} button` : "#add-branch");
    onChange((old) => ({ ...old, branches: old.branches.filter((other) => other.key !== key) }));
  }

  return (
    <>
      <Field
        label="Default retention, in days"
        className="input input-days"
        inputMode="numeric"
        value={draft.days}
        onChange={(event) => onChange((old) => ({ ...old, days: event.target.value }))}
        hint="Applies to every branch without a rule of its own."
        problem={problems["days"]}
      />
      <fieldset className="branches">
        <legend>Branch rules</legend>
        {draft.branches.map((row, index) => (
          <fieldset className="branch" key={row.key} id={`branch-${row.key}`} aria-label={`Rule ${index + 1}`}>
            <Field
              label="Branch"
              className="input input-code"
              list={list}
              value={row.branch}
              onChange={(event) => setRow(row.key, { branch: event.target.value })}
              problem={
                row.branch !== "" || tried || touched.has(row.key) ? problems[`branches[${index}].branch`] : undefined
              }
            />
            <Field
              label="Days"
              className="input input-days"
              inputMode="numeric"
              value={row.days}
              onChange={(event) => setRow(row.key, { days: event.target.value })}
              problem={problems[`branches[${index}].days`]}
            />
            <Button
              tone="quiet"
              className="button-icon"
              aria-label={`Remove the rule for ${row.branch || "this branch"}`}
              onClick={() => remove(row.key)}
            >
              <Trash2 aria-hidden />
            </Button>
          </fieldset>
        ))}
        <datalist id={list}>
          {names.slice(0, 200).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button id="add-branch" onClick={add}>
          <Plus aria-hidden /> Add a branch
        </Button>
      </fieldset>
    </>
  );
}
