import { useCallback, useRef, useState, useSyncExternalStore } from "react";

/** What the page knows beside lakeFS from a login to its end, by names such as "Retention of clickstream". The browser stores none of it. */
interface SessionState {
  readonly kept: Map<string, unknown>;
  /** Names of what would be lost. */
  readonly unsaved: Set<string>;
}

const newSessionState = (): SessionState => ({ kept: new Map(), unsaved: new Set() });
let session = newSessionState();
const listeners = new Set<() => void>();

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

function changed() {
  // Not always: with such a listener some browsers load a page again on the way back to it.
  if (session.unsaved.size > 0) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
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
  const [{ kept }] = useState(session); // an answer that comes after the session does not get into the next one
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

/** The same for what is not saved yet: it is asked about before the page is closed and before somebody logs out. */
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
  /** As it is when an answer arrives, not as it was when it was asked for. */
  const latest = useCallback(() => kept.get(name) as T | undefined, [kept, name]);
  return { draft, keep, latest };
}

let withDrafts: { readonly names: string; readonly ids: ReadonlySet<string> } = { names: "", ids: new Set() };

/** Repositories of which something is not saved yet. */
export const useRepositoriesWithDrafts = () =>
  useSyncExternalStore(subscribe, () => {
    const names = [...session.unsaved].join("\n");
    if (names !== withDrafts.names)
      withDrafts = { names, ids: new Set([...session.unsaved].map((name) => name.replace(/^.* of /, ""))) };
    return withDrafts.ids;
  });

/** Whether one of some drafts is not saved yet. */
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

export function endSession() {
  session = newSessionState();
  changed();
}
