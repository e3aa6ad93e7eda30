import { Notice } from "../parts/alerts";
import { Checkbox } from "../parts/field";

/** Asks for confirmation: lakeFS accepts a bare or read-only repository on the namespace of another, but its garbage collection ignores the other. */
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
