import { isLakeFSError } from "lakefs-wasm";
import { useState } from "react";
import { useLakefs } from "../connection/context";
import type { useDraft } from "../parts/session-state";
import { useAttempt } from "../parts/use-attempt";
import { type Change, changeOf, isSame, merged, type RulesDraft, withDraft } from "./merge";
import type { StoredRules, useStoredRules } from "./use-stored-rules";

/**
 * Writes rules only over those that the draft was made from. When somebody else saved first, both changes are combined in the draft and shown
 * before anything is written.
 */
export function useSaveRules(
  id: string,
  { stored, read, reload, setNewer }: ReturnType<typeof useStoredRules>,
  { keep, latest }: Pick<ReturnType<typeof useDraft<RulesDraft>>, "keep" | "latest">,
) {
  const lakefs = useLakefs();
  const { busy: saving, error: saveError, attempt, clearError } = useAttempt();
  const [theirs, setTheirs] = useState<Change>();

  /** Moves what was changed since `from`, also while a save was running, onto what lakeFS has now. */
  function rebase(base: StoredRules, from: readonly string[], now: StoredRules) {
    const next = merged(from, now.patterns, withDraft(base.patterns, latest()));
    keep(isSame(changeOf(now.patterns, next)) ? undefined : { base: now.patterns, patterns: next });
    setNewer(now);
  }

  /** Reads the rules again. Resolves with undefined when others have changed them since `base`; their change is shown then. */
  async function readUnchanged(base: StoredRules): Promise<StoredRules | undefined> {
    const now = await read();
    const change = changeOf(base.patterns, now.patterns);
    rebase(base, base.patterns, now);
    if (isSame(change)) return now;
    setTheirs(change);
    return undefined;
  }

  async function write(base: StoredRules, next: readonly string[]): Promise<boolean> {
    // Without an ETag lakeFS cannot compare: this page does, just before it writes.
    const current = typeof base.etag === "string" ? base : await readUnchanged(base);
    if (!current) return false;
    const rules = next.map((pattern) => ({ pattern }));
    const options = typeof current.etag === "string" ? { ifMatch: current.etag } : { overwrite: true as const };
    try {
      await lakefs.setBranchProtectionRules(id, rules, options);
    } catch (error) {
      if (!isLakeFSError(error, "precondition_failed")) throw error;
      // Rules in another order have another ETag: there is no change to show, but they must be read again.
      if (await readUnchanged(base)) throw error;
      return false;
    }
    rebase(base, next, { patterns: [...next].sort(), etag: undefined });
    reload();
    return true;
  }

  /** Resolves with false when the rules were not written. */
  async function save(next: readonly string[]): Promise<boolean> {
    if (!stored || saving || isSame(changeOf(stored.patterns, next))) return false;
    keep({ base: stored.patterns, patterns: next });
    setTheirs(undefined);
    let isSaved = false;
    await attempt(async () => {
      isSaved = await write(stored, next);
    });
    return isSaved;
  }

  function forget() {
    setTheirs(undefined);
    clearError();
  }

  return { theirs, saving, saveError, save, forget };
}
