import { invalidArgument } from "./validate/argument.js";

/** Callbacks for aborted signals. One listener per signal, however many calls: Node warns of a leak from the eleventh listener on. */
const waiting = new WeakMap<AbortSignal, { callbacks: Set<() => void>; listener: () => void }>();

/** Calls back when a signal is aborted. Returns a function that removes the callback. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const entry = waiting.get(signal) ?? listen(signal);
  entry.callbacks.add(callback);
  return () => {
    entry.callbacks.delete(callback);
    if (entry.callbacks.size > 0 || waiting.get(signal) !== entry) return;
    waiting.delete(signal);
    try {
      signal.removeEventListener("abort", entry.listener);
    } catch {
      // A signal of another make: the call has ended, whatever it does.
    }
  };
}

function listen(signal: AbortSignal): { callbacks: Set<() => void>; listener: () => void } {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    for (const callback of [...callbacks]) callback();
  };
  const entry = { callbacks, listener };
  try {
    signal.addEventListener("abort", listener);
  } catch {
    throw unreadable();
  }
  waiting.set(signal, entry);
  return entry;
}

/** What a call rejects with that its signal has aborted: the signal's own reason. Polyfills have none. */
export function reasonOf(signal: AbortSignal | undefined): unknown {
  try {
    const { aborted, reason } = signal ?? {};
    return aborted && reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason;
  } catch {
    return unreadable();
  }
}

const unreadable = () => invalidArgument("options.signal", "cannot be read: a getter or a proxy threw");
