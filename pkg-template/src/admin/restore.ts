import type {
  CallOptions,
  GarbageCollectionRules,
  LakeFSClient,
  RefsDump,
  Repository,
  RepositoryCreation,
} from "../entry/index.js";
import { notify } from "../notify.js";
import { applySettings } from "./apply.js";
import { dump, type TaskOptions } from "./backup.js";
import type { DesiredSettings } from "./desired.js";
import { parseBackup, type RepositoryBackup } from "./document.js";
import { alreadyExists, invalid, orNull } from "./errors.js";
import { isLakeFSError } from "./lakefs.js";
import { branchProblem, compilePattern, patternsOf, withoutSlash } from "./names.js";
import { copyOptions } from "./options.js";
import { sameRetention } from "./plan.js";
import { readSettings } from "./settings.js";

/** The current step of a restore. */
export interface RestoreStep {
  /** Creating the bare repository, waiting for lakeFS to restore branches, tags and commits, or setting rules and retention. */
  step: "create" | "restore" | "settings";
}

/** How to restore a repository. */
export interface RestoreOptions extends TaskOptions {
  /** The ID of the repository. Default: the backup's; needed for the bare IDs of a dump. */
  name?: string | undefined;
  /** A storage namespace that holds a copy of the backup's. Default: the backup's; needed for the bare IDs of a dump. */
  storageNamespace?: string | undefined;
  /** The default branch. Default: the backup's, else `main`. */
  defaultBranch?: string | undefined;
  /** Whether the repository is read-only; its settings are then not restored. Default: as in the backup. */
  readOnly?: boolean | undefined;
  /** Whether to set branch protection and garbage collection rules. Default `true`. */
  settings?: boolean | undefined;
  /** Called when a step begins. What it throws goes to `reportError` or `console.error`. Default: none. */
  onProgress?: ((step: RestoreStep) => void) | undefined;
}

/** The result of a restore. */
export interface RestoreResult {
  /** The repository. */
  repository: Repository;
  /**
   * What was not restored, or only in part: lakeFS has no operation that writes metadata, a read-only repository accepts no settings, and patterns
   * that lakeFS cannot compile and retention rules for impossible branch IDs are omitted.
   */
  notRestored: ("branchProtection" | "gcRules" | "metadata")[];
}

/**
 * Restores a repository: creates it bare, on the backup's storage namespace or on a copy of it, restores branches, tags and commits, and sets branch protection
 * and garbage collection rules. Resolves with what was not restored.
 *
 * An interrupted restore continues when it is run again: a bare repository of that ID on that namespace is restored into, and one that has
 * the backup's content gets its settings. Any other repository of that ID is refused with `already_exists`, and so is the one that was backed up.
 *
 * `GET` and `POST /repositories`, `POST` and `GET /repositories/{repository}/restore`, and what {@link applySettings} sends. Rejects with what these reject with; an
 * error has the step that failed as `step`: `create`, `restore` or `settings`. A restore that failed midway is not undone: delete the repository and start again.
 *
 * @example
 * import { backup, restore } from "lakefs-wasm/admin";
 *
 * const document = await backup(lakefs, "demo");
 * const { repository, notRestored } = await restore(lakefs, document, { name: "drill" });
 * console.log(repository.id, notRestored.length); // → drill 0
 */
export async function restore(
  client: LakeFSClient,
  backup: RepositoryBackup | RefsDump,
  options?: RestoreOptions,
): Promise<RestoreResult> {
  const {
    onProgress,
    settings = true,
    name,
    storageNamespace,
    defaultBranch,
    readOnly,
    ...call
  } = copyOptions(options);
  const document = parseBackup(backup);
  const saved = "format" in document ? document : undefined;
  const refs = saved?.refs ?? (document as RefsDump);
  const original: Partial<Repository> = saved?.repository ?? {};
  const target = {
    name: needed("name", name ?? original.id),
    storage_namespace: needed("storageNamespace", storageNamespace ?? original.storage_namespace),
    // Another namespace can be in another of the server's stores.
    storage_id: (storageNamespace === undefined && original.storage_id) || undefined,
    default_branch: defaultBranch ?? original.default_branch,
    read_only: readOnly ?? original.read_only ?? false,
  };
  let step: RestoreStep["step"] = "create";
  const begin = (next: RestoreStep["step"]): void => {
    step = next;
    notify(onProgress, { step });
  };
  try {
    begin("create");
    const { repository, isBare } = await findOrCreate(client, original, refs, target, call);
    if (isBare) {
      begin("restore");
      const { id } = await client.restoreSubmit(
        target.name,
        { ...refs, ...(repository.read_only && { force: true }) },
        call,
      );
      await client.waitForRestore(target.name, id, call);
    }
    begin("settings");
    return { repository, notRestored: saved ? await restoreSettings(client, saved, repository, settings, call) : [] };
  } catch (error) {
    throw isLakeFSError(error) && !call.signal?.aborted ? Object.assign(error, { step }) : error;
  }
}

function needed(option: string, value: string | undefined): string {
  if (value === undefined) throw invalid(`options.${option}`, "is required: a dump's IDs do not contain it");
  return value;
}

/** The repository to restore into: a new one, or the one of an interrupted run. */
async function findOrCreate(
  client: LakeFSClient,
  original: Partial<Repository>,
  refs: RefsDump,
  target: RepositoryCreation & { read_only: boolean },
  call: CallOptions,
): Promise<{ repository: Repository; isBare: boolean }> {
  const { name, storage_namespace, read_only } = target;
  const repository = await orNull(client.getRepository(name, call), "repository_not_found", call);
  if (!repository) {
    const created = await client.createRepository(target, { ...call, bare: true });
    return { repository: { ...created, read_only }, isBare: true };
  }
  if (original.id === name && original.creation_date === repository.creation_date)
    throw alreadyExists(name, "that was backed up still exists (lakeFS returns a deleted one for some seconds)");
  if (withoutSlash(repository.storage_namespace) !== withoutSlash(storage_namespace))
    throw alreadyExists(name, "is on another storage namespace");
  const { results } = await client.listBranches(name, { ...call, amount: 1 });
  const isBare = results.length === 0;
  const now = isBare ? refs : await dump(client, name, call);
  // The IDs of commits can differ for the same commits.
  if (now.branches_meta_range_id !== refs.branches_meta_range_id || now.tags_meta_range_id !== refs.tags_meta_range_id)
    throw alreadyExists(name, "has other branches or tags than the backup");
  return { repository, isBare };
}

/** Sets what a dump leaves out. Resolves with the names of what the repository does not have afterwards. */
async function restoreSettings(
  client: LakeFSClient,
  { branch_protection, gc_rules, metadata }: RepositoryBackup,
  repository: Repository,
  wanted: boolean,
  call: CallOptions,
): Promise<RestoreResult["notRestored"]> {
  const { id, read_only } = repository;
  const branchProtection = patternsOf(branch_protection);
  if (wanted && !read_only) await applySettings(client, id, await usable(branchProtection, gc_rules), call);
  const now = await readSettings(client, id, repository, call, false);
  const stored = patternsOf(now.branchProtection.rules);
  const restored = {
    branchProtection: !wanted || branchProtection.every((pattern) => stored.includes(pattern)),
    gcRules: !wanted || sameRetention(now.gcRules, gc_rules),
    metadata: Object.entries(metadata).every(([key, value]) => now.metadata[key] === value),
  };
  return (Object.keys(restored) as (keyof typeof restored)[]).filter((name) => !restored[name]);
}

/** The saved settings without patterns that block every write, and without retention rules for impossible branch IDs. */
async function usable(patterns: readonly string[], saved: GarbageCollectionRules | null): Promise<DesiredSettings> {
  const compiled = await Promise.all(patterns.map(compilePattern));
  const branches = saved?.branches.filter(({ branch_id }) => !branchProblem(branch_id)) ?? [];
  return {
    branchProtection: patterns.filter((_, index) => typeof compiled[index] !== "string"),
    gcRules: saved && (saved.default_retention_days || branches.length > 0) ? { ...saved, branches } : null,
  };
}
