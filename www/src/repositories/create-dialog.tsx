import type { Repository } from "lakefs-wasm";
import { Code } from "../code/code";
import { createSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { DocsLink } from "../parts/docs-link";
import { Checkbox, Field } from "../parts/field";
import { creationOf, type Draft, type FieldName, namespaceOf } from "./create-form";
import { SharedNamespace } from "./shared-namespace";
import { useCreateForm } from "./use-create-form";

interface Props {
  onClose: () => void;
  onCreated: (repository: Repository) => void;
}

export default function CreateDialog({ onClose, onCreated }: Props) {
  const { config, endpoint } = useConnection();
  const create = useCreateForm(onCreated);
  const { draft, busy } = create;
  const cancel = () => (create.discard(), onClose());
  return (
    <Dialog title="Create repository" busy={busy} isUnsaved={create.isUnsaved} onClose={onClose} onCancel={cancel}>
      <form ref={create.form} onSubmit={(event) => void create.submit(event)} noValidate>
        <Fields create={create} />
        <Code snippets={() => createSnippets(endpoint, creationOf(draft, config), draft.bare)} />
        {create.error !== undefined && <ErrorAlert error={create.error} />}
        <div className="buttons">
          <Button aria-disabled={busy || undefined} onClick={() => busy || cancel()}>
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

function Fields({ create: { draft, set, problemOf, others } }: { create: ReturnType<typeof useCreateForm> }) {
  const { config } = useConnection();
  return (
    <>
      <Field
        label="Repository ID"
        value={draft.name}
        onChange={(event) => set({ name: event.target.value }, "name")}
        hint="3–63 lowercase letters, digits and hyphens."
        problem={problemOf("name")}
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
        problem={problemOf("namespace")}
        required
      />
      <Field
        label="Default branch"
        value={draft.branch}
        onChange={(event) => set({ branch: event.target.value }, "branch")}
        hint="This cannot be changed later."
        problem={problemOf("branch")}
        required
      />
      <Options draft={draft} set={set} problem={problemOf("sampleData")} />
      {others.length > 0 && (
        <SharedNamespace
          others={others}
          checked={draft.shares}
          onChange={(shares) => set({ shares }, "shares")}
          problem={problemOf("shares")}
        />
      )}
    </>
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
