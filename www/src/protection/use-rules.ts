import { type BranchProtection, isLakeFSError } from "lakefs-wasm";
import { useCallback, useEffect, useState } from "react";
import { useLakefs } from "../connection/context";
import { useLoad } from "../use-load";
import { type Change, changeOf, isSame, merged } from "./merge";

/** What lakeFS has. */
interface Stored {
  readonly patterns: readonly string[];
  readonly etag: string | null;
}

const storedOf = ({ rules, etag }: BranchProtection): Stored => ({ patterns: rules.map((rule) => rule.pattern).sort(), etag });

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

  // What is left unsaved is asked for before the page is closed.
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);

  /** Takes up what others wrote; what they changed is kept to be shown. True when it differs from what the draft was made from. */
  async function takeUp(base: Stored): Promise<boolean> {
    const now = await read();
    const change = changeOf(base.patterns, now.patterns);
    setStored(now);
    if (isSame(change)) return false;
    setDraft(merged(base.patterns, now.patterns, patterns));
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
      setDraft(undefined);
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
    edit: (next: readonly string[]) => setDraft([...new Set(next)]),
    discard() {
      setDraft(undefined);
      setTheirs(undefined);
      setSaveError(undefined);
    },
  };
}
