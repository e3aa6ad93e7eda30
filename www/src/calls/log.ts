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
  /** The requests that it was. */
  readonly attempts: readonly Attempt[];
}

const KEPT = 200;
let calls: readonly Call[] = [];
let made = 0;
/** How many of those made were before the last clearing. */
let cleared = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Call[]) {
  calls = next;
  for (const listener of listeners) listener();
}

/** Adds a call to the log. Returns a function that updates it. */
export function logCall(line: string): (change: Partial<Omit<Call, "id" | "line">>) => void {
  const id = ++made;
  publish([...calls.slice(-(KEPT - 1)), { id, line, state: "running", attempts: [] }]);
  return (change) => publish(calls.map((call) => (call.id === id ? { ...call, ...change } : call)));
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
