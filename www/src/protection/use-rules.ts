import { useEffect } from "react";
import { useDraft } from "../parts/session-state";
import { changeOf, isSame, type RulesDraft, withDraft } from "./merge";
import { useSaveRules } from "./use-save-rules";
import { useStoredRules } from "./use-stored-rules";

/** The rules of a repository, and a draft of them that is saved as a whole. */
export function useRules(id: string) {
  const rules = useStoredRules(id);
  const { stored, error, loading, reload } = rules;
  const { draft, keep, latest } = useDraft<RulesDraft>(`Branch protection of ${id}`);
  const { theirs, saving, saveError, save, forget } = useSaveRules(id, rules, { keep, latest });

  const patterns = stored ? withDraft(stored.patterns, draft) : [];
  const change = changeOf(stored?.patterns ?? [], patterns);
  const dirty = !isSame(change);

  // lakeFS may have what the draft wants: somebody else saved it, or a save ended after its view was left.
  useEffect(() => {
    if (stored && !dirty && !saving) keep(undefined);
  }, [stored, dirty, saving, keep]);

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
      forget();
    },
  };
}
export type Rules = ReturnType<typeof useRules>;
