import type { GarbageCollectionRules } from "lakefs-wasm";
import { TriangleAlert } from "lucide-react";
import { ProtectedBy } from "../protection/protected-by";
import { daysInFull, daysInWords } from "./days";
import { retentionBranchProblem, sortedPolicy } from "./policy";
import { Bar, type Scale, ScaleLabel, useScale } from "./scale";

interface Props {
  policy: GarbageCollectionRules;
  /** The patterns that protect a branch; undefined until the rules are known. */
  covering?: ((branch: string) => readonly string[]) | undefined;
  branches?: readonly string[] | undefined;
}

/** How long each branch keeps deleted objects: days, a bar on a labeled scale, and what protects the branch. */
export function RetentionTable({ policy, covering, branches }: Props) {
  const rules = sortedPolicy(policy).branches;
  const scale = useScale([policy.default_retention_days, ...rules.map((rule) => rule.retention_days)]);
  return (
    <table className="retention">
      <caption className="visually-hidden">How long deleted and overwritten objects stay recoverable</caption>
      <thead>
        <tr>
          <th scope="col">Branch</th>
          <th scope="col">Days</th>
          <th scope="col" className="cell-bar">
            <ScaleLabel scale={scale} />
          </th>
          {covering && <th scope="col">Protected by</th>}
        </tr>
      </thead>
      <tbody>
        {rules.map(({ branch_id, retention_days }) => (
          <tr key={branch_id}>
            <th scope="row">
              <code>{branch_id}</code> <BranchStatus branch={branch_id} branches={branches} />
            </th>
            <Days days={retention_days} scale={scale} />
            {covering && (
              <td className="cell-covered">
                <ProtectedBy patterns={covering(branch_id)} />
              </td>
            )}
          </tr>
        ))}
        <tr>
          <th scope="row">{rules.length > 0 ? "All other branches" : "All branches"}</th>
          <Days days={policy.default_retention_days} scale={scale} />
          {covering && <td />}
        </tr>
      </tbody>
    </table>
  );
}

function Days({ days, scale }: { days: number; scale: Scale }) {
  return (
    <>
      <td className="cell-days" title={daysInFull(days)}>
        {days === 0 ? (
          <span className="status status-danger">
            <TriangleAlert aria-hidden /> 0 days: deleted permanently at the next GC run
          </span>
        ) : (
          <>
            {daysInWords(days)}
            <span className="wide-only">{daysInFull(days).slice(daysInWords(days).length)}</span>
          </>
        )}
      </td>
      <td className="cell-bar">
        <Bar days={days} scale={scale} />
      </td>
    </>
  );
}

function BranchStatus({ branch, branches }: { branch: string; branches: readonly string[] | undefined }) {
  const problem = retentionBranchProblem(branch);
  if (problem)
    return (
      <span className="status status-warning" title={problem}>
        <TriangleAlert aria-hidden /> never applies
      </span>
    );
  if (!branches || branches.length === 0 || branches.includes(branch)) return null;
  return <span className="badge">no such branch</span>;
}
