import type { RefsDump } from "lakefs-wasm";
import { Download } from "lucide-react";
import { useCallback, useState } from "react";
import { Link } from "wouter";
import { useLakefs } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button, CopyButton } from "../parts/button";
import { useFocusNext } from "../parts/use-focus-next";
import { useRepository } from "../repository/context";
import { FIELDS, useLastDump } from "./refs";
import { Task, useTaskId, type Waiting } from "./task";

/** Writes down all commits, tags and branches, and gives the three ids that lead back to them. */
export function DumpSection() {
  const lakefs = useLakefs();
  const repository = useRepository();
  const { id } = repository;
  const [taskId, setTaskId] = useTaskId("dump", id);
  const [, setLastDump] = useLastDump();
  const focusNext = useFocusNext();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const wait = useCallback((waiting: Waiting) => lakefs.waitForDump(id, taskId ?? "", waiting), [lakefs, id, taskId]);

  async function start() {
    setBusy(true);
    setError(undefined);
    focusNext("#dump-task");
    try {
      const task = await lakefs.dumpSubmit(id);
      setTaskId(task.id);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }

  function forget() {
    focusNext("#start-dump");
    setTaskId();
  }

  return (
    <section className="card" aria-labelledby="dump">
      <h2 id="dump">Dump</h2>
      <p>
        Writes all commits, tags and branches into the storage namespace. Three ids lead back to them: keep these, and a
        copy of the namespace.
      </p>
      {error !== undefined && <ErrorAlert error={error} />}
      {taskId === undefined ? (
        <Button id="start-dump" tone="primary" busy={busy} onClick={() => void start()}>
          Start a dump
        </Button>
      ) : (
        <Task
          name="dump"
          taskId={taskId}
          wait={wait}
          onForget={forget}
          onEnd={(refs) => setLastDump({ repository: id, refs })}
        >
          {(refs) => (
            <>
              <p className="good" role="status">
                The dump is done.
              </p>
              <dl className="ids">
                {FIELDS.map(([field, label]) => (
                  <div key={field}>
                    <dt>{label}</dt>
                    <dd>
                      <code>{refs[field] || "none"}</code>
                    </dd>
                  </div>
                ))}
              </dl>
              <div className="buttons buttons-start">
                <CopyButton text={text(refs)} label="Copy the dump" word />
                <a
                  className="button"
                  download={`${id}-dump.json`}
                  href={`data:application/json,${encodeURIComponent(text(refs))}`}
                >
                  <Download aria-hidden /> Download
                </a>
                <Button onClick={forget}>New dump</Button>
              </div>
              <p className="fine">
                To restore it,{" "}
                <Link
                  href={`/repositories?${new URLSearchParams({ create: "new", bare: "yes", namespace: repository.storage_namespace, branch: repository.default_branch })}`}
                >
                  create a bare repository on the same namespace
                </Link>
                . Rules, metadata and uncommitted changes are no part of a dump.
              </p>
            </>
          )}
        </Task>
      )}
    </section>
  );
}

const text = (refs: RefsDump) => `${JSON.stringify(refs, null, 2)}\n`;
