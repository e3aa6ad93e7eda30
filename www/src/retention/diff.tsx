import type { GarbageCollectionRules } from "lakefs-wasm";
import { daysInWords } from "./days";

interface Props {
  from: GarbageCollectionRules | null;
  to: GarbageCollectionRules | null;
  names: readonly [from: string, to: string];
}

/** The differences between two policies, by branch. */
export function PolicyDiff({ from, to, names }: Props) {
  const branches = [
    ...new Set([...(from?.branches ?? []), ...(to?.branches ?? [])].map((rule) => rule.branch_id)),
  ].sort();
  const lines = [...branches, undefined]
    .map((branch) => ({ branch, before: inWords(from, branch), after: inWords(to, branch) }))
    .filter(({ before, after }) => before !== after);
  return (
    <table className="diff">
      <thead>
        <tr>
          <th scope="col">Branch</th>
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ branch, before, after }) => (
          <tr key={branch ?? ""}>
            <th scope="row">{branch === undefined ? "All other branches" : <code>{branch}</code>}</th>
            <td className="diff-old">{before}</td>
            <td className="diff-new">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inWords(policy: GarbageCollectionRules | null, branch: string | undefined): string {
  if (policy === null) return "kept forever";
  if (branch === undefined) return daysInWords(policy.default_retention_days);
  const rule = policy.branches.find((one) => one.branch_id === branch);
  return rule ? daysInWords(rule.retention_days) : `${daysInWords(policy.default_retention_days)} (no rule)`;
}
