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
import { auditEach, auditNamespaces, type Finding, readSettings } from "../store/settings";
import { useLoad } from "../use-load";
import { BranchTable } from "./branch-table";
import { useBranches, useRepository } from "./context";
import { Findings } from "./findings";

const DeleteDialog = lazyComponent(() => import("../repositories/delete-dialog"));

/** What is this repository, what is wrong with it, and how are its branches treated. */
export default function OverviewView() {
  const repository = useRepository();
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const branches = useBranches();
  const settings = useLoad(
    useCallback(
      async (signal) => {
        const read = await readSettings(lakefs, repository, signal);
        store.update(repository.id, read);
        return read;
      },
      [lakefs, store, repository],
    ),
  );
  const refs = branches.value && !branches.value.hasMore ? branches.value.refs : undefined;
  const known = useMemo(
    () => settings.value && { ...settings.value, ...(refs && { branches: [...refs] }) },
    [settings.value, refs],
  );
  const findings = useFindings(known);
  return (
    <>
      {settings.error !== undefined && <ErrorAlert error={settings.error} reload={settings.reload} />}
      {!settings.value && settings.loading && <Loading label="Loading settings" lines={4} />}
      {known && findings && <Findings settings={known} findings={findings} onChanged={settings.reload} />}
      <div className="columns">
        <BranchTable settings={known} isUnknown={!known && settings.error !== undefined} />
        <Facts />
      </div>
      <DangerZone />
    </>
  );
}

/** The audit of this repository, and of those that share its namespace. */
function useFindings(settings: Parameters<typeof auditEach>[0][number] | undefined): readonly Finding[] | undefined {
  const { rows } = useRows();
  const [findings, setFindings] = useState<readonly Finding[]>();
  useEffect(() => {
    if (!settings) return undefined;
    const { id } = settings.repository;
    let gone = false;
    const others = rows.filter((row) => row.repository.id !== id);
    void Promise.all([
      auditEach([settings]),
      auditNamespaces([...others, { repository: settings.repository, settings }]),
    ]).then(([own, shared]) => {
      const pair = shared.get(id);
      if (!gone) setFindings([...(own.get(id) ?? []), ...(pair ? [pair] : [])]);
    });
    return () => {
      gone = true;
    };
  }, [settings, rows]);
  return findings;
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
