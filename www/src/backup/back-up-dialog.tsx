import type { RepositoryBackup } from "lakefs-wasm/admin";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { EntryStatus, ResultTable } from "../bulk/result-table";
import { useBatch } from "../bulk/use-batch";
import { useEntries } from "../bulk/use-entries";
import { hasExpired } from "../calls/session";
import { Code } from "../code/code";
import { backupSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { Button } from "../parts/button";
import { ConfirmButtons, ConfirmDialog, Dialog } from "../parts/dialog";
import { download, today } from "../parts/download";
import { useDraft } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { quantity, repositoryCount } from "../quantity";
import { loadAdmin } from "../store/settings";
import { fileNameOf, textOf } from "./document";

interface Entry {
  readonly id: string;
  readonly state: "waiting" | "running" | "done" | "failed";
  readonly document?: RepositoryBackup;
  readonly error?: unknown;
}

/** Backs up some repositories. */
function useBackups(ids: readonly string[]) {
  const { lakefs } = useConnection();
  const { entries, update, flush } = useEntries<Entry>(ids, (id) => ({ id, state: "waiting" }));
  const { isRunning, start, stop } = useBatch("Back up", flush);

  async function backUpOne(id: string, controller: AbortController): Promise<boolean> {
    update(id, () => ({ id, state: "running" }));
    try {
      const { backup } = await loadAdmin();
      const document = await backup(lakefs, id, { signal: controller.signal });
      update(id, () => ({ id, state: "done", document }));
      return true;
    } catch (error) {
      // The login was declined: each of the others would ask for it again.
      if (hasExpired(error)) controller.abort();
      update(id, () => (controller.signal.aborted ? { id, state: "waiting" } : { id, state: "failed", error }));
      return false;
    }
  }

  return { entries, isRunning, run: (some: readonly string[]) => start(some, backUpOne), stop };
}

/** Backs up some repositories, and gives one file with all that are done. */
export default function BackUpDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { endpoint } = useConnection();
  const { entries, isRunning, run, stop } = useBackups(ids);
  const of = (state: Entry["state"]) => entries.filter((entry) => entry.state === state).map((entry) => entry.id);
  const documents = entries.flatMap((entry) => entry.document ?? []);
  const { unsaved, setSaved } = useDownloaded(documents.length);
  const [asking, setAsking] = useState(false);

  function save() {
    setSaved();
    const [only] = documents;
    if (documents.length === 1 && only) download(fileNameOf(only.repository.id), "application/json", textOf(only));
    else download(`lakefs-backups-${today()}.json`, "application/json", textOf(documents));
  }

  const close = () => (unsaved > 0 ? setAsking(true) : onClose());
  const count = ids.length === 1 ? ids[0] : repositoryCount(ids.length);
  const failed = of("failed");
  const waiting = of("waiting");
  return (
    <Dialog
      title={`Back up: ${count}`}
      description="Dumps branches, tags and commits of each into its storage namespace, and collects their IDs and settings in one file. Keep a copy of the namespaces too."
      isWide
      isUnsaved
      busy={isRunning}
      onClose={close}
    >
      <ResultTable label="Backups" entries={entries} isProblem={({ state }) => state === "failed"} status={status} />
      {isRunning && <progress aria-label="Progress" max={ids.length} value={documents.length + failed.length} />}
      {!isRunning && documents.length === 0 && <Code snippets={() => backupSnippets(endpoint, ids)} />}
      <div className="savebar">
        <p role="status" className="fine">
          {documents.length > 0 && `${documents.length} of ${ids.length} backed up`}
          {failed.length > 0 && `, ${failed.length} failed`}
        </p>
        <div className="buttons">
          {isRunning ? (
            <Button onClick={stop}>Stop</Button>
          ) : (
            <Button onClick={close}>{documents.length > 0 ? "Close" : "Cancel"}</Button>
          )}
          {!isRunning && failed.length > 0 && (
            <Button onClick={() => void run(failed)}>Retry {failed.length} failed</Button>
          )}
          {!isRunning && waiting.length > 0 && (
            <Button tone={documents.length > 0 ? "plain" : "primary"} onClick={() => void run(waiting)}>
              {documents.length > 0 ? "Continue" : "Back up"}
            </Button>
          )}
          {!isRunning && documents.length > 0 && (
            <Button tone="primary" onClick={save}>
              <Download aria-hidden /> Download {documents.length === 1 ? "backup" : `${documents.length} backups`}
            </Button>
          )}
        </div>
      </div>
      {asking && <DiscardDialog unsaved={unsaved} onDiscard={onClose} onClose={() => setAsking(false)} />}
    </Dialog>
  );
}

function DiscardDialog({
  unsaved,
  onDiscard,
  onClose,
}: {
  unsaved: number;
  onDiscard: () => void;
  onClose: () => void;
}) {
  return (
    <ConfirmDialog
      title="Close without downloading?"
      description={
        <p>
          {quantity(unsaved, "backup")} not downloaded. The dumps stay in the storage namespaces, but a restore needs
          the IDs in the file.
        </p>
      }
      onClose={onClose}
    >
      <ConfirmButtons onClick={onDiscard}>Discard</ConfirmButtons>
    </ConfirmDialog>
  );
}

/** How many backups were not downloaded: the page asks before it is closed with some, and says so when the dialog is left by Back. */
function useDownloaded(made: number) {
  const [saved, setSaved] = useState(0);
  const { keep } = useDraft<true>("Backups that are not downloaded");
  const toast = useToast();
  const unsaved = made - saved;
  const isUnsaved = unsaved > 0;
  const latest = useRef(unsaved);
  useEffect(() => void (latest.current = unsaved), [unsaved]);
  useEffect(() => keep(isUnsaved ? true : undefined), [keep, isUnsaved]);
  useEffect(
    () => () => {
      keep(undefined);
      if (latest.current > 0) toast(`${quantity(latest.current, "backup")} not downloaded`);
    },
    [keep, toast],
  );
  return { unsaved, setSaved: () => setSaved(made) };
}

function status(entry: Entry) {
  if (entry.state === "waiting") return <span className="soft">ready</span>;
  return (
    <EntryStatus state={entry.state} error={entry.error}>
      {entry.state === "running" ? "dumping" : "backed up"}
    </EntryStatus>
  );
}
