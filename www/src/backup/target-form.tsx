import type { ServerConfig } from "lakefs-wasm";
import { type FormEvent, useMemo, useState } from "react";
import { branchNameProblem } from "../branch-names";
import { Code } from "../code/code";
import { restoreSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { Checkbox, Field } from "../parts/field";
import { useFirstProblem } from "../parts/use-focus";
import { repositoryIdProblem, storageNamespaceProblem } from "../repositories/create-form";
import { SharedNamespace } from "../repositories/shared-namespace";
import { useRows } from "../store/context";
import { othersOnNamespace } from "../store/settings";
import { isDocument, type Source } from "./document";

/** The repository that a backup is restored as. */
export interface Target {
  readonly name: string;
  readonly namespace: string;
  readonly branch: string;
  /** Rules and retention too. */
  readonly settings: boolean;
  /** The user has confirmed that two repositories may use the namespace. */
  readonly shares: boolean;
}

interface Props {
  source: Source;
  target: Target;
  /** An existing bare repository. */
  into: string | undefined;
  onChange: (target: Target) => void;
  onStart: (target: Target) => void;
}

const problemsOf = (target: Target, isTaken: boolean, others: readonly string[], config: ServerConfig) => ({
  name:
    repositoryIdProblem(target.name) ?? (isTaken ? "A repository with this ID exists. Choose another ID." : undefined),
  namespace: storageNamespaceProblem(target.namespace, config),
  branch: branchNameProblem(target.branch),
  shares: others.length > 0 && !target.shares ? "Confirm that two repositories may use this namespace." : undefined,
});

/** A target without the outer spaces that pasted text often has. */
const trimmed = (target: Target): Target => ({
  ...target,
  name: target.name.trim(),
  namespace: target.namespace.trim(),
  branch: target.branch.trim(),
});

/** The second step: which repository is created or restored into, and what is restored. */
export function TargetForm({ source, target: typed, into, onChange, onStart }: Props) {
  const target = trimmed(typed);
  const { config, endpoint } = useConnection();
  const { rows } = useRows();
  const repositories = useMemo(() => rows.map((row) => row.repository), [rows]);
  const [tried, setTried] = useState(false);
  const { form, showProblem } = useFirstProblem();
  const others = othersOnNamespace(target.namespace, repositories, target.name);
  const isInto = target.name === into;
  const isTaken = !isInto && repositories.some((one) => one.id === target.name);
  const problems = problemsOf(target, isTaken, others, config);
  const isElsewhere = isDocument(source) && source.repository.storage_namespace !== target.namespace;

  const set = (change: Partial<Target>) => onChange({ ...typed, ...change });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.values(problems).some(Boolean)) return showProblem();
    onStart(target);
  }

  return (
    <section className="card" aria-labelledby="target">
      <h2 id="target">2. Restore as</h2>
      <form ref={form} id="restore-target" onSubmit={submit} noValidate>
        <Fields {...{ target: typed, problems, tried, isInto, set }} />
        {isDocument(source) && (
          <Checkbox
            label="Restore protection rules and retention"
            hint="Metadata cannot be restored: lakeFS has no public API for it."
            checked={target.settings}
            onChange={(event) => set({ settings: event.target.checked })}
          />
        )}
        {isElsewhere && (
          <Notice title="The namespace is another one than in the backup">
            <p>Copy the data of the old namespace there first, or the restore fails.</p>
          </Notice>
        )}
        {others.length > 0 && (
          <SharedNamespace
            others={others}
            checked={target.shares}
            onChange={(shares) => set({ shares })}
            problem={tried ? problems.shares : undefined}
          />
        )}
        <Code snippets={() => restoreSnippets(endpoint, source, target)} />
        <div className="buttons">
          <Button type="submit" tone="primary">
            Restore
          </Button>
        </div>
      </form>
    </section>
  );
}

interface FieldsProps extends Pick<Props, "target"> {
  problems: ReturnType<typeof problemsOf>;
  /** After an attempt to start, empty fields show their problems, too. */
  tried: boolean;
  /** The repository exists and is bare. */
  isInto: boolean;
  set: (change: Partial<Target>) => void;
}

function Fields({ target, problems, tried, isInto, set }: FieldsProps) {
  return (
    <>
      <Field
        label="Repository ID"
        value={target.name}
        onChange={(event) => set({ name: event.target.value })}
        hint={isInto ? "A bare repository: it is restored into." : "A new repository with this ID is created."}
        problem={target.name || tried ? problems.name : undefined}
      />
      <Field
        label="Storage namespace"
        className="input input-code"
        value={target.namespace}
        onChange={(event) => set({ namespace: event.target.value, shares: false })}
        hint="The namespace that was backed up, or a copy of it: the data must be there."
        problem={target.namespace || tried ? problems.namespace : undefined}
      />
      <Field
        label="Default branch"
        value={target.branch}
        onChange={(event) => set({ branch: event.target.value })}
        problem={problems.branch}
      />
    </>
  );
}
