import type { GarbageCollectionRules } from "lakefs-wasm";
import { useState } from "react";
import { Link } from "wouter";
import { Empty, ErrorAlert, Loading } from "../parts/alerts";
import { usePatternMatcher } from "../patterns";
import { ProtectedBy } from "../protection/protected-by";
import { daysInWords } from "../retention/days";
import type { PartialSettings } from "../store/settings";
import { useBranches, useRepository } from "./context";

const SHOWN = 50;

interface Props {
  /** The settings that could be read; undefined while they are being read. */
  settings: PartialSettings | undefined;
}

/** Every branch with what protects it and how long it keeps deleted objects. */
export function BranchTable({ settings }: Props) {
  const { value, loading, error, reload } = useBranches();
  const { id, default_branch } = useRepository();
  const [isWhole, setIsWhole] = useState(false);
  const { branchProtection, gcRules } = settings ?? {};
  const matcher = usePatternMatcher(branchProtection?.rules.map((rule) => rule.pattern) ?? []);
  const names = [...(value?.names ?? [])].sort((a, b) => Number(b === default_branch) - Number(a === default_branch));
  const shown = isWhole ? names : names.slice(0, SHOWN);
  const pending = settings ? (
    <span className="soft">unknown</span>
  ) : (
    <span className="skeleton skeleton-cell" aria-hidden />
  );
  return (
    <section className="card" aria-labelledby="branches">
      <h2 id="branches">
        Branches {value && <span className="count">{value.hasMore ? `${names.length}+` : names.length}</span>}
      </h2>
      {error !== undefined && !value && <ErrorAlert error={error} reload={reload} />}
      {loading && !value && <Loading label="Loading branches" lines={4} />}
      {value && names.length === 0 && (
        <Empty title="No branches">
          <p>This repository is bare. Restore a backup into it.</p>
          <Link href={`/restore?into=${id}`} className="button button-primary">
            Restore into this repository…
          </Link>
        </Empty>
      )}
      {names.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Branch</th>
              <th scope="col">Protection</th>
              <th scope="col">Retention</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((name) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code> {name === default_branch && <span className="badge">default</span>}
                </th>
                <td>{branchProtection ? <ProtectedBy patterns={matcher.covering(name)} /> : pending}</td>
                <td>{gcRules === undefined ? pending : <Retention policy={gcRules} branch={name} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown.length < names.length && (
        <button type="button" className="button button-small" onClick={() => setIsWhole(true)}>
          Show all {names.length} branches
        </button>
      )}
    </section>
  );
}

function Retention({ policy, branch }: { policy: GarbageCollectionRules | null; branch: string }) {
  if (!policy) return <span className="soft">kept forever</span>;
  const rule = policy.branches.find((one) => one.branch_id === branch);
  return (
    <>
      {daysInWords(rule?.retention_days ?? policy.default_retention_days)}
      {!rule && <span className="soft"> (default)</span>}
    </>
  );
}
