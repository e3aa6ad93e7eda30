import { useCallback, useEffect } from "react";
import { useLakefs } from "../connection/context";
import { sessionSignal } from "../parts/session-state";
import { useToast } from "../parts/toasts";

/** Waits for dumps whose view was left, by task ID. */
const waiting = new Map<string, AbortController>();

/** Returns a function for when the view of a running dump is left: it shows a message when the dump has ended. */
export function useDumpNotice(repository: string, taskId: string | undefined): () => void {
  const lakefs = useLakefs();
  const toast = useToast();
  // The view waits itself.
  useEffect(() => {
    if (taskId) waiting.get(taskId)?.abort();
  }, [taskId]);
  return useCallback(() => {
    const session = sessionSignal();
    if (!taskId || session.aborted) return;
    const controller = new AbortController();
    const { signal } = controller;
    const abort = () => controller.abort();
    session.addEventListener("abort", abort);
    waiting.set(taskId, controller);
    lakefs
      .waitForDump(repository, taskId, { signal })
      .then(
        () => toast(`The backup of ${repository} is done`),
        () => signal.aborted || toast(`The backup of ${repository} failed`),
      )
      .finally(() => {
        session.removeEventListener("abort", abort);
        if (waiting.get(taskId) === controller) waiting.delete(taskId);
      });
  }, [lakefs, toast, repository, taskId]);
}
