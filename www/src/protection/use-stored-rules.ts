import type { BranchProtection } from "lakefs-wasm";
import { useCallback, useEffect } from "react";
import { useLakefs } from "../connection/context";
import { useSessionState } from "../parts/session-state";
import { useRepositoryStore } from "../store/context";
import { useLoad } from "../use-load";

/** The patterns of a repository's rules, as lakeFS has them. */
export interface StoredRules {
  readonly patterns: readonly string[];
  /** Null when a proxy removes it, undefined when the rules were written and not read since. */
  readonly etag: string | null | undefined;
}

const storedRules = ({ rules, etag }: BranchProtection): StoredRules => ({
  patterns: rules.map((rule) => rule.pattern).sort(),
  etag,
});

/** The rules that lakeFS has, as far as this page knows. */
export function useStoredRules(id: string) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const read = useCallback(
    async (signal?: AbortSignal) => {
      const branchProtection = await lakefs.getBranchProtectionRules(id, signal ? { signal } : {});
      store.update(id, { branchProtection });
      return storedRules(branchProtection);
    },
    [lakefs, store, id],
  );
  const { value: loaded, error, loading, reload } = useLoad(read);
  // The rules that a save wrote or read, until they are loaded again.
  const [newer, setNewer] = useSessionState<StoredRules | undefined>(`Newer rules of ${id}`, undefined);
  useEffect(() => {
    if (loaded) setNewer(undefined);
  }, [loaded, setNewer]);
  return { stored: newer ?? loaded, error, loading, reload, read, setNewer };
}
