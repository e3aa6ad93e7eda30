import { isLakeFSError } from "lakefs-wasm";
import type { RepositoryBackup } from "lakefs-wasm/admin";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { useSessionState } from "../parts/session-state";
import { formatMoment } from "../parts/timestamp";
import { useEffectOn } from "../use-effect-on";
import { useLoad } from "../use-load";
import { withParam } from "../with-param";

export interface WaitOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (status: { readonly update_time: string }) => void;
}

/** The ID of a repository's dump. The address has it, so that a reload finds it; it is added again when the section is opened without it. */
export function useDumpId(repository: string): [taskId: string | undefined, set: (taskId?: string) => void] {
  const [params, setParams] = useSearchParams();
  const [last, setLast] = useSessionState<string | undefined>(`Last dump of ${repository}`, undefined);
  const inAddress = params.get("dump") ?? undefined;
  const setAddress = useCallback(
    (taskId = "") => setParams((old) => withParam(old, "dump", taskId), { replace: true }),
    [setParams],
  );
  // Another address may lack the task.
  useEffectOn([params, inAddress, last, setLast, setAddress], () => {
    if (inAddress) setLast(inAddress);
    else if (last) setAddress(last);
  });
  const set = useCallback(
    (taskId?: string) => {
      setLast(taskId);
      // The task may start after the user has moved to another section, whose address must not change.
      if (!taskId) setAddress();
    },
    [setLast, setAddress],
  );
  return [inAddress ?? last, set];
}

interface Props {
  taskId: string;
  /** Waits for the backup; the same function as long as it is the same task. */
  wait: (options: WaitOptions) => Promise<RepositoryBackup>;
  onForget: () => void;
  onEnd: (backup: RepositoryBackup) => void;
  /** Called when the view is left while the task runs; the same function as long as it is the same task. */
  onLeave: () => void;
  children: (backup: RepositoryBackup) => ReactNode;
}

/** A dump from its start to its end, however it ends. */
export function DumpTask({ taskId, wait, onForget, onEnd, onLeave, children }: Props) {
  const [lastProgress, setLastProgress] = useState<string>();
  const { value, error, loading, reload } = useLoad(
    useCallback((signal) => wait({ signal, onProgress: (status) => setLastProgress(status.update_time) }), [wait]),
  );
  // Once for each backup.
  useEffectOn([value], () => {
    if (value) onEnd(value);
  });
  const isRunning = useRef(loading);
  useEffect(() => void (isRunning.current = loading), [loading]);
  useEffect(
    () => () => {
      if (isRunning.current) onLeave();
    },
    [onLeave],
  );
  const hasFailed = isLakeFSError(error, "task_failed");
  const isUnknown = isLakeFSError(error, "not_found") || isLakeFSError(error, "task_expired");
  const isOver = hasFailed || isUnknown;
  return (
    <div className="stack" aria-live="polite" id="dump-task" tabIndex={-1}>
      {loading && !value && (
        <div className="progress">
          <label htmlFor="dump-progress">The backup is running</label>
          <progress id="dump-progress" />
          <p className="fine">
            Task <code>{taskId}</code>
            {lastProgress && <>, last progress at {formatMoment(new Date(lastProgress))}</>}. You can leave this page
            and return to it with its URL.
          </p>
        </div>
      )}
      {!loading && error !== undefined && (
        <ErrorAlert
          error={error}
          reload={isOver ? undefined : reload}
          advice={isOver ? "" : undefined}
          title={hasFailed ? "The backup failed" : isUnknown ? "lakeFS no longer knows this task" : undefined}
          actions={<Button onClick={onForget}>{hasFailed ? "Try again" : "Dismiss"}</Button>}
        />
      )}
      {value && children(value)}
    </div>
  );
}
