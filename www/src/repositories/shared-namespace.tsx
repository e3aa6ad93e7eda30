import { Notice } from "../parts/alerts";
import { Checkbox } from "../parts/field";

/** lakeFS accepts a second repository on a namespace when it is bare or read-only, and its garbage collection knows only one of them. */
export function SharedNamespace({
  others,
  checked,
  onChange,
  problem,
}: {
  others: readonly string[];
  checked: boolean;
  onChange: (checked: boolean) => void;
  problem: string | undefined;
}) {
  return (
    <Notice tone="warning" title={`${others.join(", ")} ${others.length === 1 ? "uses" : "use"} this namespace`}>
      <p>
        Garbage collection of one repository deletes objects that only the other one refers to. Delete the other
        repository first, or never run garbage collection on either of them.
      </p>
      <Checkbox
        label="Use the same namespace anyway"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        problem={problem}
      />
    </Notice>
  );
}
