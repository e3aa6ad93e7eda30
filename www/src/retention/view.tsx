import { type GarbageCollectionRules, isLakeFSError } from "lakefs-wasm";
import { Plus, Recycle, Trash2 } from "lucide-react";
import { AlertDialog } from "radix-ui";
import { useCallback, useEffect, useState } from "react";
import { useLakefs } from "../connection/context";
import { Empty, ErrorAlert, Loading, Notice } from "../parts/alerts";
import { Button, CopyButton } from "../parts/button";
import { ConfirmDialog } from "../parts/dialog";
import { useDraft, useSessionState } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useAttempt } from "../parts/use-attempt";
import { useFocusNext } from "../parts/use-focus-next";
import { useRepository } from "../repository/context";
import { useLoad } from "../use-load";
import { RetentionChart } from "./chart";
import { PolicyEditor, type Typed } from "./editor";
import { isSamePolicy } from "./policy";

const FIRST: GarbageCollectionRules = {
  default_retention_days: 21,
  branches: [{ branch_id: "main", retention_days: 28 }],
};

interface Edited {
  /** What lakeFS had when the editing began. */
  readonly base: GarbageCollectionRules | null;
  /** What the editor began with. */
  readonly policy: GarbageCollectionRules;
  readonly typed?: Typed;
}

export default function RetentionView() {
  const { id, default_branch, read_only: readOnly = false } = useRepository();
  const lakefs = useLakefs();
  const toast = useToast();
  const focusNext = useFocusNext();
  // Null: no policy. A missing one and a missing repository are both 404; the client tells them apart.
  const read = useCallback(
    (signal?: AbortSignal) =>
      lakefs
        .getGCRules(id, signal ? { signal } : {})
        .catch((thrown: unknown) => (isLakeFSError(thrown, "not_found") ? null : Promise.reject(thrown))),
    [lakefs, id],
  );
  const { value: loaded, error, loading, reload } = useLoad<GarbageCollectionRules | null>(read);
  // What a save wrote or found, until the policy is loaded again.
  const [newer, setNewer] = useSessionState<GarbageCollectionRules | null | undefined>(
    `Newer policy of ${id}`,
    undefined,
  );
  const { draft: edited, keep: edit, latest } = useDraft<Edited>(`Retention of ${id}`);
  const [theirs, setTheirs] = useState<GarbageCollectionRules | null>();
  const [round, setRound] = useState(0);
  const [deleting, setDeleting] = useState(false);
  const policy = newer === undefined ? loaded : newer;

  useEffect(() => {
    if (loaded !== undefined) setNewer(undefined);
  }, [loaded, setNewer]);

  const keep = useCallback(
    (typed: Typed, isUnsaved: boolean) => {
      const now = latest();
      if (now) edit({ ...now, typed }, isUnsaved);
    },
    [edit, latest],
  );

  function close() {
    focusNext("#edit-policy");
    edit(undefined);
    setTheirs(undefined);
  }

  /** lakeFS has no ETag for a policy: what it has is compared here, just before it is written over. */
  async function save(next: GarbageCollectionRules) {
    const sent = latest();
    if (!sent) return;
    focusNext("#edit-policy");
    const now = await read();
    if (!isSamePolicy(now, theirs === undefined ? sent.base : theirs) && !isSamePolicy(now, next)) {
      setNewer(now);
      setTheirs(now);
      return;
    }
    await lakefs.setGCRules(id, next);
    setNewer(next);
    setTheirs(undefined);
    // What was typed since then is not saved yet.
    const typed = latest()?.typed;
    edit(typed && typed !== sent.typed ? { base: next, policy: next, typed } : undefined);
    toast("The retention policy is saved");
  }

  function takeOver() {
    if (!theirs) return close();
    edit({ base: theirs, policy: theirs }, false);
    setTheirs(undefined);
    setRound(round + 1);
  }

  return (
    <section className="card" aria-labelledby="retention">
      <div className="card-head">
        <h2 id="retention">Retention (garbage collection)</h2>
        {policy && !edited && !readOnly && (
          <div className="buttons">
            <Button id="edit-policy" onClick={() => edit({ base: policy, policy }, false)}>
              Edit policy
            </Button>
            <Button tone="danger" onClick={() => setDeleting(true)}>
              <Trash2 aria-hidden /> Delete policy
            </Button>
          </div>
        )}
      </div>
      <p>
        lakeFS keeps what was deleted or replaced, so that history can be read. Its garbage collection removes such
        objects from the store when they are older than this policy says.
      </p>
      {readOnly && (
        <Notice title="The repository is read-only">
          <p>Its policy can be looked at, but lakeFS refuses to change it.</p>
        </Notice>
      )}
      {error !== undefined && <ErrorAlert error={error} reload={reload} />}
      {policy === undefined && loading && <Loading label="Loading the policy" lines={3} />}
      {policy === null && !edited && (
        <Empty icon={<Recycle aria-hidden />} title="A garbage collection policy is not set yet">
          <p>Everything is kept for ever.</p>
          {!readOnly && (
            <Button
              id="edit-policy"
              tone="primary"
              onClick={() =>
                edit(
                  { base: null, policy: { ...FIRST, branches: [{ branch_id: default_branch, retention_days: 28 }] } },
                  false,
                )
              }
            >
              <Plus aria-hidden /> Set a policy
            </Button>
          )}
        </Empty>
      )}
      {policy && !edited && (
        <>
          <RetentionChart policy={policy} />
          <details>
            <summary>As JSON</summary>
            <div className="code">
              <CopyButton text={JSON.stringify(policy, null, 2)} label="Copy the policy as JSON" />
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it. */}
              <pre tabIndex={0}>{JSON.stringify(policy, null, 2)}</pre>
            </div>
          </details>
        </>
      )}
      {edited && (
        <PolicyEditor
          key={round}
          policy={edited.policy}
          left={edited.typed}
          onTyped={keep}
          theirs={theirs}
          onTakeOver={takeOver}
          onSave={save}
          onCancel={close}
        />
      )}
      {deleting && (
        <DeletePolicy
          onClose={() => setDeleting(false)}
          onDelete={async () => {
            await lakefs.deleteGCRules(id);
            setNewer(null);
            setDeleting(false);
            toast("The retention policy is deleted");
          }}
        />
      )}
    </section>
  );
}

function DeletePolicy({ onClose, onDelete }: { onClose: () => void; onDelete: () => Promise<void> }) {
  const { busy, error, attempt } = useAttempt();
  return (
    <ConfirmDialog
      title="Delete the retention policy?"
      description={<p>From then on nothing is collected: everything is kept for ever, and paid for.</p>}
      busy={busy}
      onClose={onClose}
    >
      {error !== undefined && <ErrorAlert error={error} />}
      <div className="buttons">
        <AlertDialog.Cancel className="button" aria-disabled={busy || undefined}>
          Cancel
        </AlertDialog.Cancel>
        <Button tone="danger" busy={busy} onClick={() => void attempt(onDelete)}>
          Delete policy
        </Button>
      </div>
    </ConfirmDialog>
  );
}
