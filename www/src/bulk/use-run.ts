import { isLakeFSError } from "lakefs-wasm";
import type { DesiredSettings, SettingsChange } from "lakefs-wasm/admin";
import { useCallback, useEffect, useRef, useState } from "react";
import { groupCalls } from "../calls/group";
import { settingsLine } from "../calls/line";
import { hasExpired } from "../calls/session";
import { useLakefs } from "../connection/context";
import { inParallel } from "../in-parallel";
import { useRepositoryStore } from "../store/context";
import { loadAdmin, type RepositorySettings, readSettings } from "../store/settings";
import { useEntries } from "./use-entries";
import { desiredFor, isShorter, type Wanted } from "./wanted";

/** One repository of a change to many. */
export interface Entry {
  readonly id: string;
  readonly state:
    | "reading"
    | "planned"
    | "unchanged"
    | "skipped"
    | "running"
    | "done"
    | "failed"
    | "unreadable"
    | "outdated";
  readonly settings?: RepositorySettings | undefined;
  readonly changes: readonly SettingsChange[];
  /** What the changes are planned for. */
  readonly wanted?: Wanted | undefined;
  /** What the changes lead to. */
  readonly desired?: DesiredSettings | undefined;
  /** Objects are deleted sooner than before. */
  readonly isShorter?: boolean;
  /** Why it is skipped. */
  readonly reason?: string;
  readonly error?: unknown;
}

/** Reads the settings of some repositories, plans what is wanted for each, and writes it when told to. */
export function useRun(ids: readonly string[], wanted: Wanted | undefined) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const { entries, set: change, flush } = useEntries<Entry>(ids, (id) => ({ id, state: "reading", changes: [] }));
  const set = useCallback((id: string, next: Partial<Entry>) => change(id, (old) => ({ ...old, ...next })), [change]);
  const [isRunning, setRunning] = useState(false);
  const controller = useRef<AbortController>(undefined);
  const read = useCallback(
    async (some: readonly string[], signal: AbortSignal, isFresh = false) => {
      const found = (id: string, settings: RepositorySettings) =>
        set(id, { settings, wanted: undefined, state: "planned", error: undefined });
      const unread = some.filter((id) => {
        const known = isFresh ? undefined : store.settingsOf(id);
        if (known) found(id, known);
        return !known;
      });
      if (unread.length === 0) return;
      const group = groupCalls(lakefs, settingsLine(unread));
      await inParallel(unread, async (id) => {
        const repository = store.repositoryOf(id);
        if (!repository || signal.aborted) return;
        try {
          const settings = await readSettings(group.lakefs, repository, signal);
          if (!signal.aborted) found(id, settings);
        } catch (error) {
          if (!signal.aborted) set(id, { state: "unreadable", error });
        }
      });
      group.end();
    },
    [lakefs, store, set],
  );
  useEffect(() => {
    const reading = new AbortController();
    void read(ids, reading.signal);
    return () => reading.abort();
  }, [ids, read]);

  // A plan for each, made again when something else is wanted or it was read again.
  useEffect(() => {
    const unplanned = isRunning ? [] : entries.filter((entry) => isOpen(entry) && entry.wanted !== wanted);
    if (unplanned.length === 0) return;
    void planAll(unplanned, wanted).then((planned) => {
      for (const next of planned)
        change(next.id, (old) => (isOpen(old) && old.settings === next.settings ? next : old));
    });
  }, [entries, wanted, isRunning, change]);

  const run = useCallback(
    async (some: readonly Entry[]) => {
      const own = new AbortController();
      controller.current = own;
      setRunning(true);
      await inParallel(some, async ({ id, desired, settings }) => {
        if (own.signal.aborted || !desired || !settings) return;
        set(id, { state: "running", error: undefined });
        try {
          const { applySettings } = await loadAdmin();
          await applySettings(lakefs, id, desired, { expected: settings, signal: own.signal });
          set(id, { state: "done" });
        } catch (error) {
          // The login was declined: each of the others would ask for it again.
          if (hasExpired(error)) {
            own.abort();
            return set(id, { state: "planned" });
          }
          if (own.signal.aborted) set(id, { state: "planned" });
          else if (!isLakeFSError(error, "precondition_failed")) set(id, { state: "failed", error });
          // The settings have changed since they were shown: they are shown again before a write.
          else set(id, { state: "outdated", settings: undefined, changes: [], isShorter: false, error });
        }
        store.forget(id);
      });
      flush();
      setRunning(false);
    },
    [lakefs, store, set, flush],
  );

  return {
    entries,
    isRunning,
    /** Whether the changes shown are still those for what was wanted before. */
    isPlanning: !isRunning && entries.some((entry) => isOpen(entry) && entry.wanted !== wanted),
    run,
    stop: () => controller.current?.abort(),
    readAgain: (some: readonly string[]) => read(some, new AbortController().signal, true),
  };
}

/** Whether an entry can be planned, and has not been written. */
function isOpen({ settings, state }: Entry): boolean {
  return settings !== undefined && state !== "done" && state !== "running";
}

function planAll(entries: readonly Entry[], wanted: Wanted | undefined): Promise<Entry[]> {
  return Promise.all(
    entries.map(async ({ id, settings }): Promise<Entry> => {
      const base = { id, settings, wanted, changes: [] };
      if (!settings || !wanted) return { ...base, state: "planned" };
      try {
        const { plan } = await loadAdmin();
        const found = await desiredFor(wanted, settings);
        if ("reason" in found) return { ...base, state: "skipped", reason: found.reason };
        const changes = plan(settings, found.desired);
        const state = changes.length > 0 ? "planned" : "unchanged";
        return { ...base, state, changes, desired: found.desired, isShorter: isShorter(found.desired, settings) };
      } catch (error) {
        return { ...base, state: "unreadable", error };
      }
    }),
  );
}
