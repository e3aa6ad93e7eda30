import type { GarbageCollectionRules } from "lakefs-wasm";
import { ShieldCheck, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { daysInFull, daysInWords } from "./days";
import { retentionBranchProblem, sortedPolicy } from "./policy";

const SCALES = { linear: "Linear", log: "Log" } as const;
type Scale = keyof typeof SCALES;

/** How far along the scale a number of days is, from 0 to 1. */
const share = (days: number, longest: number, scale: Scale) =>
  scale === "linear" ? days / longest : Math.log1p(days) / Math.log1p(longest);

interface Props {
  policy: GarbageCollectionRules;
  /** The patterns that protect a branch; nothing when the rules are not known. */
  covering?: ((branch: string) => readonly string[]) | undefined;
  branches?: readonly string[] | undefined;
}

/** How long each branch keeps deleted objects: days, a bar on a labeled scale, and what protects the branch. */
export function RetentionTable({ policy, covering, branches }: Props) {
  const rules = sortedPolicy(policy).branches;
  const all = [policy.default_retention_days, ...rules.map((rule) => rule.retention_days)];
  const longest = Math.max(...all, 1);
  const shortest = Math.min(...all.filter((days) => days > 0), longest);
  const [chosen, setChosen] = useState<Scale>();
  const scale = chosen ?? (longest / shortest > 20 ? "log" : "linear");
  const line = (days: number) => ({ days, width: `${Math.max(0, share(days, longest, scale)) * 100}%` });
  return (
    <table className="retention">
      <caption className="visually-hidden">How long deleted and overwritten objects stay recoverable</caption>
      <thead>
        <tr>
          <th scope="col">Branch</th>
          <th scope="col">Days</th>
          <th scope="col" className="cell-bar">
            <ScaleLabel {...{ longest, scale }} onScale={setChosen} />
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
            <Days {...line(retention_days)} />
            {covering && <Covered patterns={covering(branch_id)} />}
          </tr>
        ))}
        <tr className="retention-default">
          <th scope="row">{rules.length > 0 ? "All other branches" : "All branches"}</th>
          <Days {...line(policy.default_retention_days)} />
          {covering && <td />}
        </tr>
      </tbody>
    </table>
  );
}

function Days({ days, width }: { days: number; width: string }) {
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
        <span className="bar" aria-hidden style={{ width }} />
      </td>
    </>
  );
}

function ScaleLabel({ longest, scale, onScale }: { longest: number; scale: Scale; onScale: (scale: Scale) => void }) {
  return (
    <span className="scale">
      <span>0</span>
      <button
        type="button"
        className="sort"
        title="Change the scale of the bars"
        onClick={() => onScale(scale === "log" ? "linear" : "log")}
      >
        {SCALES[scale]} scale
      </button>
      <span>{daysInWords(longest)}</span>
    </span>
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

function Covered({ patterns }: { patterns: readonly string[] }) {
  return (
    <td className="cell-covered">
      {patterns.length > 0 ? (
        <span className="status status-good">
          <ShieldCheck aria-hidden /> <code>{patterns.join(", ")}</code>
        </span>
      ) : (
        <span className="soft">no rule</span>
      )}
    </td>
  );
}
