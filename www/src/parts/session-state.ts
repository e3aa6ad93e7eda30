import { useCallback, useRef, useState, useSyncExternalStore } from "react";

/** State from login to logout, by names such as "Retention of clickstream". It is in memory only. */
interface SessionState {
  readonly kept: Map<string, unknown>;
  /** Names of unsaved drafts. */
  readonly unsaved: Set<string>;
  /** Stops what goes on without a view. */
  readonly end: AbortController;
}

const newSessionState = (): SessionState => ({ kept: new Map(), unsaved: new Set(), end: new AbortController() });
let session = newSessionState();
const listeners = new Set<() => void>();

const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

function changed() {
  // Only while it is needed: with such a listener some browsers reload the page after Back.
  if (session.unsaved.size > 0) addEventListener("beforeunload", askBeforeLeaving);
  else removeEventListener("beforeunload", askBeforeLeaving);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** State that survives a change of view, also when it is set after its view was left. */
export function useSessionState<T>(
  name: string,
  first: T,
): readonly [value: T, set: (value: T | ((old: T) => T)) => void] {
  const [{ kept }] = useState(session); // a response that arrives after a logout does not get into the next session
  const initial = useRef(first);
  const value = useSyncExternalStore(subscribe, () => (kept.has(name) ? (kept.get(name) as T) : first));
  const set = useCallback(
    (next: T | ((old: T) => T)) => {
      kept.set(name, next instanceof Function ? next((kept.has(name) ? kept.get(name) : initial.current) as T) : next);
      changed();
    },
    [kept, name],
  );
  return [value, set];
}

/** The same for unsaved input: the page asks before it is closed and before a logout. */
export function useDraft<T>(name: string) {
  const [{ kept, unsaved }] = useState(session);
  const [draft, set] = useSessionState<T | undefined>(name, undefined);
  const keep = useCallback(
    (next: T | undefined, isUnsaved = next !== undefined) => {
      if (isUnsaved) unsaved.add(name);
      else unsaved.delete(name);
      set(next);
    },
    [unsaved, name, set],
  );
  /** The current draft, also in a function that began with an earlier one. */
  const latest = useCallback(() => kept.get(name) as T | undefined, [kept, name]);
  return { draft, keep, latest };
}

let withDrafts: { readonly names: string; readonly ids: ReadonlySet<string> } = { names: "", ids: new Set() };

/** IDs of the repositories with unsaved drafts. */
export const useRepositoriesWithDrafts = () =>
  useSyncExternalStore(subscribe, () => {
    const names = [...session.unsaved].join("\n");
    if (names !== withDrafts.names)
      withDrafts = { names, ids: new Set([...session.unsaved].map((name) => name.replace(/^.* of /, ""))) };
    return withDrafts.ids;
  });

/** Whether one of some drafts is unsaved. */
export const useIsUnsaved = (names: readonly string[]) =>
  useSyncExternalStore(subscribe, () => names.some((name) => session.unsaved.has(name)));

export const unsavedDrafts = (): readonly string[] => [...session.unsaved].sort();

/** Forgets the state of a deleted repository. */
export function forgetRepository(id: string) {
  for (const name of session.kept.keys()) {
    if (!name.endsWith(` of ${id}`)) continue;
    session.kept.delete(name);
    session.unsaved.delete(name);
  }
  changed();
}

/** Aborted when somebody logs out: for what goes on without a view. */
export const sessionSignal = (): AbortSignal => session.end.signal;

export function endSession() {
  session.end.abort();
  session = newSessionState();
  changed();
}
