import { useRef, useState } from "react";
import { inParallel } from "../in-parallel";

/** Runs work for each of some items, a few at a time, until it is stopped. */
export function useBatch(onEnd: () => void) {
  const [isRunning, setRunning] = useState(false);
  const current = useRef<AbortController>(undefined);

  /** `work` may abort the controller, too: then no more items are started. */
  async function start<T>(items: readonly T[], work: (item: T, controller: AbortController) => Promise<void>) {
    const controller = new AbortController();
    current.current = controller;
    setRunning(true);
    await inParallel(items, async (item) => {
      if (!controller.signal.aborted) await work(item, controller);
    });
    onEnd();
    setRunning(false);
  }

  return { isRunning, start, stop: () => current.current?.abort() };
}
