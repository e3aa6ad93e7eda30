import { shapes } from "./arguments.js";
import { checkCall, type Seen } from "./call.js";
import { isLakeFSError, makeError, type TaskError } from "./errors.js";
import { notify } from "./flight.js";
import { pauseBefore } from "./loader.js";
import type { CallOptions, WaitOptions } from "./options.js";
import { askedPause } from "./retry-after.js";
import { Span } from "./span.js";
import type { Operation } from "./types.js";

interface Status {
  id: string;
  done: boolean;
  update_time: string;
  error?: string;
}
type Poll<S> = (options: CallOptions, seen: Seen) => Promise<S>;

/** Whether the same call may do well in a moment: lakeFS is busy, or out of reach. */
export function isPassing(error: unknown): boolean {
  return (
    isLakeFSError(error, "unavailable") ||
    isLakeFSError(error, "rate_limited") ||
    isLakeFSError(error, "connection_failed")
  );
}

/** Asks for a task's status until it is done well, and gives that and how many requests it took: see `LakeFSClient.waitForDump`. */
export async function waitForTask<S extends Status>(
  operation: Operation,
  poll: Poll<S>,
  repository: string,
  taskId: string,
  options?: WaitOptions<S>,
): Promise<[status: S, attempts: number]> {
  const checked = checkCall({ operation, repository, taskId, options, shape: shapes.wait });
  const {
    pollMs = 3_000,
    stallMs = 3_600_000,
    deadlineMs = Infinity,
    onProgress,
    signal,
    ...rest
  } = (checked.options ?? {}) as WaitOptions<S>;
  const span = new Span(operation, repository, deadlineMs, signal);
  let redacted = (text: string): string => text;
  const fail = (code: TaskError["code"], message: string, cause?: unknown) =>
    makeError(code, redacted(message), {
      operation,
      repository,
      attempts: span.attempts,
      maybeApplied: true,
      taskId,
      cause,
    });
  let found = false;
  /** Since when the server has not been heard of. */
  let silentSince: number | undefined;
  /** What the server has asked to be left alone for. */
  let asked = 0;
  /** When the task has got on, as it says itself, and since when it says that. */
  let updated: string | undefined;
  let unchangedSince = 0;
  try {
    for (let polls = 0; ; polls++) {
      if (polls > 0) await span.sleep(Math.max(pauseBefore(polls, pollMs), asked));
      let serverTime = Date.now();
      const seen: Seen = (response, redact) => {
        redacted = redact;
        const date = Date.parse(response.headers.get("date") ?? "");
        if (!Number.isNaN(date)) serverTime = date;
      };
      let status: S;
      try {
        status = await span.call(poll({ ...rest, signal: span.signal }, seen));
      } catch (error) {
        if (span.signal.aborted) throw error;
        if (found && (isLakeFSError(error, "not_found") || isLakeFSError(error, "repository_not_found"))) {
          throw fail("task_expired", "lakeFS no longer knows the task", error);
        }
        silentSince ??= performance.now();
        if (!isPassing(error) || performance.now() - silentSince > stallMs)
          throw isLakeFSError(error) ? Object.assign(error, { attempts: span.attempts }) : error;
        asked = askedPause(error);
        continue;
      }
      found = true;
      silentSince = undefined;
      asked = 0;
      if (onProgress) notify(onProgress, status);
      if (status.done && status.error !== undefined) throw fail("task_failed", status.error);
      if (status.done) return [status, span.attempts];
      if (status.update_time !== updated) unchangedSince = performance.now();
      updated = status.update_time;
      // By the server's clock, and by this one where the time is one that cannot be, or is none.
      if (serverTime - Date.parse(updated) > stallMs || performance.now() - unchangedSince > stallMs) {
        throw fail("task_stalled", `the task has not got on since ${status.update_time}`);
      }
    }
  } finally {
    span.end();
  }
}
