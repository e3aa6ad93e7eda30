import type { AnyLakeFSError, CallOptions, LakeFSClient, Repository } from "../entry/index.js";
import { notify } from "../notify.js";
import { isLakeFSError } from "./lakefs.js";
import { mapInOrder } from "./map-in-order.js";
import { copyOptions, type ListSettingsOptions, type Progress } from "./options.js";

/** A repository for which the work failed. */
export interface Failed {
  id: string;
  error: AnyLakeFSError;
}

/** Does work for each repository on the server, some at a time, and yields the results in order; a failure is an item. Throws when an option is wrong. */
export function mapRepositories<R extends { id: string }>(
  client: LakeFSClient,
  options: ListSettingsOptions | undefined,
  work: (repository: Repository, call: CallOptions, branches?: boolean) => Promise<R>,
): AsyncIterableIterator<R | Failed> {
  const { concurrency = 8, branches, onProgress, prefix, search, ...call } = copyOptions(options);
  const progress: Progress = { done: 0, failed: 0 };
  const report = (): void => notify(onProgress, { ...progress });
  return mapInOrder({
    list: (signal) => client.repositories({ ...call, prefix, search, signal }),
    work: async (repository: Repository, signal) => {
      const result = await work(repository, { ...call, signal }, branches).catch((error: unknown): Failed => {
        // Aborts and foreign errors end the loop.
        if (signal.aborted || !isLakeFSError(error)) throw error;
        progress.failed++;
        return { id: repository.id, error };
      });
      progress.done++;
      report();
      return result;
    },
    concurrency,
    signal: call.signal,
    onTotal(total) {
      progress.total = total;
      report();
    },
  });
}
