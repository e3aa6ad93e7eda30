import type { RepositoryBackup } from "lakefs-wasm/admin";
import { CircleCheck, Download, HardDriveDownload } from "lucide-react";
import { useCallback } from "react";
import { Link } from "wouter";
import { Code } from "../code/code";
import { backupSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button, CopyButton } from "../parts/button";
import { DocsLink } from "../parts/docs-link";
import { download } from "../parts/download";
import { useAttempt } from "../parts/use-attempt";
import { useFocusNext } from "../parts/use-focus-next";
import { quantity } from "../quantity";
import { useBranches, useRepository } from "../repository/context";
import { documentOf, fileNameOf, textOf } from "./document";
import { DumpTask, useDumpId, type WaitOptions } from "./dump-task";
import { useLastBackup } from "./last-backup";
import { FIELDS } from "./refs";
import { useDumpNotice } from "./use-dump-notice";

export default function BackupView() {
  const { id } = useRepository();
  return (
    <div className="columns" key={id}>
      <BackUpSection />
      <RestoreSection />
    </div>
  );
}

/** Dumps the repository, and offers one document with the dump and the settings. */
function BackUpSection() {
  const { lakefs, config, endpoint } = useConnection();
  const { id } = useRepository();
  const [taskId, setTaskId] = useDumpId(id);
  const noticeEnd = useDumpNotice(id, taskId);
  const [, keepLast] = useLastBackup();
  const focusNext = useFocusNext();
  const { busy, error, attempt } = useAttempt();
  const version = config.version_config?.version;
  const wait = useCallback(
    async (options: WaitOptions) =>
      documentOf(lakefs, id, await lakefs.waitForDump(id, taskId ?? "", options), version, options.signal),
    [lakefs, id, taskId, version],
  );

  function start() {
    focusNext("#dump-task");
    return attempt(async () => setTaskId((await lakefs.dumpSubmit(id)).id));
  }

  function forget() {
    focusNext("#start-backup");
    setTaskId();
  }

  return (
    <section className="card" aria-labelledby="backup">
      <h2 id="backup">Back up</h2>
      <p>
        Dumps all branches, tags and commits into the storage namespace, and gives you one file with their IDs and the
        settings. To restore, you need this file and the data in the storage namespace. <DocsLink to="backup" />
      </p>
      <p className="fine">Not included: uncommitted changes, and the objects themselves.</p>
      {error !== undefined && <ErrorAlert error={error} />}
      {taskId === undefined ? (
        <Button id="start-backup" tone="primary" busy={busy} onClick={() => void start()}>
          <HardDriveDownload aria-hidden /> Back up now
        </Button>
      ) : (
        <DumpTask taskId={taskId} wait={wait} onForget={forget} onEnd={keepLast} onLeave={noticeEnd}>
          {(document) => <Done document={document} onForget={forget} />}
        </DumpTask>
      )}
      <Code snippets={() => backupSnippets(endpoint, [id])} />
    </section>
  );
}

function Done({ document, onForget }: { document: RepositoryBackup; onForget: () => void }) {
  const text = textOf(document);
  const { id } = document.repository;
  const rules = document.branch_protection.length;
  return (
    <>
      <p className="status status-good" role="status">
        <CircleCheck aria-hidden /> The backup is done.
      </p>
      <dl className="ids">
        {FIELDS.map(([field, label]) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>
              <code>{document.refs[field] || "none"}</code>
            </dd>
          </div>
        ))}
        <div>
          <dt>Settings</dt>
          <dd>
            {quantity(rules, "rule")}, {document.gc_rules ? "a retention policy" : "no retention policy"},{" "}
            {Object.keys(document.metadata).length} metadata keys
          </dd>
        </div>
      </dl>
      <div className="buttons buttons-start">
        <Button tone="primary" onClick={() => download(fileNameOf(id), "application/json", text)}>
          <Download aria-hidden /> Download backup
        </Button>
        <CopyButton text={text} label="Copy the backup" word />
        <Button onClick={onForget}>Back up again</Button>
      </div>
    </>
  );
}

function RestoreSection() {
  const { id } = useRepository();
  const branches = useBranches().value?.names;
  const isBare = branches?.length === 0;
  return (
    <section className="card" aria-labelledby="restore">
      <h2 id="restore">Restore</h2>
      <p>
        {isBare
          ? "This repository is bare: a backup can be restored into it."
          : "A restore never overwrites a repository that has branches: it creates a new one from a backup."}
      </p>
      <Link href={isBare ? `/restore?into=${id}` : "/restore"} className={isBare ? "button button-primary" : "button"}>
        {isBare ? "Restore into this repository…" : "Restore a backup…"}
      </Link>
    </section>
  );
}
