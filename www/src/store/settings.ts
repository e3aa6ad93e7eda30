import {
  type BranchProtection,
  type GarbageCollectionRules,
  isLakeFSError,
  type LakeFSClient,
  type Ref,
  type Repository,
} from "lakefs-wasm";
import type { Finding, RepositorySettings } from "lakefs-wasm/admin";
import { loadOnce } from "../load-once";
import { withoutSlash } from "../without-slash";

export type { AuditRule, Finding, RepositorySettings } from "lakefs-wasm/admin";

/** Not part of the first load: the list needs it only for the audit. */
export const loadAdmin = loadOnce(() => import("lakefs-wasm/admin"));

/** lakeFS's message for a missing policy. A proxy's 404, such as `404 page not found`, must not look like one. */
const NO_POLICY = /^(?!404).*not found$/;

/** The retention policy, null when there is none: a missing policy and a missing repository are both 404. */
export const readPolicy = (
  lakefs: LakeFSClient,
  id: string,
  signal?: AbortSignal,
): Promise<GarbageCollectionRules | null> =>
  lakefs
    .getGCRules(id, signal ? { signal } : {})
    .catch((thrown: unknown) =>
      isLakeFSError(thrown, "not_found") && NO_POLICY.test(thrown.message) ? null : Promise.reject(thrown),
    );

export type SettingName = "branchProtection" | "gcRules";

/** The settings that could be read, and the errors of the others. */
export interface PartialSettings {
  readonly branchProtection?: BranchProtection;
  readonly gcRules?: GarbageCollectionRules | null;
  /** None where it was found to have no branches. */
  readonly branches?: Ref[];
  readonly errors: { readonly branchProtection?: unknown; readonly gcRules?: unknown };
}

/** Reads the settings that the list of repositories lacks, with two requests. Never rejects. */
export async function readEachSetting(
  lakefs: LakeFSClient,
  { id }: Repository,
  signal?: AbortSignal,
): Promise<PartialSettings> {
  const [rules, policy] = await Promise.allSettled([
    lakefs.getBranchProtectionRules(id, signal ? { signal } : {}),
    readPolicy(lakefs, id, signal),
  ]);
  // A deleted repository has no policy, even if its 404 looks like that of a missing policy.
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

/** The settings of a repository; undefined unless all could be read. */
export const wholeSettings = (
  repository: Repository,
  { branchProtection, gcRules }: PartialSettings,
): RepositorySettings | undefined =>
  branchProtection && gcRules !== undefined ? settingsOf(repository, { branchProtection, gcRules }) : undefined;

/** Settings of which not all could be read, as the audit takes them: what is not known is as in a new repository. */
export const partlyKnown = (
  repository: Repository,
  { branchProtection, gcRules = null, branches }: PartialSettings,
): RepositorySettings =>
  settingsOf(repository, { ...(branchProtection && { branchProtection }), gcRules, ...(branches && { branches }) });

/** Whether a finding is about settings that could be read. */
export const isKnownFinding = ({ rule }: Finding, { errors }: PartialSettings): boolean =>
  !(rule === "default_branch_unprotected" && "branchProtection" in errors) &&
  !(rule === "retention_missing" && "gcRules" in errors);

/** Why some of the settings could not be read. */
export const firstError = ({ errors }: PartialSettings): unknown => errors.branchProtection ?? errors.gcRules;

/** The settings of a repository; rejects when some of them cannot be read, or `needed` cannot where the others do not matter. */
export async function readSettings(
  lakefs: LakeFSClient,
  repository: Repository,
  signal?: AbortSignal,
  needed?: SettingName,
): Promise<RepositorySettings> {
  const read = await readEachSetting(lakefs, repository, signal);
  if (needed && !(needed in read.errors)) return partlyKnown(repository, read);
  return wholeSettings(repository, read) ?? Promise.reject(firstError(read));
}

/** Whether the branches must be read: without rules the default branch is unprotected, unless there is no branch at all. */
export const mayBeBare = ({
  repository,
  branchProtection,
}: Pick<RepositorySettings, "repository" | "branchProtection">) =>
  branchProtection.rules.length === 0 && !repository.read_only;

export const hasBranches = async (lakefs: LakeFSClient, id: string, signal: AbortSignal): Promise<boolean> =>
  (await lakefs.listBranches(id, { amount: 1, signal })).results.length > 0;

/** A repository that has no branches. */
export const isBare = (settings: Pick<RepositorySettings, "branches"> | undefined) => settings?.branches?.length === 0;

const settingsOf = (repository: Repository, known: Partial<RepositorySettings> = {}): RepositorySettings => ({
  repository,
  branchProtection: { rules: [], etag: "" },
  gcRules: null,
  metadata: {},
  ...known,
});

/** The findings of each repository, by ID, without those about several repositories. */
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

/** The same key for all spellings of a namespace that lakeFS treats as equal. */
const placeOf = ({ storage_namespace, storage_id = "" }: Pick<Repository, "storage_namespace" | "storage_id">) =>
  `${storage_id}\n${withoutSlash(storage_namespace)}`;

/** IDs of the repositories on a namespace. */
export function othersOnNamespace(namespace: string, repositories: Iterable<Repository>, except?: string): string[] {
  const wanted = withoutSlash(namespace);
  return [...repositories]
    .filter((one) => one.id !== except && withoutSlash(one.storage_namespace) === wanted)
    .map((one) => one.id);
}

/** Findings about repositories that share a namespace, by ID. Settings are optional; with them the severity is more exact. */
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
