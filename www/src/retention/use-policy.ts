import type { GarbageCollectionRules } from "lakefs-wasm";
import { useCallback, useEffect, useState } from "react";
import { useLakefs } from "../connection/context";
import { useDraft, useSessionState } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useFocusNext } from "../parts/use-focus-next";
import { useRepositoryStore } from "../store/context";
import { readPolicy } from "../store/settings";
import { useLoad } from "../use-load";
import { isSamePolicy } from "./policy";
import type { Typed } from "./use-policy-draft";

/** A policy; null where a repository has none. */
type Policy = GarbageCollectionRules | null;

interface Edited {
  /** The policy that lakeFS had when the edit began. */
  readonly base: Policy;
  /** The policy that the editor began with. */
  readonly policy: GarbageCollectionRules;
  readonly typed?: Typed;
}

/** The policy that lakeFS has, as far as this page knows. */
export function useStoredPolicy(id: string) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const read = useCallback(
    async (signal?: AbortSignal) => {
      const policy = await readPolicy(lakefs, id, signal);
      store.update(id, { gcRules: policy });
      return policy;
    },
    [lakefs, store, id],
  );
  const { value: loaded, error, loading, reload } = useLoad<Policy>(read);
  // The policy that a save wrote or read, until it is loaded again.
  const [newer, setNewer] = useSessionState<Policy | undefined>(`Newer policy of ${id}`, undefined);
  useEffect(() => {
    if (loaded !== undefined) setNewer(undefined);
  }, [loaded, setNewer]);

  const write = useCallback(
    async (policy: Policy) => {
      if (policy) await lakefs.setGCRules(id, policy);
      else await lakefs.deleteGCRules(id);
      setNewer(policy);
      store.update(id, { gcRules: policy });
    },
    [lakefs, store, id, setNewer],
  );
  const policy = newer === undefined ? loaded : newer;
  return { policy, error, loading, reload, read, write, setNewer };
}

/** Edits and deletes the stored policy. lakeFS has no ETag for it, so it is read and compared just before each write. */
export function usePolicyEdit(id: string, { policy, read, write, setNewer }: ReturnType<typeof useStoredPolicy>) {
  const toast = useToast();
  const focusNext = useFocusNext();
  const { draft: edited, keep, latest } = useDraft<Edited>(`Retention of ${id}`);
  const [theirs, setTheirs] = useState<Policy>();
  const [round, setRound] = useState(0);

  const begin = (base: Policy, policy: GarbageCollectionRules) => keep({ base, policy }, false);
  const keepTyped = useCallback(
    (typed: Typed, isUnsaved: boolean) => {
      const now = latest();
      if (now) keep({ ...now, typed }, isUnsaved);
    },
    [keep, latest],
  );

  function close() {
    focusNext("#edit-policy");
    keep(undefined);
    setTheirs(undefined);
  }

  async function save(next: GarbageCollectionRules) {
    const sent = latest();
    if (!sent) return;
    focusNext("#edit-policy");
    const now = await read();
    if (!isSamePolicy(now, theirs === undefined ? sent.base : theirs) && !isSamePolicy(now, next)) {
      setNewer(now);
      setTheirs(now);
      return;
    }
    await write(next);
    setTheirs(undefined);
    // Input since the save began is still unsaved.
    const typed = latest()?.typed;
    keep(typed && typed !== sent.typed ? { base: next, policy: next, typed } : undefined);
    toast("Saved retention policy");
  }

  function takeOver() {
    if (!theirs) return close();
    begin(theirs, theirs);
    setTheirs(undefined);
    setRound(round + 1);
  }

  /** Resolves with false when others have changed the policy, which is shown then. */
  async function remove(): Promise<boolean> {
    const now = await read();
    if (policy !== undefined && !isSamePolicy(now, policy)) {
      setNewer(now);
      return false;
    }
    await write(null);
    toast("Deleted retention policy");
    return true;
  }

  return { edited, theirs, round, begin, keepTyped, close, save, takeOver, remove };
}
