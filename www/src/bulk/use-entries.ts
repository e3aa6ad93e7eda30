import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** How often results are drawn: drawing each would take all the time. */
const FLUSH_MS = 80;

/** The state of each repository of a bulk action. */
export function useEntries<T>(ids: readonly string[], first: (id: string) => T) {
  const [known] = useState(() => new Map(ids.map((id) => [id, first(id)])));
  const [round, setRound] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setRound((number) => number + 1);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const update = useCallback(
    (id: string, change: (old: T) => T) => {
      const entry = known.get(id);
      if (entry === undefined) return;
      known.set(id, change(entry));
      timer.current ??= setTimeout(flush, FLUSH_MS);
    },
    [known, flush],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; a new round rereads it.
  const entries = useMemo(() => ids.flatMap((id) => known.get(id) ?? []), [ids, known, round]);
  return { entries, update, flush };
}
