import type { RestoreResult, RestoreStep } from "lakefs-wasm/admin";
import { useCallback, useEffect } from "react";
import { useLakefs } from "../connection/context";
import { sessionSignal, useDraft } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useMounted } from "../parts/use-mounted";
import { useRepositoryStore } from "../store/context";
import { loadAdmin } from "../store/settings";
import type { Source } from "./document";
import type { Target } from "./target-form";

/** A restore that was started: its progress and result. */
export interface RestoreState {
  readonly step: RestoreStep["step"];
  readonly isRunning: boolean;
  readonly result?: RestoreResult;
  readonly error?: unknown;
}

/** The source and target of the restore, kept while another view is open. */
interface Draft {
  readonly source?: Source | undefined;
  readonly target?: Target | undefined;
  readonly state?: RestoreState;
}
const NOTHING: Draft = {};

/** One restore. It continues while another view is open, and starts only on request. */
export function useRestore() {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const toast = useToast();
  const mounted = useMounted();
  const { draft = NOTHING, keep, latest } = useDraft<Draft>("Restore from backup");
  const set = useCallback((next: Draft) => keep(next, next.state?.isRunning === true), [keep]);

  const start = useCallback(
    async (source: Source, target: Target) => {
      if (latest()?.state?.isRunning) return;
      let step: RestoreState["step"] = "create";
      const update = (state: Partial<RestoreState>) =>
        set({ source, target, state: { step, isRunning: false, ...state } });
      update({ isRunning: true });
      try {
        const { restore } = await loadAdmin();
        const result = await restore(lakefs, source, {
          name: target.name,
          storageNamespace: target.namespace,
          defaultBranch: target.branch,
          settings: target.settings,
          signal: sessionSignal(),
          onProgress(progress) {
            step = progress.step;
            update({ isRunning: true });
          },
        });
        update({ result });
        if (!mounted.current) toast(`Restored ${target.name}`);
      } catch (error) {
        update({ error });
        if (!mounted.current) toast(`The restore of ${target.name} stopped`);
      }
      store.forget(target.name);
      store.list(true);
    },
    [lakefs, store, toast, mounted, set, latest],
  );

  const reset = useCallback(() => keep(undefined), [keep]);
  // A return to the view after a successful restore starts another one.
  useEffect(
    () => () => {
      if (latest()?.state?.result) reset();
    },
    [latest, reset],
  );
  return { ...draft, set, start, reset };
}
