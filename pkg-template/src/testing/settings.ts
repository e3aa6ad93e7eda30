// Garbage collection rules, which belong to the storage namespace, and branch protection rules, which belong to the repository.
import type { Call } from "./call.js";
import { protectionOf } from "./protection.js";
import type { Repository } from "./repository.js";
import { type Answer, json, noContent, Refusal } from "./wire.js";

const GC_RULES = "_lakefs/retention/gc/rules/config.json";

interface RetentionRules {
  readonly days: number;
  readonly branches: ReadonlyMap<string, number>;
}

export function getGCRules({ lakefs, repository: id, authorize }: Call): Answer {
  authorize("retention:GetGarbageCollectionRules");
  const rules = lakefs.store.get(lakefs.repository(id).namespace, GC_RULES) as RetentionRules | undefined;
  // Without any branch and with 0 days the stored object has no bytes, which means that there is no policy.
  if (!rules || (rules.days === 0 && rules.branches.size === 0)) throw new Refusal(404, "not found");
  const branches = lakefs.random
    .shuffled(rules.branches)
    .map(([branch_id, retention_days]) => ({ branch_id, retention_days }));
  return json(200, { branches: branches.length === 0 ? null : branches, default_retention_days: rules.days });
}

export function setGCRules({ lakefs, repository: id, body, authorize }: Call): Answer {
  authorize("retention:SetGarbageCollectionRules");
  const repository = writable(lakefs.repository(id));
  const { default_retention_days: days, branches } = body as object as {
    default_retention_days: bigint;
    branches: readonly { branch_id: string; retention_days: bigint }[];
  };
  const rules: RetentionRules = {
    days: int32(days),
    branches: new Map(branches.map(({ branch_id, retention_days }) => [branch_id, int32(retention_days)])),
  };
  lakefs.store.put(repository.namespace, GC_RULES, rules);
  return noContent();
}

export function deleteGCRules({ lakefs, repository: id, authorize }: Call): Answer {
  authorize("retention:SetGarbageCollectionRules");
  lakefs.store.remove(writable(lakefs.repository(id)).namespace, GC_RULES);
  return noContent();
}

export function getBranchProtectionRules({ lakefs, repository: id, authorize }: Call): Answer {
  authorize("branches:GetBranchProtectionRules");
  const { patterns, etag } = lakefs.repository(id).protection;
  const rules = lakefs.random.shuffled(patterns).map((pattern) => ({ pattern }));
  return json(200, rules, [["Etag", etag]]);
}

export function setBranchProtectionRules({ lakefs, repository: id, body, ifMatch, authorize }: Call): Answer {
  authorize("branches:SetBranchProtectionRules");
  const repository = writable(lakefs.repository(id));
  if (ifMatch !== undefined && ifMatch !== repository.protection.etag) throw new Refusal(412, "Precondition failed");
  const rules = body as object as readonly { pattern: string }[];
  repository.protection = protectionOf(
    rules.map(({ pattern }) => pattern),
    lakefs.random,
  );
  return noContent();
}

function writable(repository: Repository): Repository {
  if (repository.readOnly) throw new Refusal(403, "read-only repository");
  return repository;
}

/** Days are stored in 32 bits; what does not fit wraps. */
function int32(days: bigint): number {
  return Number(BigInt.asIntN(32, days));
}
