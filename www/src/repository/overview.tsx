import { Trash2 } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { useLakefs } from "../connection/context";
import { DialogArriving, ErrorAlert, Loading } from "../parts/alerts";
import { Button, CopyButton } from "../parts/button";
import { lazyComponent } from "../parts/lazy-component";
import { formatTime } from "../parts/timestamp";
import { useListAddress } from "../repositories/use-list-address";
import { useRepositoryStore, useRows } from "../store/context";
import {
  auditEach,
  auditNamespaces,
  type Finding,
  firstError,
  isKnownFinding,
  type PartialSettings,
  partlyKnown,
  type RepositorySettings,
  readEachSetting,
  wholeSettings,
} from "../store/settings";
import { useLoad } from "../use-load";
import { BranchTable } from "./branch-table";
import { useBranches, useRepository } from "./context";
import { Findings } from "./findings";

const DeleteDialog = lazyComponent(() => import("../repositories/delete-dialog"));

/** Findings, branches and facts of a repository. */
export default function OverviewView() {
  const repository = useRepository();
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const branches = useBranches();
  const { value, loading, reload } = useLoad(
    useCallback(
      async (signal) => {
        const read = await readEachSetting(lakefs, repository, signal);
        const settings = wholeSettings(repository, read);
        if (settings) store.update(repository.id, settings);
        return { read, settings };
      },
      [lakefs, store, repository],
    ),
  );
  const refs = branches.value && !branches.value.hasMore ? branches.value.refs : undefined;
  const read = value?.read;
  const known = useMemo(
    () => read && partlyKnown(repository, { ...read, ...(refs && { branches: [...refs] }) }),
    [repository, read, refs],
  );
  const { findings, error } = useFindings(known, read);
  const isWhole = value?.settings !== undefined;
  return (
    <>
      {value && <Unread settings={value.read} reload={reload} />}
      {!findings && error === undefined && (known || (!value && loading)) && (
        <section className="card">
          <Loading label="Loading settings" lines={2} />
        </section>
      )}
      {error !== undefined && <ErrorAlert error={error} reload={reload} />}
      {known && findings && (isWhole || findings.length > 0) && (
        <Findings settings={known} findings={findings} onChanged={reload} />
      )}
      <div className="columns">
        <BranchTable settings={value?.read} />
        <Facts />
      </div>
      <DangerZone />
    </>
  );
}

/** The error of settings that could not be read, and which ones could. */
function Unread({ settings, reload }: { settings: PartialSettings; reload: () => void }) {
  const error = firstError(settings);
  if (error === undefined) return null;
  return (
    <ErrorAlert error={error} reload={reload}>
      {settings.branchProtection && <p>Only the branch protection rules could be read.</p>}
      {settings.gcRules !== undefined && <p>Only the retention policy could be read.</p>}
    </ErrorAlert>
  );
}

interface AuditResult {
  readonly findings?: readonly Finding[];
  /** Why the code of the audit could not be loaded. */
  readonly error?: unknown;
}

/** The findings of this repository, with those about a shared namespace. */
function useFindings(settings: RepositorySettings | undefined, read: PartialSettings | undefined): AuditResult {
  const { rows } = useRows();
  const [found, setFound] = useState<AuditResult>({});
  useEffect(() => {
    if (!settings || !read) return undefined;
    const { id } = settings.repository;
    let gone = false;
    const others = rows.filter((row) => row.repository.id !== id);
    Promise.all([
      auditEach([settings]),
      auditNamespaces([...others, { repository: settings.repository, settings }]),
    ]).then(
      ([own, shared]) => {
        const pair = shared.get(id);
        const found = (own.get(id) ?? []).filter((finding) => isKnownFinding(finding, read));
        if (!gone) setFound({ findings: [...found, ...(pair ? [pair] : [])] });
      },
      (error: unknown) => gone || setFound({ error }),
    );
    return () => {
      gone = true;
    };
  }, [settings, read, rows]);
  return found;
}

function Facts() {
  const { storage_namespace, storage_id, default_branch, creation_date, read_only } = useRepository();
  return (
    <section className="card" aria-labelledby="about">
      <h2 id="about">About</h2>
      <dl className="facts">
        <Fact name="Storage namespace" copy={storage_namespace}>
          <code>{storage_namespace}</code>
        </Fact>
        {storage_id && <Fact name="Storage ID">{storage_id}</Fact>}
        <Fact name="Default branch" copy={default_branch}>
          {default_branch}
        </Fact>
        <Fact name="Created">{formatTime(creation_date)}</Fact>
        <Fact name="Access">{read_only ? "Read-only" : "Read and write"}</Fact>
      </dl>
      <p className="fine">lakeFS cannot change any of these later.</p>
    </section>
  );
}

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children} {copy !== undefined && <CopyButton text={copy} label={`Copy ${name}`} />}
      </dd>
    </div>
  );
}

function DangerZone() {
  const repository = useRepository();
  const [, navigate] = useLocation();
  const [list] = useListAddress();
  const [deleting, setDeleting] = useState(false);
  return (
    <section className="card card-danger" aria-labelledby="danger">
      <div className="card-head">
        <div>
          <h2 id="danger">Delete this repository</h2>
          <p className="soft">
            Deletes branches, commits, tags and settings. Objects in the storage namespace stay.{" "}
            <Link href={`/repositories/${repository.id}/backup`}>Back it up first</Link>.
          </p>
        </div>
        <Button tone="danger" onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden /> Delete repository…
        </Button>
      </div>
      {deleting && (
        <DeleteDialog
          meanwhile={<DialogArriving />}
          repository={repository}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate(list, { replace: true })}
        />
      )}
    </section>
  );
}
