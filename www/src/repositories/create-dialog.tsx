import { isLakeFSError, type Repository } from "lakefs-wasm";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { rememberBare } from "../connection/bare";
import { useConnection } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { explain } from "../parts/explain";
import { Checkbox, Field } from "../parts/field";
import { useToast } from "../parts/toasts";
import { useFirstProblem } from "../parts/use-focus";
import { useMounted } from "../parts/use-mounted";
import {
  creationOf,
  type Draft,
  type FieldName,
  fieldOf,
  type Problems,
  problemsOf,
  suggestedNamespace,
} from "./create-form";
import { forgetLists } from "./use-repositories";

export default function CreateDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (repository: Repository) => void;
}) {
  const { lakefs, config } = useConnection();
  const toast = useToast();
  const [params] = useSearchParams();
  const { form, showProblem } = useFirstProblem();
  // The page of a dump leads here with a namespace, for a bare repository beside the one that was dumped.
  const [draft, setDraft] = useState<Draft>({
    name: "",
    namespace: params.get("namespace") ?? undefined,
    branch: params.get("branch") ?? "main",
    bare: params.has("bare"),
    readOnly: false,
    sampleData: false,
  });
  const [problems, setProblems] = useState<Problems>({});
  const [refused, setRefused] = useState<{ draft: Draft; error: unknown; field?: FieldName | undefined }>();
  const [touched, setTouched] = useState<Partial<Record<FieldName, boolean>>>({});
  const [busy, setBusy] = useState(false);
  const sent = useRef(false); // known at once, and not when it is drawn
  const mounted = useMounted();

  useEffect(() => {
    let gone = false;
    void problemsOf(draft, config).then((found) => gone || setProblems(found));
    return () => {
      gone = true;
    };
  }, [draft, config]);

  const set = (change: Partial<Draft>, field?: FieldName) => {
    setDraft((old) => ({ ...old, ...change }));
    if (field) setTouched((old) => ({ ...old, [field]: true }));
  };
  /** Only about what has been typed in, or after an attempt; what the server refused until that field is changed. */
  const shown = (field: FieldName): string | undefined => {
    if (touched[field] && problems[field]) return problems[field];
    if (refused?.field !== field) return undefined;
    const same =
      creationOf(refused.draft, config)[field === "name" ? "name" : "storage_namespace"] ===
      creationOf(draft, config)[field === "name" ? "name" : "storage_namespace"];
    return same ? `${explain(refused.error).title}. lakeFS says: ${explain(refused.error).sentence}` : undefined;
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (sent.current) return;
    sent.current = true;
    setBusy(true);
    setRefused(undefined);
    try {
      const found = await problemsOf(draft, config);
      setProblems(found);
      setTouched({ name: true, namespace: true, branch: true, sampleData: true });
      if (Object.keys(found).length > 0) return showProblem();
      const made = await lakefs.createRepository(creationOf(draft, config), draft.bare ? { bare: true } : {});
      rememberBare(made, draft.bare);
      toast(`Repository ${made.id} is created`);
      if (mounted.current) onCreated(made);
      forgetLists();
    } catch (error) {
      setRefused({ draft, error, field: isLakeFSError(error) ? fieldOf(error.code, error.message) : undefined });
      showProblem();
    } finally {
      sent.current = false;
      setBusy(false);
    }
  }

  function close() {
    if (refused) forgetLists(); // it may have been created all the same
    onClose();
  }

  return (
    <Dialog
      title="Create repository"
      description={<p>A repository keeps its history in lakeFS and its data in the object store.</p>}
      busy={busy}
      onClose={close}
    >
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label="Repository ID"
          value={draft.name}
          onChange={(event) => set({ name: event.target.value }, "name")}
          hint="3 to 63 lower-case letters, digits and hyphens."
          problem={shown("name")}
          required
        />
        <Field
          label="Storage namespace"
          value={draft.namespace ?? suggestedNamespace(draft.name, config)}
          onChange={(event) => set({ namespace: event.target.value }, "namespace")}
          placeholder={config.storage_config?.blockstore_namespace_example}
          hint="Where the data is kept. It has to be empty, unless the repository is bare or read-only."
          problem={shown("namespace")}
          required
        />
        <Field
          label="Default branch"
          value={draft.branch}
          onChange={(event) => set({ branch: event.target.value }, "branch")}
          problem={shown("branch")}
          required
        />
        <fieldset>
          <legend>Options</legend>
          <Checkbox
            label="Add sample data"
            hint="A README, images and a Parquet file, on a protected branch."
            checked={draft.sampleData}
            onChange={(event) => set({ sampleData: event.target.checked }, "sampleData")}
            problem={shown("sampleData")}
          />
          <Checkbox
            label="Bare repository"
            hint="Without a first commit: made to be restored into."
            checked={draft.bare}
            onChange={(event) => set({ bare: event.target.checked }, "sampleData")}
          />
          <Checkbox
            label="Read-only"
            hint="Nobody can write to it or change its settings."
            checked={draft.readOnly}
            onChange={(event) => set({ readOnly: event.target.checked }, "sampleData")}
          />
        </fieldset>
        {refused && !refused.field && <ErrorAlert error={refused.error} />}
        <div className="buttons">
          <Button aria-disabled={busy || undefined} onClick={() => busy || close()}>
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
