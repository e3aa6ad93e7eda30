import type { AnyLakeFSError, CallOptions, LakeFSClient } from "../entry/index.js";
import { checkDesired, type DesiredSettings } from "./desired.js";
import { invalid, preconditionFailed, quote } from "./errors.js";
import { mapRepositories } from "./map-repositories.js";
import { compilePattern, patternsOf } from "./names.js";
import { copyOptions, type ListSettingsOptions } from "./options.js";
import {
  type BranchProtectionChange,
  type CurrentSettings,
  changesFor,
  type GarbageCollectionChange,
  protectionChange,
  type SettingsChange,
  sameRetention,
} from "./plan.js";
import { type RepositorySettings, readRetention, readSettings } from "./settings.js";

/** How to change the settings of a repository. */
export interface ApplySettingsOptions extends CallOptions {
  /** Whether to report what would change without writing. Default `false`. */
  dryRun?: boolean | undefined;
  /** The settings that a plan was made from, for `precondition_failed` when they have changed since. Default: they are read first. */
  expected?: CurrentSettings | undefined;
}

/** How to change the settings of many repositories. */
export interface ApplyToAllOptions extends ListSettingsOptions {
  /** Whether to report what would change without writing. Default `false`. */
  dryRun?: boolean | undefined;
}

/** What was changed for a repository, or why it could not be. */
export type ApplyResult =
  | {
      /** The repository's ID. */
      id: string;
      /** What was changed, or would be with `dryRun`; `[]` when nothing differs. */
      changes: SettingsChange[];
      /** Only there when it failed. */
      error?: never;
    }
  | {
      /** The repository's ID. */
      id: string;
      /** Only there when it succeeded. */
      changes?: never;
      /** Why it failed. What was written before stays; a second run continues. */
      error: AnyLakeFSError;
    };

/**
 * Changes the settings of a repository, and writes only what differs. Resolves with what was changed, so a second run resolves with `[]`.
 *
 * Patterns that are added or removed go through {@link LakeFSClient.updateBranchProtectionRules}, so no concurrent change is lost. What would replace
 * somebody else's change is refused with `precondition_failed`: `branchProtection` when the patterns are no longer those that the plan was made from, and
 * `gcRules` when the rules are not. lakeFS cannot write garbage collection rules conditionally: they are read again just before they are written, and
 * a write by somebody else between the two is overwritten.
 *
 * `GET` and `PUT /repositories/{repository}/settings/branch_protection`; `GET`, and `PUT` or `DELETE`, `/repositories/{repository}/settings/gc_rules`. Rejects with
 * `precondition_failed`, `read_only`, `repository_not_found`, `repository_deleting`, and with `invalid_argument` before anything is written.
 *
 * @example
 * import { applySettings } from "lakefs-wasm/admin";
 *
 * const desired = { protect: ["main"], gcRules: { default_retention_days: 28, branches: [] } };
 * console.log((await applySettings(lakefs, "demo", desired, { dryRun: true })).length); // → 2
 * console.log((await applySettings(lakefs, "demo", desired)).length); // → 2
 * console.log((await applySettings(lakefs, "demo", desired)).length); // → 0
 */
export async function applySettings(
  client: LakeFSClient,
  repository: string,
  desired: DesiredSettings,
  options?: ApplySettingsOptions,
): Promise<SettingsChange[]> {
  const { dryRun = false, expected, ...call } = copyOptions(options);
  const wanted = checkDesired(desired);
  // Not `??`: null is refused, since the condition would be lost.
  const current = expected === undefined ? await readCurrent(client, repository, wanted, call) : expected;
  const changes = changesFor(current, wanted, "options.expected");
  await checkPatterns(patternsOf(current.branchProtection.rules), changes, desired);
  if (dryRun) return changes;
  const done: SettingsChange[] = [];
  // Garbage collection first: where it is refused, nothing has been written.
  for (const planned of changes.reverse()) {
    const change =
      planned.setting === "gcRules"
        ? await applyRetention(client, repository, planned, call)
        : await applyProtection(client, repository, wanted, current, call);
    if (change) done.unshift(change);
  }
  return done;
}

/**
 * Changes the settings of all repositories, in byte order of their IDs, some repositories at a time and ahead of the loop. `desired` is the same for
 * all, or a function of a repository's settings, which may be asynchronous; `null` leaves the repository alone. Each is changed as {@link applySettings} does it. A failure is an
 * item with `error` and does not end the loop; one that is deleted after it was listed has the code `repository_not_found` or `repository_deleting`. Leaving
 * the loop cancels pending requests; a second run continues.
 *
 * `GET /repositories`, page after page, and for each repository what {@link applySettings} sends, with a function {@link listSettings} too. Throws an
 * `InvalidArgumentError` when an argument is wrong; in the loop, what listing the repositories rejects with, what the function throws unless it is an
 * error of the client's, and the signal's reason.
 *
 * @example
 * import { applyToAll, type RepositorySettings } from "lakefs-wasm/admin";
 *
 * const protectDefault = ({ repository }: RepositorySettings) => ({ protect: [repository.default_branch] });
 * for await (const { id, changes, error } of applyToAll(lakefs, protectDefault, { dryRun: true })) {
 *   console.log(id, error ? error.message : changes.length); // → demo 1
 * }
 */
export function applyToAll(
  client: LakeFSClient,
  desired:
    | DesiredSettings
    | ((settings: RepositorySettings) => DesiredSettings | null | Promise<DesiredSettings | null>),
  options?: ApplyToAllOptions,
): AsyncIterableIterator<ApplyResult> {
  const { dryRun, ...given } = copyOptions(options);
  if (typeof desired !== "function") checkDesired(desired);
  return mapRepositories(client, given, async (repository, call, branches) => {
    const { id } = repository;
    let wanted: DesiredSettings | null;
    let expected: RepositorySettings | undefined;
    if (typeof desired === "function") {
      expected = await readSettings(client, id, repository, call, branches);
      wanted = await desired(expected);
    } else wanted = desired;
    return {
      id,
      changes: wanted === null ? [] : await applySettings(client, id, wanted, { ...call, dryRun, expected }),
    };
  });
}

/** Reads only what a plan needs: not everybody may read everything. */
export async function readCurrent(
  client: LakeFSClient,
  repository: string,
  wanted: DesiredSettings,
  call: CallOptions,
): Promise<CurrentSettings> {
  const retention = wanted.gcRules !== undefined;
  const patterns = wanted.branchProtection ?? wanted.protect ?? wanted.unprotect;
  const [branchProtection, gcRules] = await Promise.all([
    retention && !patterns ? { rules: [], etag: null } : client.getBranchProtectionRules(repository, call),
    retention ? readRetention(client, repository, call) : null,
  ]);
  return { branchProtection, gcRules };
}

/** Refuses patterns that lakeFS cannot compile, added and stored ones, before anything is written. */
async function checkPatterns(
  stored: readonly string[],
  changes: readonly SettingsChange[],
  desired: DesiredSettings,
): Promise<void> {
  for (const change of changes) {
    if (change.setting === "gcRules") continue;
    const { add, remove } = change;
    for (const pattern of [...add, ...stored.filter((one) => !remove.includes(one))]) {
      const problem = await compilePattern(pattern);
      if (typeof problem !== "string") continue;
      const name = desired.branchProtection ? "branchProtection" : "protect";
      const index = desired[name]?.indexOf(pattern) ?? -1;
      if (index >= 0) throw invalid(`desired.${name}[${index}]`, problem);
      throw invalid(
        "desired.unprotect",
        `must have the stored ${quote(pattern)}, which blocks every write: it ${problem}`,
      );
    }
  }
}

/** Changes the patterns that are stored at the time of the write. Returns the change, or undefined when nothing differs. */
async function applyProtection(
  client: LakeFSClient,
  repository: string,
  wanted: DesiredSettings,
  { branchProtection: planned }: CurrentSettings,
  call: CallOptions,
): Promise<BranchProtectionChange | undefined> {
  let change: BranchProtectionChange | undefined;
  await client.updateBranchProtectionRules(
    repository,
    (stored) => {
      const patterns = patternsOf(stored);
      const next = protectionChange(patterns, wanted);
      if (!next) return stored;
      // Replacing all patterns is safe only for those that the plan was made from.
      if (wanted.branchProtection && protectionChange(patterns, { branchProtection: patternsOf(planned.rules) }))
        throw preconditionFailed("setBranchProtectionRules", repository, "branch protection");
      change = next;
      const kept = stored.filter(({ pattern }) => !next.remove.includes(pattern));
      return [...kept, ...next.add.map((pattern) => ({ pattern }))];
    },
    call,
  );
  return change;
}

/** Writes the rules if they are still those of the plan. Returns the change, or undefined when nothing differs. */
async function applyRetention(
  client: LakeFSClient,
  repository: string,
  change: GarbageCollectionChange,
  call: CallOptions,
): Promise<GarbageCollectionChange | undefined> {
  const stored = await readRetention(client, repository, call);
  if (sameRetention(stored, change.to)) return undefined; // an earlier run has written them
  if (!sameRetention(stored, change.from))
    throw preconditionFailed(change.to === null ? "deleteGCRules" : "setGCRules", repository, "garbage collection");
  if (change.to === null) await client.deleteGCRules(repository, call);
  else await client.setGCRules(repository, change.to, call);
  return change;
}
