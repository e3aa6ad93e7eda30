import { type BranchProtection, isLakeFSError } from "lakefs-wasm";
import { useCallback, useEffect, useState } from "react";
import { useLakefs } from "../connection/context";
import { useDraft, useSessionState } from "../parts/session-state";
import { useRepositoryStore } from "../store/context";
import { useLoad } from "../use-load";
import { type Change, changeOf, isSame, merged } from "./merge";

/** What lakeFS has. */
interface Stored {
  readonly patterns: readonly string[];
  /** Null when a proxy removes it, undefined when the rules were written and not read since. */
  readonly etag: string | null | undefined;
}
interface Draft {
  readonly base: readonly string[];
  readonly patterns: readonly string[];
}

const storedOf = ({ rules, etag }: BranchProtection): Stored => ({
  patterns: rules.map((rule) => rule.pattern).sort(),
  etag,
});

const shown = ({ patterns }: Stored, draft: Draft | undefined) =>
  draft ? merged(draft.base, patterns, draft.patterns) : patterns;

/**
 * The rules of a repository, and a draft of them that is saved as a whole. The draft is written only over the rules it was made from; when
 * somebody else saved first, both changes are combined and shown before anything is written.
 */
export function useRules(id: string) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const read = useCallback(
    async (signal?: AbortSignal) => {
      const branchProtection = await lakefs.getBranchProtectionRules(id, signal ? { signal } : {});
      store.update(id, { branchProtection });
      return storedOf(branchProtection);
    },
    [lakefs, store, id],
  );
  const { value: loaded, error, loading, reload } = useLoad(read);
  // What a save wrote or found, until the rules are loaded again.
  const [newer, setNewer] = useSessionState<Stored | undefined>(`Newer rules of ${id}`, undefined);
  const { draft, keep, latest } = useDraft<Draft>(`Branch protection of ${id}`);
  const [theirs, setTheirs] = useState<Change>();
  const [saving, setSaving] = useState(false);
  const [saveError, setSaveError] = useState<unknown>();

  const stored = newer ?? loaded;
  const patterns = stored ? shown(stored, draft) : [];
  const change = changeOf(stored?.patterns ?? [], patterns);
  const dirty = !isSame(change);

  useEffect(() => {
    if (loaded) setNewer(undefined);
  }, [loaded, setNewer]);
  // What was wanted may be there by now, by somebody else or by a save that ended after its view.
  useEffect(() => {
    if (stored && !dirty && !saving) keep(undefined);
  }, [stored, dirty, saving, keep]);

  /** Puts what was changed since `from`, also while a save was under way, onto what lakeFS has now. */
  function rebase(base: Stored, from: readonly string[], now: Stored) {
    const next = merged(from, now.patterns, shown(base, latest()));
    keep(isSame(changeOf(now.patterns, next)) ? undefined : { base: now.patterns, patterns: next });
    setNewer(now);
  }

  /** Reads what others wrote since `base`, and keeps their change to show it. Undefined when there is such a change. */
  async function takeUp(base: Stored): Promise<Stored | undefined> {
    const now = await read();
    const change = changeOf(base.patterns, now.patterns);
    rebase(base, base.patterns, now);
    if (isSame(change)) return now;
    setTheirs(change);
    return undefined;
  }

  async function write(stored: Stored, next: readonly string[]): Promise<boolean> {
    // Without an ETag lakeFS cannot compare: this page does, just before it writes.
    const base = typeof stored.etag === "string" ? stored : await takeUp(stored);
    if (!base) return false;
    await lakefs.setBranchProtectionRules(
      id,
      next.map((pattern) => ({ pattern })),
      typeof base.etag === "string" ? { ifMatch: base.etag } : { overwrite: true },
    );
    rebase(stored, next, { patterns: [...next].sort(), etag: undefined });
    reload();
    return true;
  }

  /** Writes the draft, or `next`. False when it was not written, because somebody else saved first. */
  async function save(next: readonly string[] = patterns): Promise<boolean> {
    if (!stored || saving || isSame(changeOf(stored.patterns, next))) return false;
    keep({ base: stored.patterns, patterns: next });
    setSaving(true);
    setSaveError(undefined);
    setTheirs(undefined);
    try {
      return await write(stored, next);
    } catch (thrown) {
      if (isLakeFSError(thrown, "precondition_failed")) {
        try {
          // Rules in another order have another ETag: no difference to ask about, but they must be read again.
          if (await takeUp(stored)) setSaveError(thrown);
        } catch (unread) {
          setSaveError(unread);
        }
      } else setSaveError(thrown);
      return false;
    } finally {
      setSaving(false);
    }
  }

  return {
    stored: stored?.patterns,
    hasNoEtag: stored?.etag === null,
    isUnread: stored !== undefined && stored.etag === undefined,
    error,
    loading,
    reload,
    patterns,
    change,
    dirty,
    theirs,
    saving,
    saveError,
    save,
    edit(next: readonly string[]) {
      if (stored) keep({ base: stored.patterns, patterns: [...new Set(next)] });
    },
    discard() {
      if (saving) return;
      keep(undefined);
      setTheirs(undefined);
      setSaveError(undefined);
    },
  };
}
export type Rules = ReturnType<typeof useRules>;
