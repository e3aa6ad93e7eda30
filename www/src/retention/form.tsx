import { Plus, Trash2, TriangleAlert } from "lucide-react";
import { type ComponentProps, type Dispatch, type SetStateAction, useId, useState } from "react";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import { useFocusNext } from "../parts/use-focus-next";
import { ProtectedBy } from "../protection/protected-by";
import { useBranches } from "../repository/context";
import { daysInYears } from "./days";
import { type Draft, daysOf, newRow, type Row } from "./policy";
import { Bar, type Scale, ScaleLabel, useScale } from "./scale";

/** How many branches the field suggests. */
const SUGGESTED_NAMES = 200;

interface Props {
  draft: Draft;
  onChange: Dispatch<SetStateAction<Draft>>;
  problems: Readonly<Record<string, string>>;
  /** The patterns that protect a branch; undefined until the rules are known. */
  covering?: ((branch: string) => readonly string[]) | undefined;
  /** After an attempt to save, empty fields show their problems, too. */
  tried: boolean;
}

/** The table of a policy with fields. */
export function PolicyForm({ draft, onChange, problems, covering, tried }: Props) {
  const names = useBranches().value?.names ?? [];
  const list = useId();
  const focusNext = useFocusNext();
  const numbers = [draft.days, ...draft.branches.map((row) => row.days)].map(daysOf);
  const scale = useScale(numbers.filter((days) => days !== undefined));

  const setRow = (key: number, change: Partial<Row>) =>
    onChange((old) => ({
      ...old,
      branches: old.branches.map((row) => (row.key === key ? { ...row, ...change } : row)),
    }));

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
    <div className="policy-lines">
      <div className="policy-line policy-heads">
        <span>Branch</span>
        <span>Days</span>
        <ScaleLabel scale={scale} />
        <span>{covering && "Protected by"}</span>
        <span />
      </div>
      {draft.branches.map((row, index) => (
        <BranchRule
          key={row.key}
          {...{ row, index, problems, covering, tried, names, list, scale }}
          onChange={(change) => setRow(row.key, change)}
          onRemove={() => remove(row.key)}
        />
      ))}
      <div className="policy-line">
        <span className="line-name">{draft.branches.length > 0 ? "All other branches" : "All branches"}</span>
        <DaysField
          label="Default retention, in days"
          name="default_retention_days"
          value={draft.days}
          onChange={(event) => onChange((old) => ({ ...old, days: event.target.value }))}
          problem={problems["days"]}
        />
        <DaysBar days={daysOf(draft.days)} scale={scale} />
      </div>
      <datalist id={list}>
        {names.slice(0, SUGGESTED_NAMES).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Button id="add-branch" onClick={add}>
        <Plus aria-hidden /> Add a branch
      </Button>
    </div>
  );
}

interface RuleProps extends Pick<Props, "problems" | "covering" | "tried"> {
  row: Row;
  index: number;
  /** The branches of the repository, and the ID of the list that suggests them. */
  names: readonly string[];
  list: string;
  scale: Scale;
  onChange: (change: Partial<Row>) => void;
  onRemove: () => void;
}

/** The retention of one branch. */
function BranchRule({ row, index, problems, covering, tried, names, list, scale, onChange, onRemove }: RuleProps) {
  const [touched, setTouched] = useState(false);
  const name = row.branch.trim();
  const problem = problems[`branches[${index}].branch`];
  const isMissing = name !== "" && names.length > 0 && !names.includes(name);

  function setBranch(branch: string) {
    setTouched(true);
    onChange({ branch });
  }

  return (
    <fieldset className="policy-line" id={`branch-${row.key}`} aria-label={`Rule ${index + 1}`}>
      <Field
        label="Branch"
        className="input input-code"
        list={list}
        value={row.branch}
        onChange={(event) => setBranch(event.target.value)}
        hint={!problem && isMissing ? "There is no such branch yet." : undefined}
        problem={row.branch !== "" || tried || touched ? problem : undefined}
      />
      <DaysField
        label="Days"
        value={row.days}
        onChange={(event) => onChange({ days: event.target.value })}
        problem={problems[`branches[${index}].days`]}
      />
      <DaysBar days={daysOf(row.days)} scale={scale} />
      <span className="line-covered">{covering && name !== "" && <ProtectedBy patterns={covering(name)} />}</span>
      <Button
        tone="quiet"
        className="button-icon"
        aria-label={`Remove the rule for ${row.branch || "this branch"}`}
        onClick={onRemove}
      >
        <Trash2 aria-hidden />
      </Button>
    </fieldset>
  );
}

function DaysField(props: ComponentProps<typeof Field>) {
  return (
    <div className="line-days">
      <Field className="input input-days" inputMode="numeric" {...props} />
    </div>
  );
}

/** A number of days as a bar, and what it means; nothing while what is typed is not a number. */
function DaysBar({ days, scale }: { days: number | undefined; scale: Scale }) {
  return (
    <span className="line-bar">
      {days !== undefined && <Bar days={days} scale={scale} />}
      {days === 0 && (
        <span className="status status-danger">
          <TriangleAlert aria-hidden /> 0 days: deleted permanently at the next GC run
        </span>
      )}
      {days !== undefined && days >= 365 && <span className="fine">{daysInYears(days)}</span>}
    </span>
  );
}
