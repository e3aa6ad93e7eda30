import { useEffect, useRef, useState } from "react";
import { inParallel } from "../in-parallel";
import { useDraft } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { repositoryCount } from "../quantity";

/**
 * Runs work for each of some items, a few at a time, until it is stopped or its view is left. `name` is what the browser's question before
 * the page is closed is about.
 */
export function useBatch(name: string, onEnd: () => void, concurrency?: number) {
  const [isRunning, setRunning] = useState(false);
  const current = useRef<AbortController>(undefined);
  const hasLeft = useRef(false);
  const { keep } = useDraft<true>(name);
  const toast = useToast();
  useEffect(() => {
    hasLeft.current = false;
    return () => {
      hasLeft.current = true;
      current.current?.abort();
    };
  }, []);

  /** `work` resolves with whether it is done. It may abort the controller, too: then no more items are started. */
  async function start<T>(items: readonly T[], work: (item: T, controller: AbortController) => Promise<boolean>) {
    const controller = new AbortController();
    current.current = controller;
    setRunning(true);
    keep(true);
    let done = 0;
    const runOne = async (item: T) => {
      if (!controller.signal.aborted && (await work(item, controller))) done++;
    };
    await inParallel(items, runOne, concurrency);
    keep(undefined);
    current.current = undefined;
    onEnd();
    setRunning(false);
    if (!hasLeft.current) return;
    const all = repositoryCount(items.length);
    toast(
      done === items.length ? `${name}: ${all} done` : `${name}: stopped after ${done.toLocaleString("en")} of ${all}`,
    );
  }

  return { isRunning, start, stop: () => current.current?.abort() };
}
