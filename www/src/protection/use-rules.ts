import { type BranchProtection, isLakeFSError, type LakeFSClient } from "lakefs-wasm";
import { useCallback, useEffect, useState } from "react";
import { useLakefs } from "../connection/context";
import { useUnsaved } from "../parts/use-unsaved";
import { useLoad } from "../use-load";
import { type Change, changeOf, isSame, merged } from "./merge";

/** What lakeFS has. */
interface Stored {
  readonly patterns: readonly string[];
  readonly etag: string | null;
}

const storedOf = ({ rules, etag }: BranchProtection): Stored => ({ patterns: rules.map((rule) => rule.pattern).sort(), etag });

/** What was left unsaved, so that it is still there after a look at another section. */
const unsaved = new WeakMap<LakeFSClient, Map<string, Change>>();

function keep(lakefs: LakeFSClient, id: string, change: Change) {
  const drafts = unsaved.get(lakefs) ?? new Map<string, Change>();
  unsaved.set(lakefs, drafts);
  if (isSame(change)) drafts.delete(id);
  else drafts.set(id, change);
}

/**
 * The rules of a repository, and a draft of them that is saved as a whole. The draft is written only over what it was made from; when
 * somebody else was faster, both changes are put together and shown before anything is written.
 */
export function useRules(id: string) {
  const lakefs = useLakefs();
  const read = useCallback(async (signal?: AbortSignal) => storedOf(await lakefs.getBranchProtectionRules(id, signal ? { signal } : {})), [lakefs, id]);
  const { value: stored, error, loading, again, set: setStored } = useLoad(read);
  const [draft, setDraft] = useState<readonly string[]>();
  const [theirs, setTheirs] = useState<Change>();
  const [saving, setSaving] = useState(false);
  const [saveError, setSaveError] = useState<unknown>();

  const patterns = draft ?? stored?.patterns ?? [];
  const change = changeOf(stored?.patterns ?? [], patterns);
  const dirty = !isSame(change);

  useEffect(() => {
    const left = unsaved.get(lakefs)?.get(id);
    if (stored && draft === undefined && left) setDraft([...new Set([...stored.patterns.filter((pattern) => !left.removed.includes(pattern)), ...left.added])]);
  }, [lakefs, id, stored, draft]);
  const edit = (next: readonly string[]) => {
    setDraft([...new Set(next)]);
    keep(lakefs, id, changeOf(stored?.patterns ?? [], next));
  };
  const forget = () => {
    setDraft(undefined);
    keep(lakefs, id, { added: [], removed: [] });
  };

  useUnsaved(dirty);

  /** Takes up what others wrote; what they changed is kept to be shown. True when it differs from what the draft was made from. */
  async function takeUp(base: Stored): Promise<boolean> {
    const now = await read();
    const change = changeOf(base.patterns, now.patterns);
    setStored(now);
    if (isSame(change)) return false;
    const both = merged(base.patterns, now.patterns, patterns);
    setDraft(both);
    keep(lakefs, id, changeOf(now.patterns, both));
    setTheirs(change);
    return true;
  }

  /** Writes the draft. False when it was not, because somebody else was faster. */
  async function save(): Promise<boolean> {
    if (!stored || saving) return false;
    setSaving(true);
    setSaveError(undefined);
    setTheirs(undefined);
    try {
      const rules = patterns.map((pattern) => ({ pattern }));
      if (stored.etag === null) {
        // A proxy takes the ETag away, so lakeFS cannot compare: this page does, just before it writes.
        if (await takeUp(stored)) return false;
        await lakefs.setBranchProtectionRules(id, rules, { overwrite: true });
      } else {
        await lakefs.setBranchProtectionRules(id, rules, { ifMatch: stored.etag });
      }
      forget();
      setStored(await read());
      return true;
    } catch (thrown) {
      if (isLakeFSError(thrown, "precondition_failed")) {
        try {
          // Rules in another order have another etag: not a difference to ask about, but lakeFS has to be asked again.
          if (!(await takeUp(stored))) setSaveError(thrown);
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
    stored: stored?.patterns, hasNoEtag: stored?.etag === null, error, loading, again, patterns, change, dirty, theirs, saving, saveError, save,
    edit,
    discard() {
      forget();
      setTheirs(undefined);
      setSaveError(undefined);
    },
  };
}
