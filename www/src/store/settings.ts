import {
  type BranchProtection,
  type GarbageCollectionRules,
  isLakeFSError,
  type LakeFSClient,
  type Repository,
} from "lakefs-wasm";
import type { Finding, RepositorySettings } from "lakefs-wasm/admin";
import { loadOnce } from "../load-once";
import { withoutSlash } from "../without-slash";

export type { AuditRule, Finding, RepositorySettings } from "lakefs-wasm/admin";

/** Loaded when the list is there. */
export const loadAdmin = loadOnce(() => import("lakefs-wasm/admin"));

/** The retention policy, null when there is none: a missing policy and a missing repository are both 404. */
export const readPolicy = (
  lakefs: LakeFSClient,
  id: string,
  signal?: AbortSignal,
): Promise<GarbageCollectionRules | null> =>
  lakefs
    .getGCRules(id, signal ? { signal } : {})
    .catch((thrown: unknown) => (isLakeFSError(thrown, "not_found") ? null : Promise.reject(thrown)));

/** What could be read of the settings that the list shows, and why the rest could not. */
export interface PartialSettings {
  readonly branchProtection?: BranchProtection;
  readonly gcRules?: GarbageCollectionRules | null;
  readonly errors: { readonly branchProtection?: unknown; readonly gcRules?: unknown };
}

/** What the list shows of a repository: two requests, since the list has the rest. Never rejects. */
export async function readEachSetting(
  lakefs: LakeFSClient,
  { id }: Repository,
  signal?: AbortSignal,
): Promise<PartialSettings> {
  const [rules, policy] = await Promise.allSettled([
    lakefs.getBranchProtectionRules(id, signal ? { signal } : {}),
    readPolicy(lakefs, id, signal),
  ]);
  // A repository that is gone has no policy, whatever its 404 looked like.
  const isGone = rules.status === "rejected" && isLakeFSError(rules.reason, "repository_not_found");
  return {
    ...(rules.status === "fulfilled" && { branchProtection: rules.value }),
    ...(policy.status === "fulfilled" && !isGone && { gcRules: policy.value }),
    errors: {
      ...(rules.status === "rejected" && { branchProtection: rules.reason }),
      ...(policy.status === "rejected" && { gcRules: policy.reason }),
      ...(isGone && { gcRules: rules.reason }),
    },
  };
}

/** The settings of a repository of which everything could be read. */
export const wholeSettings = (
  repository: Repository,
  { branchProtection, gcRules }: PartialSettings,
): RepositorySettings | undefined =>
  branchProtection && gcRules !== undefined ? settingsOf(repository, { branchProtection, gcRules }) : undefined;

/** Why some of the settings could not be read. */
export const firstError = ({ errors }: PartialSettings): unknown => errors.branchProtection ?? errors.gcRules;

/** The settings of a repository; rejects when some of them cannot be read. */
export async function readSettings(
  lakefs: LakeFSClient,
  repository: Repository,
  signal?: AbortSignal,
): Promise<RepositorySettings> {
  const read = await readEachSetting(lakefs, repository, signal);
  return wholeSettings(repository, read) ?? Promise.reject(firstError(read));
}

/** Without rules a default branch is unprotected, unless there is no branch at all. */
export const mayBeBare = ({ repository, branchProtection: { rules } }: RepositorySettings) =>
  rules.length === 0 && !repository.read_only;

export const hasBranches = async (lakefs: LakeFSClient, id: string, signal: AbortSignal): Promise<boolean> =>
  (await lakefs.listBranches(id, { amount: 1, signal })).results.length > 0;

/** A repository that has no branches. */
export const isBare = (settings: RepositorySettings | undefined) => settings?.branches?.length === 0;

const settingsOf = (repository: Repository, known: Partial<RepositorySettings> = {}): RepositorySettings => ({
  repository,
  branchProtection: { rules: [], etag: "" },
  gcRules: null,
  metadata: {},
  ...known,
});

/** What is wrong in each of some repositories, by ID; not what is about several of them. */
export async function auditEach(settings: readonly RepositorySettings[]): Promise<ReadonlyMap<string, Finding[]>> {
  const { audit } = await loadAdmin();
  return byRepository((await audit(settings)).filter((finding) => finding.rule !== "namespace_shared"));
}

function byRepository(findings: readonly Finding[]): ReadonlyMap<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = found.get(finding.repository);
    if (known) known.push(finding);
    else found.set(finding.repository, [finding]);
  }
  return found;
}

/** One for all spellings of a namespace, as lakeFS reads it. */
const placeOf = ({ storage_namespace, storage_id = "" }: Pick<Repository, "storage_namespace" | "storage_id">) =>
  `${storage_id}\n${withoutSlash(storage_namespace)}`;

/** Repositories that have their data on a namespace. */
export function othersOnNamespace(namespace: string, repositories: Iterable<Repository>, except?: string): string[] {
  const wanted = withoutSlash(namespace);
  return [...repositories]
    .filter((one) => one.id !== except && withoutSlash(one.storage_namespace) === wanted)
    .map((one) => one.id);
}

/** Findings about repositories that have one namespace, by ID; they need no settings, but say more with them. */
export async function auditNamespaces(
  rows: Iterable<{ repository: Repository; settings?: RepositorySettings | undefined }>,
): Promise<ReadonlyMap<string, Finding>> {
  const places = new Map<string, RepositorySettings[]>();
  for (const { repository, settings } of rows) {
    const place = placeOf(repository);
    const one = settings ?? settingsOf(repository);
    const known = places.get(place);
    if (known) known.push(one);
    else places.set(place, [one]);
  }
  const shared = [...places.values()].filter((group) => group.length > 1).flat();
  if (shared.length === 0) return new Map();
  const { audit } = await loadAdmin();
  const findings = (await audit(shared)).filter((finding) => finding.rule === "namespace_shared");
  return new Map(findings.map((finding) => [finding.repository, finding]));
}
