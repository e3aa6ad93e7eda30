import { isLakeFSError } from "lakefs-wasm";
import type { RestoreResult } from "lakefs-wasm/admin";
import { Circle, CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { Link } from "wouter";
import { ErrorAlert, Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { isDocument, type Source } from "./document";
import { adviceFor, isNotBare } from "./refs";
import type { Target } from "./target-form";
import type { RestoreState } from "./use-restore";

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
  state: RestoreState;
  onRetry: () => void;
  onReset: () => void;
  onBack: () => void;
}

/** The last step: the progress of the restore, and what could not be restored. */
export function RestoreProgress({ source, target, state, onRetry, onReset, onBack }: Props) {
  const { step, isRunning, result, error } = state;
  const isTaken = isLakeFSError(error) && isNotBare(error.message);
  return (
    <section className="card" aria-labelledby="progress" aria-live="polite">
      <h2 id="progress" tabIndex={-1}>
        {result ? `Restored ${target.name}` : isRunning ? "Restoring…" : "The restore stopped"}
      </h2>
      <Steps source={source} target={target} state={state} />
      {error !== undefined && (
        <ErrorAlert error={error} reload={isTaken ? undefined : onRetry}>
          {isLakeFSError(error) && /restore/i.test(step) && <p>{adviceFor(error.message)}</p>}
        </ErrorAlert>
      )}
      {result && result.notRestored.length > 0 && (
        <Notice title="Not restored">
          <ul>
            {result.notRestored.map((name) => (
              <li key={name}>{MISSING[name]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="buttons buttons-start">
        {result && (
          <Link href={`/repositories/${target.name}`} className="button button-primary">
            <span className="break">Open {target.name}</span>
          </Link>
        )}
        {!isRunning && !result && <Button onClick={onBack}>Change the target</Button>}
        {!isRunning && <Button onClick={onReset}>Restore another backup</Button>}
      </div>
    </section>
  );
}

function Steps({ source, target, state: { step, isRunning, result } }: Pick<Props, "source" | "target" | "state">) {
  const steps: readonly (readonly [RestoreState["step"], string])[] = [
    ["create", `Create the bare repository ${target.name} on ${target.namespace}`],
    ["restore", "Restore branches, tags and commits"],
    ...(isDocument(source) && target.settings ? [["settings", "Set protection rules and retention"] as const] : []),
  ];
  const found = steps.findIndex(([name]) => name === step);
  const current = found < 0 ? steps.length : found;
  const stateOf = (index: number) => {
    if (result || index < current) return "done";
    if (index > current) return "waiting";
    return isRunning ? "running" : "failed";
  };
  return (
    <ol className="steps">
      {steps.map(([name, label], index) => (
        <StepLine key={name} label={label} state={stateOf(index)} />
      ))}
    </ol>
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
