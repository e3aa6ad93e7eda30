import type { Repository } from "lakefs-wasm";
import { useEffect, useState } from "react";
import { useLakefs } from "../connection/context";

interface Listed {
  readonly rows: readonly Repository[];
  readonly error?: unknown;
  /** More is coming. */
  readonly loading: boolean;
}

/** Rows are shown as they come, but not so often that showing them is all that happens. */
const FLUSH_MS = 120;

/** Every repository whose id has `search` in it, page after page. Another search aborts the one before. */
export function useRepositories(search: string) {
  const lakefs = useLakefs();
  const [listed, setListed] = useState<Listed>({ rows: [], loading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    async function load() {
      const rows: Repository[] = [];
      let flushed = 0; // the first ones at once
      setListed((old) => ({ ...old, loading: true, error: undefined }));
      try {
        for await (const repository of lakefs.repositories({ ...(search && { search }), signal })) {
          rows.push(repository);
          if (rows.length >= 50 && performance.now() - flushed > FLUSH_MS) {
            flushed = performance.now();
            setListed({ rows: [...rows], loading: true });
          }
        }
        if (!signal.aborted) setListed({ rows, loading: false });
      } catch (error) {
        if (!signal.aborted) setListed((old) => ({ rows: rows.length > 0 ? rows : old.rows, error, loading: false }));
      }
    }
    void load();
    return () => controller.abort();
  }, [lakefs, search, round]);
  return { ...listed, again: () => setRound((number) => number + 1), remove: (id: string) => setListed((old) => ({ ...old, rows: old.rows.filter((row) => row.id !== id) })) };
}
