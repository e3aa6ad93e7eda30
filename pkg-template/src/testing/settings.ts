// Garbage collection rules, which are stored in the storage namespace, and branch protection rules, which belong to the repository.

import { ApiError, emptyResponse, type HttpResponse, jsonResponse } from "./http-message.js";
import { protectionOf } from "./protection.js";
import type { Repository } from "./repository.js";
import type { RequestContext } from "./request-context.js";

const GC_RULES = "_lakefs/retention/gc/rules/config.json";

interface RetentionRules {
  readonly days: number;
  readonly branches: ReadonlyMap<string, number>;
}

export function getGCRules({ lakefs, repository: id, authorize }: RequestContext): HttpResponse {
  authorize("retention:GetGarbageCollectionRules");
  const rules = lakefs.store.get(lakefs.repository(id).namespace, GC_RULES) as RetentionRules | undefined;
  // Rules of 0 days without branches are stored as an object without bytes, which lakeFS reads as no rules.
  if (!rules || (rules.days === 0 && rules.branches.size === 0)) throw new ApiError(404, "not found");
  const branches = lakefs.random
    .shuffled(rules.branches)
    .map(([branch_id, retention_days]) => ({ branch_id, retention_days }));
  return jsonResponse(200, { branches: branches.length === 0 ? null : branches, default_retention_days: rules.days });
}

export function setGCRules({ lakefs, repository: id, body, authorize }: RequestContext): HttpResponse {
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
  return emptyResponse(204);
}

export function deleteGCRules({ lakefs, repository: id, authorize }: RequestContext): HttpResponse {
  authorize("retention:SetGarbageCollectionRules");
  lakefs.store.remove(writable(lakefs.repository(id)).namespace, GC_RULES);
  return emptyResponse(204);
}

export function getBranchProtectionRules({ lakefs, repository: id, authorize }: RequestContext): HttpResponse {
  authorize("branches:GetBranchProtectionRules");
  const { patterns, etag } = lakefs.repository(id).protection;
  const rules = lakefs.random.shuffled(patterns).map((pattern) => ({ pattern }));
  return jsonResponse(200, rules, [["Etag", etag]]);
}

export function createBranchProtectionRule({ lakefs, repository: id, body, authorize }: RequestContext): HttpResponse {
  authorize("branches:SetBranchProtectionRules");
  const repository = writable(lakefs.repository(id));
  const { pattern } = body as object as { pattern: string };
  repository.protection = protectionOf([...repository.protection.patterns, pattern], lakefs.random);
  return emptyResponse(204);
}

export function deleteBranchProtectionRule({ lakefs, repository: id, body, authorize }: RequestContext): HttpResponse {
  authorize("branches:SetBranchProtectionRules");
  const repository = lakefs.repository(id);
  const { patterns } = repository.protection;
  const { pattern } = body as object as { pattern: string };
  if (!patterns.includes(pattern)) return emptyResponse(404);
  const others = patterns.filter((other) => other !== pattern);
  writable(repository).protection = protectionOf(others, lakefs.random);
  return emptyResponse(204);
}

/** Tells whether the user may set rules; the repository need not exist. */
export function setGCRulesPreflight({ authorize }: RequestContext): HttpResponse {
  authorize("retention:SetGarbageCollectionRules");
  return emptyResponse(204);
}

/** Tells whether the user may set rules; the repository need not exist. */
export function createBranchProtectionRulePreflight({ authorize }: RequestContext): HttpResponse {
  authorize("branches:SetBranchProtectionRules");
  return emptyResponse(204);
}

export function setBranchProtectionRules({
  lakefs,
  repository: id,
  body,
  ifMatch,
  authorize,
}: RequestContext): HttpResponse {
  authorize("branches:SetBranchProtectionRules");
  const repository = writable(lakefs.repository(id));
  if (ifMatch !== undefined && ifMatch !== repository.protection.etag) throw new ApiError(412, "Precondition failed");
  const rules = body as object as readonly { pattern: string }[];
  repository.protection = protectionOf(
    rules.map(({ pattern }) => pattern),
    lakefs.random,
  );
  return emptyResponse(204);
}

function writable(repository: Repository): Repository {
  if (repository.readOnly) throw new ApiError(403, "read-only repository");
  return repository;
}

/** lakeFS stores days in 32 bits; larger numbers wrap around. */
function int32(days: bigint): number {
  return Number(BigInt.asIntN(32, days));
}
