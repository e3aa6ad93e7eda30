import { isLakeFSError, type Repository } from "lakefs-wasm";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { Code } from "../code/code";
import { createSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { DocsLink } from "../parts/docs-link";
import { Checkbox, Field } from "../parts/field";
import { useDraft } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useFirstProblem } from "../parts/use-focus";
import { useMounted } from "../parts/use-mounted";
import { useRepositoryStore, useRows } from "../store/context";
import {
  creationOf,
  type Draft,
  FIRST_DRAFT,
  type FieldName,
  fieldOf,
  namespaceOf,
  problemsOf,
  refusalText,
  sharedWith,
} from "./create-form";
import { SharedNamespace } from "./shared-namespace";

interface Refused {
  readonly draft: Draft;
  readonly error: unknown;
  readonly field?: FieldName | undefined;
}

interface Props {
  onClose: () => void;
  onCreated: (repository: Repository) => void;
}

export default function CreateDialog({ onClose, onCreated }: Props) {
  const { lakefs, config, endpoint } = useConnection();
  const store = useRepositoryStore();
  const { rows } = useRows();
  const repositories = useMemo(() => rows.map((row) => row.repository), [rows]);
  const toast = useToast();
  const [params] = useSearchParams();
  const { form, showProblem } = useFirstProblem();
  // What is typed outlives the dialog until it is canceled or done.
  const { draft: kept, keep } = useDraft<Draft>("New repository");
  const [first] = useState<Draft>(() => ({
    ...FIRST_DRAFT,
    namespace: params.get("namespace") ?? undefined,
    branch: params.get("branch") ?? "main",
    bare: params.has("bare"),
  }));
  const draft = kept ?? first;
  const [refused, setRefused] = useState<Refused>();
  const [touched, setTouched] = useState<Partial<Record<FieldName, boolean>>>({});
  const [busy, setBusy] = useState(false);
  const sent = useRef(false); // known at once, and not when it is drawn
  const mounted = useMounted();
  const problems = problemsOf(draft, config, repositories);
  const others = sharedWith(draft, config, repositories);

  const set = (change: Partial<Draft>, field?: FieldName) => {
    keep({ ...draft, ...change });
    if (field) setTouched((old) => ({ ...old, [field]: true }));
  };
  /** Only about what has been typed in, or after an attempt; what the server refused until that field is changed. */
  const shown = (field: FieldName): string | undefined => {
    if (touched[field] && problems[field]) return problems[field];
    if (refused?.field !== field || !isLakeFSError(refused.error)) return undefined;
    const isSame =
      field === "name"
        ? refused.draft.name === draft.name
        : namespaceOf(refused.draft, config) === namespaceOf(draft, config);
    return isSame ? refusalText(field, refused.error.code) : undefined;
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (sent.current) return;
    setRefused(undefined);
    setTouched({ name: true, namespace: true, branch: true, sampleData: true, shares: true });
    if (Object.keys(problems).length > 0) return showProblem();
    sent.current = true;
    setBusy(true);
    try {
      const made = await lakefs.createRepository(creationOf(draft, config), draft.bare ? { bare: true } : {});
      keep(undefined);
      toast(`Created ${made.id}`);
      if (mounted.current) onCreated(made);
    } catch (error) {
      setRefused({ draft, error, field: isLakeFSError(error) ? fieldOf(error.code, error.message) : undefined });
      showProblem();
    } finally {
      store.list(true); // it may have been created even when an error says otherwise
      sent.current = false;
      setBusy(false);
    }
  }

  return (
    <Dialog
      title="Create repository"
      busy={busy}
      isUnsaved={kept !== undefined}
      onClose={onClose}
      onCancel={() => (keep(undefined), onClose())}
    >
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label="Repository ID"
          value={draft.name}
          onChange={(event) => set({ name: event.target.value }, "name")}
          hint="3–63 lowercase letters, digits and hyphens."
          problem={shown("name")}
          required
        />
        <Field
          label="Storage namespace"
          value={namespaceOf(draft, config)}
          onChange={(event) => set({ namespace: event.target.value, shares: false }, "namespace")}
          placeholder={config.storage_config?.blockstore_namespace_example}
          hint={
            <>
              Where the data is kept. Must be empty, unless the repository is bare or read-only.{" "}
              <DocsLink to="storageNamespace" />
            </>
          }
          problem={shown("namespace")}
          required
        />
        <Field
          label="Default branch"
          value={draft.branch}
          onChange={(event) => set({ branch: event.target.value }, "branch")}
          hint="This cannot be changed later."
          problem={shown("branch")}
          required
        />
        <Options draft={draft} set={set} problem={shown("sampleData")} />
        {others.length > 0 && (
          <SharedNamespace
            others={others}
            checked={draft.shares}
            onChange={(shares) => set({ shares }, "shares")}
            problem={shown("shares")}
          />
        )}
        <Code snippets={createSnippets(endpoint, creationOf(draft, config), draft.bare)} />
        {refused && !refused.field && <ErrorAlert error={refused.error} />}
        <div className="buttons">
          <Button aria-disabled={busy || undefined} onClick={() => busy || (keep(undefined), onClose())}>
            Cancel
          </Button>
          <Button type="submit" tone="primary" busy={busy}>
            Create repository
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Options({
  draft,
  set,
  problem,
}: {
  draft: Draft;
  set: (change: Partial<Draft>, field?: FieldName) => void;
  problem: string | undefined;
}) {
  return (
    <fieldset>
      <legend>Options</legend>
      <Checkbox
        label="Add sample data"
        hint="A README, images and a Parquet file, on a protected branch."
        checked={draft.sampleData}
        onChange={(event) => set({ sampleData: event.target.checked }, "sampleData")}
        problem={problem}
      />
      <Checkbox
        label="Bare repository"
        hint="No initial commit. Use it as the target of a restore."
        checked={draft.bare}
        onChange={(event) => set({ bare: event.target.checked, shares: false }, "sampleData")}
      />
      <Checkbox
        label="Read-only"
        hint="Nobody can write to it or change its settings. This cannot be changed later."
        checked={draft.readOnly}
        onChange={(event) => set({ readOnly: event.target.checked, shares: false }, "sampleData")}
      />
    </fieldset>
  );
}
