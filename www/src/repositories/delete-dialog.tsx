import { isLakeFSError, type Repository } from "lakefs-wasm";
import { AlertDialog } from "radix-ui";
import { type FormEvent, useState } from "react";
import { useLakefs } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { ConfirmDialog } from "../parts/dialog";
import { Checkbox, Field } from "../parts/field";
import { forgetRepository } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useFirstProblem } from "../parts/use-focus";
import { useMounted } from "../parts/use-mounted";
import { forgetLists } from "./use-repositories";

export default function DeleteDialog({
  repository,
  onClose,
  onDeleted,
}: {
  repository: Repository;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const lakefs = useLakefs();
  const toast = useToast();
  const { id } = repository;
  const [typed, setTyped] = useState("");
  const [force, setForce] = useState(false);
  const [readOnly, setReadOnly] = useState(repository.read_only ?? false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { form, showProblem } = useFirstProblem();
  const mounted = useMounted();
  const confirmed = typed === id && (!readOnly || force);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !confirmed) return;
    setBusy(true);
    setError(undefined);
    try {
      await lakefs.deleteRepository(id, readOnly ? { force } : {});
      forgetRepository(id);
      toast(`Repository ${id} is deleted`);
      if (mounted.current) onDeleted();
    } catch (thrown) {
      if (isLakeFSError(thrown, "read_only")) setReadOnly(true);
      setError(thrown);
      setBusy(false);
      showProblem();
    }
    forgetLists(); // also after an error: it may be gone all the same, by this attempt or by somebody else's
  }

  return (
    <ConfirmDialog
      title={`Delete ${id}?`}
      busy={busy}
      onClose={onClose}
      description={
        <>
          <p>Its branches, commits, tags, rules and metadata are gone for good. Nobody can undo this.</p>
          <p>
            The objects in <code>{repository.storage_namespace}</code> stay; so another repository cannot simply take
            that namespace.
          </p>
        </>
      }
    >
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        <Field label={`Type ${id} to confirm`} value={typed} onChange={(event) => setTyped(event.target.value)} />
        {readOnly && (
          <Checkbox
            label="Delete it although it is read-only"
            hint="lakeFS refuses to delete a read-only repository unless it is forced to."
            checked={force}
            onChange={(event) => setForce(event.target.checked)}
          />
        )}
        {error !== undefined && <ErrorAlert error={error} />}
        <div className="buttons">
          <AlertDialog.Cancel className="button" aria-disabled={busy || undefined}>
            Cancel
          </AlertDialog.Cancel>
          <Button type="submit" tone="danger" busy={busy} disabled={!confirmed}>
            Delete repository
          </Button>
        </div>
      </form>
    </ConfirmDialog>
  );
}
