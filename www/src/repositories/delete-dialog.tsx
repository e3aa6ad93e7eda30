import { isLakeFSError, type Repository } from "lakefs-wasm";
import { AlertDialog } from "radix-ui";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useLakefs } from "../connection/context";
import { ErrorAlert, Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { ConfirmDialog } from "../parts/dialog";
import { Checkbox, Field } from "../parts/field";
import { forgetRepository } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useFirstProblem } from "../parts/use-focus";
import { useMounted } from "../parts/use-mounted";
import { useRepositoryStore, useRows } from "../store/context";
import { othersOnNamespace } from "../store/settings";

interface Props {
  repository: Repository;
  onClose: () => void;
  onDeleted: () => void;
}

export default function DeleteDialog({ repository, onClose, onDeleted }: Props) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const { rows } = useRows();
  const toast = useToast();
  const { id, storage_namespace: namespace } = repository;
  const [typed, setTyped] = useState("");
  const [force, setForce] = useState(false);
  const [readOnly, setReadOnly] = useState(repository.read_only ?? false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { form, showProblem } = useFirstProblem();
  const mounted = useMounted();
  const confirmed = typed === id && (!readOnly || force);
  const others = othersOnNamespace(
    namespace,
    rows.map((row) => row.repository),
    id,
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !confirmed) return;
    setBusy(true);
    setError(undefined);
    try {
      await lakefs.deleteRepository(id, readOnly ? { force } : {});
      forgetRepository(id);
      store.remove(id);
      toast(`Deleted ${id}`);
      if (mounted.current) onDeleted();
    } catch (thrown) {
      if (isLakeFSError(thrown, "read_only")) setReadOnly(true);
      setError(thrown);
      setBusy(false);
      showProblem();
    }
    store.list(true); // it may be gone even when an error says otherwise
  }

  return (
    <ConfirmDialog
      title={`Delete ${id}?`}
      busy={busy}
      onClose={onClose}
      description={
        <>
          <p>Deletes its branches, commits, tags, rules and metadata. This cannot be undone.</p>
          <p>
            Objects in <code>{namespace}</code> are not deleted. The namespace stays reserved: only a bare or read-only
            repository can reuse it.
          </p>
        </>
      }
    >
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        {others.length > 0 ? (
          <Notice
            tone="warning"
            title={`${others.join(", ")} ${others.length === 1 ? "uses" : "use"} the same namespace`}
          >
            <p>Its data stays. Check that it is not needed as a copy of this repository.</p>
          </Notice>
        ) : (
          <p className="fine">
            <Link href={`/repositories/${id}/backup`} onClick={onClose}>
              Back it up first
            </Link>{" "}
            to be able to restore it later.
          </p>
        )}
        <Field label={`Type ${id} to confirm`} value={typed} onChange={(event) => setTyped(event.target.value)} />
        {readOnly && (
          <Checkbox
            label="Force: delete a read-only repository"
            hint="Required, or lakeFS rejects the request."
            checked={force}
            onChange={(event) => setForce(event.target.checked)}
          />
        )}
        {error !== undefined && <ErrorAlert error={error} />}
        <div className="buttons">
          <AlertDialog.Cancel className="button" aria-disabled={busy || undefined}>
            Cancel
          </AlertDialog.Cancel>
          <Button
            type="submit"
            tone="danger"
            busy={busy}
            disabled={!confirmed}
            className={confirmed ? "button-armed" : ""}
          >
            Delete repository
          </Button>
        </div>
      </form>
    </ConfirmDialog>
  );
}
