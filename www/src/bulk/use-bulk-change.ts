import { isLakeFSError } from "lakefs-wasm";
import type { DesiredSettings, SettingsChange } from "lakefs-wasm/admin";
import { useCallback, useEffect, useRef } from "react";
import { groupCalls } from "../calls/group";
import { settingsLine } from "../calls/line";
import { hasExpired } from "../calls/session";
import { useLakefs } from "../connection/context";
import { inParallel } from "../in-parallel";
import { useRepositoryStore } from "../store/context";
import { loadAdmin, type RepositorySettings, readSettings, type SettingName } from "../store/settings";
import { type BulkChange, desiredFor, isShorter } from "./bulk-change";
import { useBatch } from "./use-batch";
import { useEntries } from "./use-entries";

/** One repository of a bulk change. */
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
  /** The bulk change that the changes were planned for. */
  readonly plannedFor?: BulkChange | undefined;
  /** The settings that the changes lead to. */
  readonly desired?: DesiredSettings | undefined;
  /** Objects are deleted sooner than before. */
  readonly isShorter?: boolean;
  /** Why it is skipped. */
  readonly reason?: string;
  readonly error?: unknown;
}

type SetEntry = (id: string, change: Partial<Entry>) => void;

interface BulkChangeProps {
  /** What the change is called. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly change: BulkChange | undefined;
  /** The one setting that the change needs; without one it needs all of them. */
  readonly needed: SettingName | undefined;
}

/** Reads the settings of some repositories, plans a change for each, and applies the plans. */
export function useBulkChange({ name, ids, change, needed }: BulkChangeProps) {
  const { entries, update, flush } = useEntries<Entry>(ids, (id) => ({ id, state: "reading", changes: [] }));
  const set = useCallback<SetEntry>((id, next) => update(id, (old) => ({ ...old, ...next })), [update]);
  const read = useRead(set, needed);
  const { isRunning, apply, stop } = useApply(name, set, flush);

  useEffect(() => {
    const reading = new AbortController();
    void read(ids, reading.signal);
    return () => reading.abort();
  }, [ids, read]);

  // A plan for each, made again when another change is chosen or its settings were read again.
  useEffect(() => {
    const unplanned = isRunning ? [] : entries.filter((entry) => isOpen(entry) && entry.plannedFor !== change);
    if (unplanned.length === 0) return;
    void planAll(unplanned, change).then((planned) => {
      for (const next of planned)
        update(next.id, (old) => (isOpen(old) && old.settings === next.settings ? next : old));
    });
  }, [entries, change, isRunning, update]);

  return {
    entries,
    isRunning,
    /** Whether the changes shown are still those of an earlier choice. */
    isPlanning: !isRunning && entries.some((entry) => isOpen(entry) && entry.plannedFor !== change),
    apply,
    stop,
    readAgain: (some: readonly string[]) => read(some, new AbortController().signal, true),
  };
}

/** Reads the settings of some repositories, unless the list has just read them; `isFresh` reads those, too. */
function useRead(set: SetEntry, needed: SettingName | undefined) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  return useCallback(
    async (ids: readonly string[], signal: AbortSignal, isFresh = false) => {
      const found = (id: string, settings: RepositorySettings) =>
        set(id, { settings, plannedFor: undefined, state: "planned", error: undefined });
      const unread = ids.filter((id) => {
        const known = isFresh ? undefined : store.freshSettingsOf(id);
        if (known) found(id, known);
        return !known;
      });
      if (unread.length === 0) return;
      const group = groupCalls(lakefs, settingsLine(unread));
      await inParallel(unread, async (id) => {
        if (signal.aborted) return;
        try {
          // The list may have found since that it is gone.
          const repository = store.repositoryOf(id) ?? (await group.lakefs.getRepository(id, { signal }));
          const settings = await readSettings(group.lakefs, repository, signal, needed);
          if (!signal.aborted) found(id, settings);
        } catch (error) {
          if (!signal.aborted) set(id, { state: "unreadable", error });
        }
      });
      group.end();
    },
    [lakefs, store, set, needed],
  );
}

/**
 * How many repositories are changed at a time: more than there are connections, because a first rule waits for other writers about half a second. lakeFS
 * has no condition for "no rules".
 */
const CHANGES = 24;

/** Applies the plans of some entries. The list reads their settings again at the end: earlier, that would take the connections. */
function useApply(name: string, set: SetEntry, flush: () => void) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const changed = useRef<string[]>([]);
  const { isRunning, start, stop } = useBatch(name, onEnd, CHANGES);

  function onEnd() {
    flush();
    for (const id of changed.current.splice(0)) store.forget(id);
  }

  /** Resolves with whether it was applied. */
  async function applyOne({ id, desired, settings }: Entry, controller: AbortController): Promise<boolean> {
    if (!desired || !settings) return false;
    let isDone = false;
    set(id, { state: "running", error: undefined });
    try {
      const { applySettings } = await loadAdmin();
      await applySettings(lakefs, id, desired, { expected: settings, signal: controller.signal });
      set(id, { state: "done" });
      isDone = true;
    } catch (error) {
      // The login was declined: each of the others would ask for it again.
      if (hasExpired(error)) {
        controller.abort();
        set(id, { state: "planned" });
        return false;
      }
      if (controller.signal.aborted) set(id, { state: "planned" });
      else if (!isLakeFSError(error, "precondition_failed")) set(id, { state: "failed", error });
      // The settings have changed since they were shown: they are shown again before a write.
      else set(id, { state: "outdated", settings: undefined, changes: [], isShorter: false, error });
    }
    changed.current.push(id);
    return isDone;
  }

  return { isRunning, apply: (entries: readonly Entry[]) => start(entries, applyOne), stop };
}

/** Whether the settings of an entry are known and not written yet. */
function isOpen({ settings, state }: Entry): boolean {
  return settings !== undefined && state !== "done" && state !== "running";
}

function planAll(entries: readonly Entry[], change: BulkChange | undefined): Promise<Entry[]> {
  return Promise.all(
    entries.map(async ({ id, settings }): Promise<Entry> => {
      const base = { id, settings, plannedFor: change, changes: [] };
      if (!settings || !change) return { ...base, state: "planned" };
      try {
        const { plan } = await loadAdmin();
        const found = await desiredFor(change, settings);
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
