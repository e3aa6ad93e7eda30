import { isLakeFSError } from "lakefs-wasm";
import { type ReactNode, useCallback, useState } from "react";
import { useSearchParams } from "wouter";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { useSessionState } from "../parts/session-state";
import { formatMoment } from "../parts/timestamp";
import { useEffectOn } from "../use-effect-on";
import { useLoad } from "../use-load";

interface Progress {
  readonly update_time: string;
}
export interface Waiting {
  readonly signal: AbortSignal;
  readonly onProgress: (status: Progress) => void;
}

/**
 * The ID of a repository's task. It is kept in the address, so that a reload finds it, and added again when the section is opened without it.
 */
export function useTaskId(
  name: "dump" | "restore",
  repository: string,
): [taskId: string | undefined, set: (taskId?: string) => void] {
  const [params, setParams] = useSearchParams();
  const [kept, keep] = useSessionState<string | undefined>(`Last ${name} of ${repository}`, undefined);
  const inAddress = params.get(name) ?? undefined;
  const setAddress = useCallback(
    (taskId?: string) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          if (taskId) next.set(name, taskId);
          else next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setParams, name],
  );
  // Another address may have lost the task.
  useEffectOn([params, inAddress, kept, keep, setAddress], () => {
    if (inAddress) keep(inAddress);
    else if (kept) setAddress(kept);
  });
  const set = useCallback(
    (taskId?: string) => {
      keep(taskId);
      // The task may start after the user has moved to another section, whose address must not change.
      if (!taskId) setAddress();
    },
    [keep, setAddress],
  );
  return [inAddress ?? kept, set];
}

interface Props<T> {
  name: string;
  /** What it is to a person, at the start of a sentence. */
  label: string;
  taskId: string;
  /** Waits for the end; the same function as long as it is the same task. */
  wait: (waiting: Waiting) => Promise<T>;
  /** What a failure means, beside lakeFS's words. */
  meaning?: (sentence: string) => string;
  onForget: () => void;
  onEnd?: (value: T) => void;
  children: (value: T) => ReactNode;
}

/** A task from its beginning to its end, however it ends. */
export function Task<T>({ name, label, taskId, wait, meaning, onForget, onEnd, children }: Props<T>) {
  const [moved, setMoved] = useState<string>();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const value = await wait({ signal, onProgress: (status) => setMoved(status.update_time) });
      return { value };
    },
    [wait],
  );
  const { value, error, loading, reload } = useLoad(load);
  // Once for each end.
  useEffectOn([value], () => {
    if (value) onEnd?.(value.value);
  });
  const failed = isLakeFSError(error, "task_failed");
  const isUnknown = isLakeFSError(error, "not_found") || isLakeFSError(error, "task_expired");
  return (
    <div className="stack" aria-live="polite" id={`${name}-task`} tabIndex={-1}>
      {loading && !value && (
        <div className="progress">
          <label htmlFor={`${name}-progress`}>{label} is running</label>
          <progress id={`${name}-progress`} />
          <p className="fine">
            Task <code>{taskId}</code>
            {moved && <>, last progress at {formatMoment(new Date(moved))}</>}. You can leave this page and return to it
            with its URL.
          </p>
        </div>
      )}
      {!loading && error !== undefined && (
        <ErrorAlert
          error={error}
          reload={failed || isUnknown ? undefined : reload}
          advice={failed || isUnknown ? "" : undefined}
          title={failed ? `${label} failed` : isUnknown ? "lakeFS no longer knows this task" : undefined}
          actions={<Button onClick={onForget}>{failed ? "Try again" : "Dismiss"}</Button>}
        >
          {failed && meaning && isLakeFSError(error) && <p>{meaning(error.message)}</p>}
        </ErrorAlert>
      )}
      {value && children(value.value)}
    </div>
  );
}
