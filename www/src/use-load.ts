import { useCallback, useState } from "react";
import { useEffectOn } from "./use-effect-on";

/** A loaded value, or why it could not be loaded. The value stays while it is loaded again. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Loads again. */
  reload(): void;
}

/** Loads on mount and whenever `load` changes; aborts a load that is no longer needed. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ load: typeof load; value?: T; error?: unknown; loading: boolean }>({
    load,
    loading: true,
  });
  const [round, setRound] = useState(0);
  // Another round loads again.
  useEffectOn([load, round], () => {
    const controller = new AbortController();
    setState((old) => (old.load === load ? { ...old, loading: true } : { load, loading: true }));
    load(controller.signal).then(
      (value) => controller.signal.aborted || setState({ load, value, loading: false }),
      (error: unknown) => controller.signal.aborted || setState((old) => ({ ...old, error, loading: false })),
    );
    return () => controller.abort();
  });
  const reload = useCallback(() => setRound((number) => number + 1), []);
  const current = state.load === load;
  return {
    value: current ? state.value : undefined,
    error: current ? state.error : undefined,
    loading: state.loading || !current,
    reload,
  };
}
