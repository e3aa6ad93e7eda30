import type {
  AnyLakeFSError,
  BranchProtection,
  CallOptions,
  GarbageCollectionRules,
  LakeFSClient,
  Ref,
  Repository,
  RepositoryMetadata,
} from "../entry/index.js";
import { orNull } from "./errors.js";
import { mapRepositories } from "./map-repositories.js";
import { copyOptions, type ListSettingsOptions } from "./options.js";

/** All settings of one repository. */
export interface RepositorySettings {
  /** The repository. */
  repository: Repository;
  /** Its branch protection rules, and their ETag. */
  branchProtection: BranchProtection;
  /** Its garbage collection rules; `null` when there are none. */
  gcRules: GarbageCollectionRules | null;
  /** Its metadata, `{}` when there is none. */
  metadata: RepositoryMetadata;
  /** Its branches in byte order of their IDs, only with `branches: true`; `[]` for a bare repository. */
  branches?: Ref[];
}

/** How to read the settings of a repository. */
export interface GetSettingsOptions extends CallOptions {
  /** Whether to list the branches too. Default `false`. */
  branches?: boolean | undefined;
}

/** The settings of a repository, or why they could not be read. */
export type SettingsResult =
  | {
      /** The repository's ID. */
      id: string;
      /** Its settings. */
      settings: RepositorySettings;
      /** Only there when reading failed. */
      error?: never;
    }
  | {
      /** The repository's ID. */
      id: string;
      /** Only there when reading succeeded. */
      settings?: never;
      /** Why the settings could not be read. */
      error: AnyLakeFSError;
    };

/**
 * Reads all settings of a repository, with requests in parallel.
 *
 * `GET /repositories/{repository}`, its `/settings/branch_protection`, `/settings/gc_rules` and `/metadata`; with `branches`, its `/branches`.
 * Rejects with what these reject with: `repository_not_found`, `permission_denied`, … Without garbage collection rules `gcRules` is `null`.
 *
 * @example
 * import { getSettings } from "lakefs-wasm/admin";
 *
 * const { branchProtection, gcRules, branches } = await getSettings(lakefs, "demo", { branches: true });
 * console.log(branchProtection.rules.length, gcRules, branches?.[0]?.id); // → 0 null main
 */
export async function getSettings(
  client: LakeFSClient,
  repository: string,
  options?: GetSettingsOptions,
): Promise<RepositorySettings> {
  const { branches, ...call } = copyOptions(options);
  return readSettings(client, repository, client.getRepository(repository, call), call, branches);
}

/**
 * Reads the settings of all repositories, in byte order of their IDs, some repositories at a time and ahead of the loop. A repository that cannot
 * be read is an item with `error` and does not end the loop; one that is deleted after it was listed is an item with the code `repository_not_found` or
 * `repository_deleting`. Leaving the loop cancels pending requests. Memory stays constant.
 *
 * `GET /repositories`, page after page, and for each repository what {@link getSettings} sends. Throws an `InvalidArgumentError` when an option is
 * wrong; in the loop, what listing the repositories rejects with, and the signal's reason.
 *
 * @example
 * import { listSettings } from "lakefs-wasm/admin";
 *
 * for await (const { id, settings, error } of listSettings(lakefs, { prefix: "de" })) {
 *   console.log(id, error ? error.code : settings.branchProtection.rules.length); // → demo 0
 * }
 */
export function listSettings(
  client: LakeFSClient,
  options?: ListSettingsOptions,
): AsyncIterableIterator<SettingsResult> {
  return mapRepositories(client, options, async (repository, call, branches) => ({
    id: repository.id,
    settings: await readSettings(client, repository.id, repository, call, branches),
  }));
}

/** Reads what belongs to a repository. */
export async function readSettings(
  client: LakeFSClient,
  id: string,
  repository: Repository | Promise<Repository>,
  call: CallOptions,
  branches?: boolean,
): Promise<RepositorySettings> {
  const [found, branchProtection, gcRules, metadata, refs] = await Promise.all([
    repository,
    client.getBranchProtectionRules(id, call),
    readRetention(client, id, call),
    client.getRepositoryMetadata(id, call),
    branches ? collect(client.branches(id, call)) : undefined,
  ]);
  return { repository: found, branchProtection, gcRules, metadata, ...(refs && { branches: refs }) };
}

/** The garbage collection rules; null when there are none. */
export function readRetention(
  client: LakeFSClient,
  id: string,
  call: CallOptions,
): Promise<GarbageCollectionRules | null> {
  return orNull(client.getGCRules(id, call), "not_found", call);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
