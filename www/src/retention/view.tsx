import type { GarbageCollectionRules } from "lakefs-wasm";
import { Pencil, Recycle, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { useLakefs } from "../connection/context";
import { Empty, ErrorAlert, Loading, Notice } from "../parts/alerts";
import { Button, CopyButton } from "../parts/button";
import { DocsLink } from "../parts/docs-link";
import { Scrollable } from "../parts/scrollable";
import { usePatternMatcher } from "../patterns";
import { useBranches, useRepository } from "../repository/context";
import { useLoad } from "../use-load";
import { DeletePolicy } from "./delete-policy";
import { PolicyEditor } from "./editor";
import { sortedPolicy } from "./policy";
import { RetentionTable } from "./table";
import { usePolicyEdit, useStoredPolicy } from "./use-policy";

/** The default retention that is offered for a first policy. */
const SUGGESTED_DAYS = [21, 90, 365];

export default function RetentionView() {
  const { id, read_only: readOnly = false } = useRepository();
  const stored = useStoredPolicy(id);
  const edit = usePolicyEdit(id, stored);
  const covering = useCovering(id);
  const [deleting, setDeleting] = useState(false);
  const { policy, error, loading, reload } = stored;

  async function remove() {
    const isDeleted = await edit.remove();
    if (isDeleted) setDeleting(false);
    return isDeleted;
  }

  return (
    <section className="card" aria-labelledby="retention">
      <div className="card-head">
        <h2 id="retention">Retention</h2>
        {policy && !edit.edited && !readOnly && (
          <PolicyButtons onEdit={() => edit.begin(policy, policy)} onDelete={() => setDeleting(true)} />
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
      {edit.edited ? (
        <PolicyEditor
          key={edit.round}
          policy={edit.edited.policy}
          stored={edit.edited.base}
          covering={covering}
          left={edit.edited.typed}
          onTyped={edit.keepTyped}
          theirs={edit.theirs}
          onTakeOver={edit.takeOver}
          onSave={edit.save}
          onCancel={edit.close}
        />
      ) : (
        <>
          {policy === null && (
            <NoPolicy
              readOnly={readOnly}
              onBegin={(days) => edit.begin(null, { default_retention_days: days, branches: [] })}
            />
          )}
          {policy && <StoredPolicy policy={policy} covering={covering} />}
        </>
      )}
      {deleting && <DeletePolicy onClose={() => setDeleting(false)} onDelete={remove} />}
    </section>
  );
}

function PolicyButtons({ onEdit, onDelete }: { onEdit: () => void; onDelete: () => void }) {
  return (
    <div className="buttons">
      <Button tone="danger" onClick={onDelete}>
        <Trash2 aria-hidden /> Delete policy
      </Button>
      <Button id="edit-policy" tone="primary" onClick={onEdit}>
        <Pencil aria-hidden /> Edit policy
      </Button>
    </div>
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

/** The patterns that protect a branch; undefined until the rules are known. */
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
