import { type GarbageCollectionRules, isLakeFSError, type LakeFSClient } from "lakefs-wasm";
import { Plus, Recycle, Trash2 } from "lucide-react";
import { AlertDialog } from "radix-ui";
import { useCallback, useState } from "react";
import { useLakefs } from "../connection/context";
import { Button, CopyButton } from "../parts/button";
import { Question } from "../parts/dialog";
import { Empty, ErrorNote, Loading, Note } from "../parts/notes";
import { useToast } from "../parts/toasts";
import { useRepository } from "../repository/context";
import { useLoad } from "../use-load";
import { RetentionChart } from "./chart";
import { PolicyEditor, type Typed } from "./editor";

const FIRST: GarbageCollectionRules = { default_retention_days: 21, branches: [{ branch_id: "main", retention_days: 28 }] };

interface Edited {
  readonly policy: GarbageCollectionRules;
  readonly typed?: Typed;
}

/** What is being edited, so that it is still there after a look at another section. */
const unsaved = new WeakMap<LakeFSClient, Map<string, Edited>>();

function draftsOf(lakefs: LakeFSClient) {
  const drafts = unsaved.get(lakefs) ?? new Map<string, Edited>();
  unsaved.set(lakefs, drafts);
  return drafts;
}

export default function RetentionView() {
  const { id, default_branch, read_only: readOnly = false } = useRepository();
  const lakefs = useLakefs();
  const toast = useToast();
  // Null: no policy. A missing one and a missing repository are both 404; the client tells them apart.
  const { value: policy, error, loading, again, set } = useLoad<GarbageCollectionRules | null>(
    useCallback((signal) => lakefs.getGCRules(id, { signal }).catch((thrown: unknown) => (isLakeFSError(thrown, "not_found") ? null : Promise.reject(thrown))), [lakefs, id]),
  );
  const drafts = draftsOf(lakefs);
  const [editing, show] = useState(() => drafts.get(id)?.policy);
  const setEditing = (next?: GarbageCollectionRules) => {
    drafts.delete(id);
    show(next);
  };
  const keep = useCallback((typed: Typed) => void (editing && drafts.set(id, { policy: editing, typed })), [drafts, id, editing]);
  const [deleting, setDeleting] = useState(false);

  async function save(next: GarbageCollectionRules) {
    await lakefs.setGCRules(id, next);
    set(next);
    setEditing();
    toast("The retention policy is saved");
  }

  return (
    <section className="card" aria-labelledby="retention">
      <div className="card-head">
        <h2 id="retention">Retention (garbage collection)</h2>
        {policy && !editing && !readOnly && (
          <div className="buttons">
            <Button onClick={() => setEditing(policy)}>Edit policy</Button>
            <Button tone="danger" onClick={() => setDeleting(true)}><Trash2 aria-hidden /> Delete policy</Button>
          </div>
        )}
      </div>
      <p>lakeFS keeps what was deleted or replaced, so that history can be read. Its garbage collection removes such objects from the store when they are older than this policy says.</p>
      {readOnly && <Note title="The repository is read-only"><p>Its policy can be looked at, but lakeFS refuses to change it.</p></Note>}
      {error !== undefined && <ErrorNote error={error} again={again} />}
      {policy === undefined && loading && <Loading label="Loading the policy" lines={3} />}
      {policy === null && !editing && (
        <Empty icon={<Recycle aria-hidden />} title="A garbage collection policy is not set yet">
          <p>Everything is kept for ever.</p>
          {!readOnly && <Button tone="primary" onClick={() => setEditing({ ...FIRST, branches: [{ branch_id: default_branch, retention_days: 28 }] })}><Plus aria-hidden /> Set a policy</Button>}
        </Empty>
      )}
      {policy && !editing && (
        <>
          <RetentionChart policy={policy} />
          <details>
            <summary>As JSON</summary>
            <div className="code"><CopyButton text={JSON.stringify(policy, null, 2)} label="Copy the policy as JSON" /><pre tabIndex={0}>{JSON.stringify(policy, null, 2)}</pre></div>
          </details>
        </>
      )}
      {editing && <PolicyEditor policy={editing} left={drafts.get(id)?.typed} onTyped={keep} onSave={save} onCancel={() => setEditing()} />}
      {deleting && <DeletePolicy onClose={() => setDeleting(false)} onDelete={async () => {
        await lakefs.deleteGCRules(id);
        set(null);
        setDeleting(false);
        toast("The retention policy is deleted");
      }} />}
    </section>
  );
}

function DeletePolicy({ onClose, onDelete }: { onClose: () => void; onDelete: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  async function remove() {
    setBusy(true);
    setError(undefined);
    try {
      await onDelete();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }
  return (
    <Question title="Delete the retention policy?" description={<p>From then on nothing is collected: everything is kept for ever, and paid for.</p>} onClose={onClose}>
      {error !== undefined && <ErrorNote error={error} />}
      <div className="buttons">
        <AlertDialog.Cancel className="button">Cancel</AlertDialog.Cancel>
        <Button tone="danger" busy={busy} onClick={() => void remove()}>Delete policy</Button>
      </div>
    </Question>
  );
}
