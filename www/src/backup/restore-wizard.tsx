import { ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { useSessionState } from "../parts/session-state";
import { useTitle } from "../parts/use-title";
import { useListAddress } from "../repositories/use-list-address";
import { useRepositoryStore, useRows } from "../store/context";
import { ChooseSource } from "./choose-source";
import { isDocument, type Source } from "./document";
import { RunRestore } from "./run-restore";
import { type Target, TargetForm } from "./target-form";

/** What is being restored, and as what; kept while another view is looked at. */
interface Draft {
  readonly source?: Source | undefined;
  readonly target?: Target | undefined;
  readonly isStarted?: boolean;
}
const NOTHING: Draft = {};

/** Starts from a backup: creates the repository, restores branches, tags and commits, and sets rules and retention. */
export default function RestorePage() {
  const [params] = useSearchParams();
  const into = params.get("into") ?? undefined;
  const [list] = useListAddress();
  const store = useRepositoryStore();
  const { rows } = useRows();
  const [draft, setDraft] = useSessionState<Draft>("Restore", NOTHING);
  const [round, setRound] = useState(0);
  useTitle("Restore from backup");
  const { source, target, isStarted = false } = draft;
  const bare = rows.find((row) => row.repository.id === into)?.repository;

  // A bare repository that was chosen before is where it goes.
  useEffect(() => {
    if (!source || target) return;
    setDraft((old) => ({ ...old, target: firstTarget(source, bare) }));
  }, [source, target, bare, setDraft]);

  function reset() {
    setDraft(NOTHING);
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
      {!isStarted && (
        <ChooseSource
          key={round}
          source={source}
          onReset={reset}
          onSource={(next) => setDraft({ source: next, target: next && firstTarget(next, bare) })}
        />
      )}
      {source && target && !isStarted && (
        <TargetForm
          source={source}
          target={target}
          into={into}
          onChange={(next) => setDraft((old) => ({ ...old, target: next }))}
          onStart={() => setDraft((old) => ({ ...old, isStarted: true }))}
        />
      )}
      {source && target && isStarted && (
        <RunRestore source={source} target={target} onReset={reset} onBack={() => setDraft({ source, target })} />
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
