import { ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { useFocusNext } from "../parts/use-focus-next";
import { useTitle } from "../parts/use-title";
import { useListAddress } from "../repositories/use-list-address";
import { useRepositoryStore, useRows } from "../store/context";
import { ChooseSource } from "./choose-source";
import { isDocument, type Source } from "./document";
import { RestoreProgress } from "./restore-progress";
import { type Target, TargetForm } from "./target-form";
import { useRestore } from "./use-restore";

/** Creates a repository from a backup: branches, tags and commits, rules and retention. */
export default function RestorePage() {
  const [params] = useSearchParams();
  const into = params.get("into") ?? undefined;
  const [list] = useListAddress();
  const store = useRepositoryStore();
  const { rows } = useRows();
  const { source, target, state, set, start, reset: forget } = useRestore();
  const [round, setRound] = useState(0);
  const focusNext = useFocusNext();
  useTitle("Restore from backup");
  const bare = rows.find((row) => row.repository.id === into)?.repository;

  // The first target is the bare repository that the address names, once the list has it.
  useEffect(() => {
    if (source && !target) set({ source, target: firstTarget(source, bare) });
  }, [source, target, bare, set]);

  function reset() {
    focusNext("#backup-source button");
    forget();
    setRound(round + 1);
    store.list();
  }

  return (
    <main id="main" className="page page-narrow">
      <div className="repository-head">
        <nav aria-label="Breadcrumb" className="crumbs">
          <Link href={list}>Repositories</Link> <ChevronRight aria-hidden />
        </nav>
        <h1 tabIndex={-1}>Restore from backup</h1>
      </div>
      {!state && (
        <ChooseSource
          key={round}
          source={source}
          onReset={reset}
          onSource={(next) => {
            if (next) focusNext("#restore-target input");
            set({ source: next, target: next && firstTarget(next, bare) });
          }}
        />
      )}
      {source && target && !state && (
        <TargetForm
          source={source}
          target={target}
          into={into}
          onChange={(next) => set({ source, target: next })}
          onStart={(next) => (focusNext("#progress"), void start(source, next))}
        />
      )}
      {source && target && state && (
        <RestoreProgress
          source={source}
          target={target}
          state={state}
          onRetry={() => (focusNext("#progress"), void start(source, target))}
          onReset={reset}
          onBack={() => (focusNext("#restore-target input"), set({ source, target }))}
        />
      )}
    </main>
  );
}

function firstTarget(
  source: Source,
  bare: { id: string; storage_namespace: string; default_branch: string } | undefined,
): Target {
  const repository = isDocument(source) ? source.repository : undefined;
  return {
    name: bare?.id ?? repository?.id ?? "",
    namespace: bare?.storage_namespace ?? repository?.storage_namespace ?? "",
    branch: bare?.default_branch ?? repository?.default_branch ?? "main",
    settings: isDocument(source),
    shares: false,
  };
}
