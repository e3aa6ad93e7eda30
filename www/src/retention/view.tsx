import type { GarbageCollectionRules } from "lakefs-wasm";
import { Pencil, Recycle, Trash2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useLakefs } from "../connection/context";
import { Empty, ErrorAlert, Loading, Notice } from "../parts/alerts";
import { Button, CopyButton } from "../parts/button";
import { DocsLink } from "../parts/docs-link";
import { Scrollable } from "../parts/scrollable";
import { useDraft, useSessionState } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useFocusNext } from "../parts/use-focus-next";
import { usePatternMatcher } from "../patterns";
import { useBranches, useRepository } from "../repository/context";
import { useRepositoryStore } from "../store/context";
import { readPolicy } from "../store/settings";
import { useLoad } from "../use-load";
import { DeletePolicy } from "./delete-policy";
import { PolicyEditor, type Typed } from "./editor";
import { isSamePolicy, sortedPolicy } from "./policy";
import { RetentionTable } from "./table";

interface Edited {
  /** What lakeFS had when the editing began. */
  readonly base: GarbageCollectionRules | null;
  /** What the editor began with. */
  readonly policy: GarbageCollectionRules;
  readonly typed?: Typed;
}

/** What an empty policy begins with. */
const SUGGESTED_DAYS = [21, 90, 365];

export default function RetentionView() {
  const { id, read_only: readOnly = false } = useRepository();
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const toast = useToast();
  const focusNext = useFocusNext();
  const read = useCallback(
    async (signal?: AbortSignal) => {
      const policy = await readPolicy(lakefs, id, signal);
      store.update(id, { gcRules: policy });
      return policy;
    },
    [lakefs, store, id],
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
  const covering = useCovering(id);
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

  const begin = (base: GarbageCollectionRules | null, policy: GarbageCollectionRules) => edit({ base, policy }, false);

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
    store.update(id, { gcRules: next });
    // What was typed since then is not saved yet.
    const typed = latest()?.typed;
    edit(typed && typed !== sent.typed ? { base: next, policy: next, typed } : undefined);
    toast("Saved retention policy");
  }

  function takeOver() {
    if (!theirs) return close();
    begin(theirs, theirs);
    setTheirs(undefined);
    setRound(round + 1);
  }

  /** False when it is another policy by now: then it is shown. */
  async function remove(): Promise<boolean> {
    const now = await read();
    if (policy !== undefined && !isSamePolicy(now, policy)) {
      setNewer(now);
      return false;
    }
    await lakefs.deleteGCRules(id);
    setNewer(null);
    store.update(id, { gcRules: null });
    setDeleting(false);
    toast("Deleted retention policy");
    return true;
  }

  return (
    <section className="card" aria-labelledby="retention">
      <div className="card-head">
        <h2 id="retention">Retention</h2>
        {policy && !edited && !readOnly && (
          <div className="buttons">
            <Button tone="danger" onClick={() => setDeleting(true)}>
              <Trash2 aria-hidden /> Delete policy
            </Button>
            <Button id="edit-policy" tone="primary" onClick={() => begin(policy, policy)}>
              <Pencil aria-hidden /> Edit policy
            </Button>
          </div>
        )}
      </div>
      <p>
        How long deleted and overwritten objects stay recoverable. Applied when your garbage-collection job runs.{" "}
        <DocsLink to="retention" />
      </p>
      {readOnly && (
        <Notice title="This repository is read-only">
          <p>lakeFS rejects changes to its policy.</p>
        </Notice>
      )}
      {error !== undefined && <ErrorAlert error={error} reload={reload} />}
      {policy === undefined && loading && <Loading label="Loading the policy" lines={3} />}
      {policy === null && !edited && (
        <NoPolicy readOnly={readOnly} onBegin={(days) => begin(null, { default_retention_days: days, branches: [] })} />
      )}
      {policy && !edited && <StoredPolicy policy={policy} covering={covering} />}
      {edited && (
        <PolicyEditor
          key={round}
          policy={edited.policy}
          stored={edited.base}
          covering={covering}
          left={edited.typed}
          onTyped={keep}
          theirs={theirs}
          onTakeOver={takeOver}
          onSave={save}
          onCancel={close}
        />
      )}
      {deleting && <DeletePolicy onClose={() => setDeleting(false)} onDelete={remove} />}
    </section>
  );
}

function NoPolicy({ readOnly, onBegin }: { readOnly: boolean; onBegin: (days: number) => void }) {
  return (
    <Empty icon={<Recycle aria-hidden />} title="No retention policy">
      <p>Deleted objects are kept forever.</p>
      {!readOnly && (
        <div className="buttons buttons-center">
          {SUGGESTED_DAYS.map((days, index) => (
            <Button
              key={days}
              id={index === 0 ? "edit-policy" : undefined}
              tone={index === 0 ? "primary" : "plain"}
              onClick={() => onBegin(days)}
            >
              Keep {days} days…
            </Button>
          ))}
        </div>
      )}
    </Empty>
  );
}

type Covering = ((branch: string) => readonly string[]) | undefined;

/** The patterns that protect a branch, as soon as the rules are known. */
function useCovering(id: string): Covering {
  const lakefs = useLakefs();
  const { value: rules } = useLoad(
    useCallback((signal) => lakefs.getBranchProtectionRules(id, { signal }), [lakefs, id]),
  );
  const matcher = usePatternMatcher(rules?.rules.map((rule) => rule.pattern) ?? []);
  return rules && matcher.covering;
}

function StoredPolicy({ policy, covering }: { policy: GarbageCollectionRules; covering: Covering }) {
  const branches = useBranches().value?.names;
  const text = JSON.stringify(sortedPolicy(policy), null, 2);
  return (
    <>
      <RetentionTable policy={policy} branches={branches} covering={covering} />
      <details>
        <summary>As JSON</summary>
        <div className="code">
          <CopyButton text={text} label="Copy the policy as JSON" />
          <Scrollable as="pre">{text}</Scrollable>
        </div>
      </details>
    </>
  );
}
