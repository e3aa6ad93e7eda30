import type { CallOptions, LakeFSClient, RefsDump, TaskInfo } from "../entry/index.js";
import { notify } from "../notify.js";
import { FORMAT, parseBackup, type RepositoryBackup } from "./document.js";
import { isLakeFSError, isRetryable } from "./lakefs.js";
import { copyOptions } from "./options.js";
import { normalizedRetention } from "./plan.js";
import { getSettings } from "./settings.js";

/** How to wait for a dump or a restore. */
export interface TaskOptions extends CallOptions {
  /** The longest pause between two polls, in milliseconds. Default 3,000. */
  pollMs?: number | undefined;
  /** Gives up with `task_stalled` when the task has made no progress for so many milliseconds. Default 3,600,000. */
  stallMs?: number | undefined;
  /** Milliseconds for the wait as a whole. Default `Infinity`. */
  deadlineMs?: number | undefined;
}

/** How to back up a repository. */
export interface BackupOptions extends TaskOptions {
  /** Called when a step begins. What it throws goes to `reportError` or `console.error`. Default: none. */
  onProgress?: ((step: BackupStep) => void) | undefined;
}

/** The current step of a backup. */
export interface BackupStep {
  /** Reading the settings, or waiting for lakeFS to dump branches, tags and commits. */
  step: "settings" | "dump";
}

/** How often a dump is requested again when lakeFS is busy or unreachable: an additional dump is harmless. */
const LONGEST_PAUSE = 4000;

/**
 * Backs up a repository: reads its settings, dumps its branches, tags and commits into its storage namespace, and resolves with one JSON
 * document. Objects are not copied: back up the storage too. Uncommitted changes are not part of a dump.
 *
 * What {@link getSettings} sends, `GET /config`, `POST` and `GET /repositories/{repository}/dump`. Rejects with what these reject with, with `task_failed`,
 * `task_stalled`, `task_expired`, with `timeout` after `deadlineMs`, and with `invalid_argument` for a backup that {@link parseBackup} would refuse: an ID of the
 * dump is empty.
 *
 * @example
 * import { backup } from "lakefs-wasm/admin";
 *
 * const document = await backup(lakefs, "demo", { deadlineMs: 600_000 });
 * console.log(document.format, document.repository.id); // → lakefs-wasm-backup demo
 */
export async function backup(
  client: LakeFSClient,
  repository: string,
  options?: BackupOptions,
): Promise<RepositoryBackup> {
  const { onProgress, ...call } = copyOptions(options);
  notify(onProgress, { step: "settings" });
  const [config, settings] = await Promise.all([
    // It only has the version. Some users may not read it, and some proxies do not forward it.
    client.serverConfig(call).catch(() => undefined),
    getSettings(client, repository, call),
  ]);
  notify(onProgress, { step: "dump" });
  const refs = await dump(client, repository, call);
  const version = config?.version_config?.version;
  // What a restore would refuse must not look like a backup: a dump whose IDs are empty.
  return parseBackup({
    format: FORMAT,
    version: 1,
    created_at: new Date().toISOString(),
    ...(version !== undefined && { lakefs_version: version }),
    repository: settings.repository,
    refs,
    branch_protection: settings.branchProtection.rules,
    gc_rules: normalizedRetention(settings.gcRules),
    metadata: settings.metadata,
  }) as RepositoryBackup;
}

/** The IDs of a new dump. */
export async function dump(client: LakeFSClient, repository: string, call: TaskOptions): Promise<RefsDump> {
  const { id } = await submitDump(client, repository, call);
  return client.waitForDump(repository, id, call);
}

async function submitDump(client: LakeFSClient, repository: string, call: CallOptions): Promise<TaskInfo> {
  for (let milliseconds = 500; ; milliseconds *= 2) {
    try {
      return await client.dumpSubmit(repository, call);
    } catch (error) {
      const isPassing = isRetryable(error) && !isLakeFSError(error, "timeout");
      if (milliseconds > LONGEST_PAUSE || !isPassing || call.signal?.aborted) throw error;
      await pause(milliseconds, call.signal);
    }
  }
}

/** Waits until the time is over or the signal is aborted; then the next call rejects with its reason. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end);
  });
}
