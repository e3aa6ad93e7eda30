import type { LakeFSClient, Repository } from "lakefs-wasm";
import { useCallback, useEffect, useState } from "react";
import { useLakefs } from "../connection/context";

interface Listed {
  /** What the rows were searched for. */
  readonly search: string;
  readonly rows: readonly Repository[];
  readonly error?: unknown;
  /** More is coming. */
  readonly loading: boolean;
}

/** Rows are shown as they come, but not so often that showing them is all that happens. */
const FLUSH_MS = 120;

/** The last list of each client and search: who comes back sees it at once, where it was scrolled to, while it is loaded again. */
let lists = new WeakMap<LakeFSClient, { search: string; rows: readonly Repository[] }>();
const shown = new Set<() => void>();

/** After one was made or deleted, or may have been; a list that is in sight is loaded again. */
export function forgetLists() {
  lists = new WeakMap();
  for (const reload of shown) reload();
}

/** Every repository whose id has `search` in it, page after page. Another search aborts the one before. */
export function useRepositories(search: string) {
  const lakefs = useLakefs();
  const [listed, setListed] = useState<Listed>(() => {
    const known = lists.get(lakefs);
    return { search, rows: known?.search === search ? known.rows : [], loading: true };
  });
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((number) => number + 1), []);
  useEffect(() => {
    shown.add(reload);
    return () => void shown.delete(reload);
  }, [reload]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round loads again.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    async function load() {
      const rows: Repository[] = [];
      let flushed = 0; // the first ones at once
      const known = lists.get(lakefs);
      const before = known?.search === search ? known.rows.length : 0;
      setListed((old) => ({ ...old, loading: true, error: undefined }));
      try {
        for await (const repository of lakefs.repositories({ ...(search && { search }), signal })) {
          rows.push(repository);
          if (rows.length >= Math.max(50, before) && performance.now() - flushed > FLUSH_MS) {
            flushed = performance.now();
            setListed({ search, rows: [...rows], loading: true });
          }
        }
        if (signal.aborted) return;
        lists.set(lakefs, { search, rows });
        setListed({ search, rows, loading: false });
      } catch (error) {
        if (!signal.aborted)
          setListed((old) => ({
            search,
            rows: rows.length > 0 || old.search !== search ? rows : old.rows,
            error,
            loading: false,
          }));
      }
    }
    void load();
    return () => controller.abort();
  }, [lakefs, search, round]);
  // Until its first rows come, those of the search before stay in sight.
  const searching = listed.search !== search;
  return {
    ...listed,
    loading: listed.loading || searching,
    searching,
    reload,
    remove: (id: string) => setListed((old) => ({ ...old, rows: old.rows.filter((row) => row.id !== id) })),
  };
}
