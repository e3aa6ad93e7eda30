import { isLakeFSError, type RefsDump } from "lakefs-wasm";
import { Upload } from "lucide-react";
import { type ClipboardEvent, type FormEvent, useCallback, useRef, useState } from "react";
import { Link } from "wouter";
import { useLakefs } from "../connection/context";
import { ErrorAlert, Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { Checkbox, Field } from "../parts/field";
import { useSessionState } from "../parts/session-state";
import { useFocusNext } from "../parts/use-focus-next";
import { useBranches, useRepository } from "../repository/context";
import { FIELDS, meaningOf, NONE, refsOf, useLastDump } from "./refs";
import { Task, useTaskId, type Waiting } from "./task";

export function RestoreSection() {
  const lakefs = useLakefs();
  const repository = useRepository();
  const [taskId, setTaskId] = useTaskId("restore", repository.id);
  // Kept for another attempt: a restore that failed begins again with what it was given.
  const [refs, setRefs] = useSessionState<RefsDump>(`Restored ids of ${repository.id}`, NONE);
  const branches = useBranches();
  const focusNext = useFocusNext();
  const wait = useCallback(
    (waiting: Waiting) => lakefs.waitForRestore(repository.id, taskId ?? "", waiting),
    [lakefs, repository, taskId],
  );

  function start(taskId: string) {
    focusNext("#restore-task");
    setTaskId(taskId);
  }

  function forget() {
    focusNext("#restore-form input:not([type])");
    setTaskId();
  }

  function end() {
    branches.reload();
    setRefs(NONE);
  }

  return (
    <section className="card" aria-labelledby="restore">
      <h2 id="restore">Restore</h2>
      <p>
        Brings the commits, tags and branches of a dump into this repository. It has to be bare, and on the namespace
        that was dumped or on a copy of it.
      </p>
      {taskId === undefined ? (
        <RestoreForm refs={refs} onRefs={setRefs} onStarted={start} />
      ) : (
        <Task name="restore" taskId={taskId} wait={wait} meaning={meaningOf} onForget={forget} onEnd={end}>
          {() => (
            <>
              <p className="good" role="status">
                The restore is done. The repository has its history back.
              </p>
              <Button onClick={forget}>Done</Button>
            </>
          )}
        </Task>
      )}
    </section>
  );
}

interface Props {
  refs: RefsDump;
  onRefs: (refs: RefsDump) => void;
  onStarted: (taskId: string) => void;
}

function RestoreForm({ refs, onRefs, onStarted }: Props) {
  const lakefs = useLakefs();
  const repository = useRepository();
  const branches = useBranches().value;
  const [force, setForce] = useState(false);
  const [fileProblem, setFileProblem] = useState<string>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const file = useRef<HTMLInputElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const [last] = useLastDump();
  const empty = FIELDS.some(([field]) => refs[field] === "");

  function take(found: RefsDump) {
    setFileProblem(undefined);
    onRefs(found);
  }

  async function readFile(chosen: File | undefined) {
    if (!chosen) return;
    const found = chosen.size < 1_000_000 ? refsOf(await chosen.text()) : undefined;
    if (found) take(found);
    else
      setFileProblem(`${chosen.name} is not a dump: a dump is JSON with ${FIELDS.map(([field]) => field).join(", ")}.`);
  }

  /** A whole dump, pasted into any of the fields, fills all of them. */
  function paste(event: ClipboardEvent) {
    const found = refsOf(event.clipboardData.getData("text"));
    if (!found) return;
    event.preventDefault();
    take(found);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (busy) return;
    if (empty) return first.current?.focus();
    setBusy(true);
    setError(undefined);
    try {
      const task = await lakefs.restoreSubmit(repository.id, force ? { ...refs, force } : refs);
      onStarted(task.id);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }

  return (
    <form id="restore-form" onSubmit={(event) => void submit(event)} noValidate>
      {branches && branches.names.length > 0 && (
        <Notice tone="warning">
          <p>
            Only works on a bare repository, and this one has branches. lakeFS rejects the request and nothing changes.
          </p>
        </Notice>
      )}
      <div>
        <div className="buttons buttons-start">
          <Button onClick={() => file.current?.click()}>
            <Upload aria-hidden /> Choose a dump file
          </Button>
          <input
            ref={file}
            type="file"
            accept="application/json,.json"
            hidden
            aria-label="Dump file"
            onChange={(event) => void readFile(event.target.files?.[0])}
          />
          {last && last.repository !== repository.id && (
            <Button onClick={() => take(last.refs)}>Use the dump of {last.repository}</Button>
          )}
        </div>
        <p className="problem" aria-live="polite">
          {fileProblem}
        </p>
      </div>
      {FIELDS.map(([field, label], index) => (
        <Field
          key={field}
          ref={index === 0 ? first : undefined}
          label={label}
          className="input input-code"
          value={refs[field]}
          onPaste={paste}
          onChange={(event) => onRefs({ ...refs, [field]: event.target.value.trim() })}
          hint={index === 0 ? "Or paste a whole dump here." : undefined}
          problem={tried && refs[field] === "" ? "All three IDs are required." : undefined}
        />
      ))}
      {repository.read_only && (
        <Checkbox
          label="Restore although it is read-only"
          hint="Without it lakeFS takes the task, and then lets it fail."
          checked={force}
          onChange={(event) => setForce(event.target.checked)}
        />
      )}
      {error !== undefined && (
        <ErrorAlert error={error} title={notBare(error) ? "The repository is not bare" : undefined}>
          {notBare(error) && (
            <>
              <p>{meaningOf("bare")}</p>
              <p>
                <Link
                  href={`/repositories?${new URLSearchParams({ create: "new", bare: "yes", namespace: repository.storage_namespace, branch: repository.default_branch })}`}
                >
                  Create a bare repository
                </Link>
              </p>
            </>
          )}
        </ErrorAlert>
      )}
      <div className="buttons">
        <Button type="submit" tone="primary" busy={busy}>
          Start the restore
        </Button>
      </div>
    </form>
  );
}

const notBare = (error: unknown) => isLakeFSError(error, "bad_request") && /bare/.test(error.message);
