import type { CallOptions, LakeFSClient, RefsDump, Repository } from "../index.js";
import { applySettings } from "./apply.js";
import { submitDump, type TaskOptions } from "./backup.js";
import { parseBackup, type RepositoryBackup } from "./document.js";
import { alreadyExists, invalid, orElse } from "./errors.js";
import { isLakeFSError } from "./lakefs.js";
import { checkTypes, copyOptions, notify } from "./options.js";
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
  /** What was not restored: lakeFS has no operation for metadata, and a read-only repository refuses settings. */
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
  const { onProgress, pollMs, stallMs, deadlineMs, settings = true, ...rest } = copyOptions(options);
  const { name, storageNamespace, defaultBranch, readOnly, ...call } = rest;
  checkTypes({ name, storageNamespace, defaultBranch }, "string");
  checkTypes({ readOnly, settings }, "boolean");
  checkTypes({ onProgress }, "function");
  const source = readSource(backup);
  const target = targetOf(source, { name, storageNamespace, defaultBranch, readOnly });
  let step: RestoreStep["step"] = "create";
  const begin = (next: RestoreStep["step"]): void => {
    step = next;
    notify(onProgress, { step });
  };
  try {
    begin("create");
    const { repository, isBare } = await findOrCreate(client, source, target, call);
    if (isBare) {
      begin("restore");
      const refs = { ...source.refs, ...(repository.read_only && { force: true }) };
      const { id } = await client.restoreSubmit(target.name, refs, call);
      await client.waitForRestore(target.name, id, { ...call, pollMs, stallMs, deadlineMs });
    }
    begin("settings");
    return await restoreSettings(client, source.backup, repository, settings, call);
  } catch (error) {
    throw isLakeFSError(error) && !call.signal?.aborted ? Object.assign(error, { step }) : error;
  }
}

interface Source {
  /** Missing for the bare IDs of a dump. */
  readonly backup: RepositoryBackup | undefined;
  readonly refs: RefsDump;
}

interface Target {
  readonly name: string;
  readonly storage_namespace: string;
  readonly storage_id: string | undefined;
  readonly default_branch: string | undefined;
  readonly read_only: boolean;
}

function readSource(given: unknown): Source {
  const document = parseBackup(given);
  return "format" in document ? { backup: document, refs: document.refs } : { backup: undefined, refs: document };
}

function targetOf(
  { backup }: Source,
  given: Pick<RestoreOptions, "name" | "storageNamespace" | "defaultBranch" | "readOnly">,
): Target {
  const known = backup?.repository;
  const needed = (option: "name" | "storageNamespace", value: string | undefined): string => {
    if (value === undefined) throw invalid(`options.${option}`, "is required: a dump's IDs do not contain it");
    return value;
  };
  const { storageNamespace } = given;
  return {
    name: needed("name", given.name ?? known?.id),
    storage_namespace: needed("storageNamespace", storageNamespace ?? known?.storage_namespace),
    // Another namespace can be in another object store of the server.
    storage_id: storageNamespace === undefined ? known?.storage_id || undefined : undefined,
    default_branch: given.defaultBranch ?? known?.default_branch,
    read_only: given.readOnly ?? known?.read_only ?? false,
  };
}

/** The repository to restore into: a new one, or the one of an interrupted run. */
async function findOrCreate(
  client: LakeFSClient,
  source: Source,
  target: Target,
  call: CallOptions,
): Promise<{ repository: Repository; isBare: boolean }> {
  const { name, storage_namespace } = target;
  const found = await orElse(client.getRepository(name, call), "repository_not_found", undefined, call);
  if (!found) {
    const repository = await client.createRepository(target, { ...call, bare: true });
    return { repository: { ...repository, read_only: target.read_only }, isBare: true };
  }
  const original = source.backup?.repository;
  if (original?.id === name && original.creation_date === found.creation_date)
    throw alreadyExists(
      name,
      "the repository that was backed up still exists (lakeFS returns a deleted one for some seconds)",
    );
  if (withoutSlash(found.storage_namespace) !== withoutSlash(storage_namespace))
    throw alreadyExists(name, "the repository has another storage namespace");
  const { results } = await client.listBranches(name, { ...call, amount: 1 });
  if (results.length === 0) return { repository: found, isBare: true };
  if (await holds(client, name, source.refs, call)) return { repository: found, isBare: false };
  throw alreadyExists(name, "the repository has branches or tags that are not in the backup");
}

/** Whether a repository has the branches and tags of a dump. The IDs of commits can differ for the same commits. */
async function holds(client: LakeFSClient, name: string, refs: RefsDump, call: CallOptions): Promise<boolean> {
  const { id } = await submitDump(client, name, call);
  const now = await client.waitForDump(name, id, call);
  return (
    now.branches_meta_range_id === refs.branches_meta_range_id && now.tags_meta_range_id === refs.tags_meta_range_id
  );
}

async function restoreSettings(
  client: LakeFSClient,
  backup: RepositoryBackup | undefined,
  repository: Repository,
  wanted: boolean,
  call: CallOptions,
): Promise<RestoreResult> {
  const { id } = repository;
  if (!backup) return { repository, notRestored: [] };
  const patterns = backup.branch_protection.map(({ pattern }) => pattern);
  if (wanted && repository.read_only !== true)
    await applySettings(client, id, { branchProtection: patterns, gcRules: backup.gc_rules }, call);
  const now = await readSettings(client, id, repository, call, false);
  const has = new Set(now.branchProtection.rules.map(({ pattern }) => pattern));
  const notRestored: RestoreResult["notRestored"] = [];
  if (wanted && !patterns.every((pattern) => has.has(pattern))) notRestored.push("branchProtection");
  if (wanted && !sameRetention(now.gcRules, backup.gc_rules)) notRestored.push("gcRules");
  if (!Object.entries(backup.metadata).every(([key, value]) => now.metadata[key] === value))
    notRestored.push("metadata");
  return { repository, notRestored };
}

const withoutSlash = (namespace: string): string => namespace.replace(/\/+$/, "");
