import type { AnyLakeFSError, CallOptions, LakeFSClient, Repository } from "../index.js";
import { isLakeFSError } from "./lakefs.js";
import { type listOptions, notify, type Progress } from "./options.js";
import { mapInOrder } from "./pool.js";

/** A repository for which the work failed. */
export interface Failed {
  id: string;
  error: AnyLakeFSError;
}

/** Runs work for each repository on the server, in order and some at a time; a failure is an item. */
export function overRepositories<R extends { id: string }>(
  client: LakeFSClient,
  options: ReturnType<typeof listOptions>,
  work: (repository: Repository, call: CallOptions) => Promise<R>,
): AsyncIterableIterator<R | Failed> {
  const { concurrency, onProgress, filter, call } = options;
  const progress: Progress = { done: 0, failed: 0 };
  const report = (): void => notify(onProgress, { ...progress });
  return mapInOrder({
    list: (signal) => client.repositories({ ...call, ...filter, signal }),
    work: async (repository: Repository, signal): Promise<R | Failed> => {
      let result: R | Failed;
      try {
        result = await work(repository, { ...call, signal });
      } catch (error) {
        // Aborts and foreign errors end the loop.
        if (signal.aborted || !isLakeFSError(error)) throw error;
        result = { id: repository.id, error };
        progress.failed++;
      }
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
