import type { Attempt, ErrorCode } from "lakefs-wasm";
import { useSyncExternalStore } from "react";

/** A call of the client, as the panel shows it. */
export interface Call {
  readonly id: number;
  /** The TypeScript that makes it. */
  readonly line: string;
  readonly state: "running" | "done" | "failed" | "aborted";
  /** Milliseconds, when it has ended. */
  readonly duration?: number;
  readonly code?: ErrorCode;
  /** Its requests. */
  readonly attempts: readonly Attempt[];
}

const KEPT = 200;
let calls: readonly Call[] = [];
let made = 0;
/** How many calls were made before the log was last cleared. */
let cleared = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Call[]) {
  calls = next;
  for (const listener of listeners) listener();
}

/** Adds a call to the log; the functions returned update its entry. */
export function logCall(line: string) {
  const id = ++made;
  const start = performance.now();
  const attempts: Attempt[] = [];
  publish([...calls.slice(-(KEPT - 1)), { id, line, state: "running", attempts: [] }]);
  const update = (change: Partial<Call>) =>
    publish(calls.map((call) => (call.id === id ? { ...call, ...change } : call)));
  return {
    onAttempt(attempt: Attempt) {
      attempts.push(attempt);
      update({ attempts: [...attempts] });
    },
    /** Replaces the code, when it is known better. */
    setLine: (line: string) => update({ line }),
    /** Replaces the attempts. */
    setAttempts: (attempts: readonly Attempt[]) => update({ attempts }),
    end: (state: Call["state"], code?: ErrorCode) =>
      update({ state, duration: performance.now() - start, ...(code && { code }) }),
  };
}

export function clearCalls() {
  cleared = made;
  publish([]);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The last calls, oldest first. */
export const useCalls = () => useSyncExternalStore(subscribe, () => calls);

/** Whether one of them has not ended. */
export const useIsCalling = () => useSyncExternalStore(subscribe, () => calls.some((call) => call.state === "running"));

/** How many there were, also those that are no longer kept. */
export const useCallCount = () => useSyncExternalStore(subscribe, () => made - cleared);
