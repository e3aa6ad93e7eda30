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
let count = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Call[]) {
  calls = next;
  for (const listener of listeners) listener();
}

/** Begins a call in the log; what it gives changes it. */
export function began(line: string): (change: Partial<Omit<Call, "id" | "line">>) => void {
  const id = ++count;
  publish([...calls.slice(-(KEPT - 1)), { id, line, state: "running", attempts: [] }]);
  return (change) => publish(calls.map((call) => (call.id === id ? { ...call, ...change } : call)));
}

export const clearCalls = () => publish([]);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The last calls, oldest first. */
export const useCalls = () => useSyncExternalStore(subscribe, () => calls);
