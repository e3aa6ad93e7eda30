import { isLakeFSError, type Repository } from "lakefs-wasm";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useLakefs } from "../connection/context";
import { ErrorAlert, Notice } from "../parts/alerts";
import { ConfirmButtons, ConfirmDialog } from "../parts/dialog";
import { Checkbox, Field } from "../parts/field";
import { forgetRepository } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useAttempt } from "../parts/use-attempt";
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
  const { id, storage_namespace: namespace } = repository;
  const [typed, setTyped] = useState("");
  const [force, setForce] = useState(false);
  const { isReadOnly, busy, error, remove } = useDeletion(repository, onDeleted);
  const { form, showProblem } = useFirstProblem();
  const isConfirmed = typed.trim() === id && (!isReadOnly || force);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !isConfirmed) return;
    if (!(await remove(force))) showProblem();
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
        <BackUpFirst repository={repository} onClose={onClose} />
        <Field label={`Type ${id} to confirm`} value={typed} onChange={(event) => setTyped(event.target.value)} />
        {isReadOnly && (
          <Checkbox
            label="Force: delete a read-only repository"
            hint="Required, or lakeFS rejects the request."
            checked={force}
            onChange={(event) => setForce(event.target.checked)}
          />
        )}
        {error !== undefined && <ErrorAlert error={error} />}
        <ConfirmButtons type="submit" busy={busy} disabled={!isConfirmed} className={isConfirmed ? "button-armed" : ""}>
          Delete repository
        </ConfirmButtons>
      </form>
    </ConfirmDialog>
  );
}

/** Deletes a repository, and forgets what the page knows of it. */
function useDeletion({ id, read_only = false }: Repository, onDeleted: () => void) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const toast = useToast();
  const mounted = useMounted();
  const { busy, error, attempt } = useAttempt();
  // lakeFS may know better than the list, which was read before.
  const [isReadOnly, setReadOnly] = useState(read_only);

  async function remove(force: boolean): Promise<boolean> {
    const isDeleted = await attempt(async () => {
      try {
        await lakefs.deleteRepository(id, isReadOnly ? { force } : {});
      } catch (thrown) {
        if (isLakeFSError(thrown, "read_only")) setReadOnly(true);
        throw thrown;
      }
      forgetRepository(id);
      store.remove(id);
      toast(`Deleted ${id}`);
      if (mounted.current) onDeleted();
    });
    store.list(true); // lakeFS may have deleted it even when the request failed
    return isDeleted;
  }

  return { isReadOnly, busy, error, remove };
}

/** What to look at before the repository is deleted: others with the same data, or a backup. */
function BackUpFirst({ repository, onClose }: Pick<Props, "repository" | "onClose">) {
  const { rows } = useRows();
  const { id, storage_namespace } = repository;
  const others = othersOnNamespace(
    storage_namespace,
    rows.map((row) => row.repository),
    id,
  );
  if (others.length === 0)
    return (
      <p className="fine">
        <Link href={`/repositories/${id}/backup`} onClick={onClose}>
          Back it up first
        </Link>{" "}
        to be able to restore it later.
      </p>
    );
  return (
    <Notice tone="warning" title={`${others.join(", ")} ${others.length === 1 ? "uses" : "use"} the same namespace`}>
      <p>Its data stays. Check that it is not needed as a copy of this repository.</p>
    </Notice>
  );
}
