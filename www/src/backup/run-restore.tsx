import { isLakeFSError } from "lakefs-wasm";
import type { RestoreResult } from "lakefs-wasm/admin";
import { Circle, CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { useCallback, useState } from "react";
import { Link } from "wouter";
import { useLakefs } from "../connection/context";
import { ErrorAlert, Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { useRepositoryStore } from "../store/context";
import { loadAdmin } from "../store/settings";
import { useLoad } from "../use-load";
import { isDocument, type Source } from "./document";
import { isNotBare, meaningOf } from "./refs";
import type { Target } from "./target-form";

type Step = "create" | "restore" | "settings";

const MISSING: Record<RestoreResult["notRestored"][number], string> = {
  branchProtection:
    "Protection rules, or some of them: lakeFS rejects rules of a read-only repository, and patterns that it cannot compile are left out.",
  gcRules:
    "Retention, or a part of it: lakeFS rejects a policy for a read-only repository, and rules for impossible branch names are left out.",
  metadata: "Metadata: lakeFS has no public API to set it.",
};

interface Props {
  source: Source;
  target: Target;
  onReset: () => void;
  onBack: () => void;
}

/** The last step: what is done, and what could not come back. */
export function RunRestore({ source, target, onReset, onBack }: Props) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const [step, setStep] = useState<Step>("create");
  const { value, error, loading, reload } = useLoad(
    useCallback(
      async (signal) => {
        const { restore } = await loadAdmin();
        const result = await restore(lakefs, source, {
          name: target.name,
          storageNamespace: target.namespace,
          defaultBranch: target.branch,
          settings: target.settings,
          signal,
          onProgress: (progress) => setStep(progress.step),
        });
        store.forget(target.name);
        store.list();
        return result;
      },
      [lakefs, store, source, target],
    ),
  );
  const steps: readonly (readonly [Step, string])[] = [
    ["create", `Create the bare repository ${target.name} on ${target.namespace}`],
    ["restore", "Restore branches, tags and commits"],
    ...(isDocument(source) && target.settings ? [["settings", "Set protection rules and retention"] as const] : []),
  ];
  const isTaken = isLakeFSError(error) && isNotBare(error.message);
  const at = steps.findIndex(([name]) => name === step);
  const stateOf = (index: number) => {
    if (value || index < at) return "done";
    if (index > at) return "waiting";
    return loading ? "running" : "failed";
  };
  return (
    <section className="card" aria-labelledby="run" aria-live="polite">
      <h2 id="run">
        {value ? `Restored ${target.name}` : error !== undefined && !loading ? "The restore stopped" : "Restoring…"}
      </h2>
      <ol className="steps">
        {steps.map(([name, label], index) => (
          <StepLine key={name} label={label} state={stateOf(index)} />
        ))}
      </ol>
      {!loading && error !== undefined && (
        <ErrorAlert error={error} reload={isTaken ? undefined : reload}>
          {isLakeFSError(error) && /restore/i.test(step) && <p>{meaningOf(error.message)}</p>}
        </ErrorAlert>
      )}
      {value && value.notRestored.length > 0 && (
        <Notice title="Not restored">
          <ul>
            {value.notRestored.map((name) => (
              <li key={name}>{MISSING[name]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="buttons buttons-start">
        {value && (
          <Link href={`/repositories/${target.name}`} className="button button-primary" onClick={onReset}>
            <span className="break">Open {target.name}</span>
          </Link>
        )}
        {!loading && !value && <Button onClick={onBack}>Change the target</Button>}
        {!loading && <Button onClick={onReset}>Restore another backup</Button>}
      </div>
    </section>
  );
}

const ICONS = { done: CircleCheck, running: LoaderCircle, failed: CircleX, waiting: Circle };
const TONES = { done: "good", running: "soft", failed: "danger", waiting: "soft" };

function StepLine({ label, state }: { label: string; state: keyof typeof ICONS }) {
  const Icon = ICONS[state];
  return (
    <li className={`status status-${TONES[state]}`}>
      <Icon aria-hidden className={state === "running" ? "turning" : ""} /> <span>{label}</span>
      <span className="visually-hidden">: {state}</span>
    </li>
  );
}
