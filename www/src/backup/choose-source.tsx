import { Upload } from "lucide-react";
import { type DragEvent, type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../parts/button";
import { Field, TextField } from "../parts/field";
import { formatMoment } from "../parts/timestamp";
import { quantity } from "../quantity";
import { isDocument, readBackups, type Source } from "./document";
import { useLastBackup } from "./last-backup";
import { FIELDS, NONE } from "./refs";

/** The largest file that is read, in bytes. */
const LARGEST = 20_000_000;

interface Props {
  source: Source | undefined;
  onSource: (source: Source | undefined) => void;
  /** Starts over, without a source. */
  onReset: () => void;
}

/** The first step: a file, pasted JSON, or three IDs. */
export function ChooseSource({ source, onSource, onReset }: Props) {
  const [found, setFound] = useState<readonly Source[]>([]);
  const [problem, setProblem] = useState<string>();
  const [last] = useLastBackup();

  function refuse(reason: string) {
    setProblem(reason);
    setFound([]);
    onSource(undefined);
  }

  async function readDocument(text: string, name = "") {
    const read = await readBackups(text);
    if ("problem" in read) return refuse(name ? `${name}: ${read.problem}` : read.problem);
    setProblem(undefined);
    setFound(read.sources);
    onSource(read.sources.length === 1 ? read.sources[0] : undefined);
  }

  return (
    <section className="card" aria-labelledby="source">
      <div className="card-head">
        <h2 id="source">1. Choose a backup</h2>
        {source && (
          <Button className="button-small" onClick={onReset}>
            Choose another backup
          </Button>
        )}
      </div>
      {source && found.length <= 1 ? (
        <Summary source={source} />
      ) : (
        <>
          <FilePicker onText={(text, name) => void readDocument(text, name)} onProblem={refuse} />
          {last && (
            <Button onClick={() => onSource(last)}>
              <span className="break">
                Use the backup of {last.repository.id}, {formatMoment(new Date(last.created_at))}
              </span>
            </Button>
          )}
          <p className="problem" aria-live="polite">
            {problem}
          </p>
          {found.length > 1 && <ChooseOne sources={found} source={source} onSource={onSource} />}
          {found.length === 0 && (
            <>
              <details>
                <summary>Paste a backup</summary>
                <PasteForm onText={(text) => void readDocument(text)} />
              </details>
              <details>
                <summary>Enter the three IDs of a dump</summary>
                <IdsForm onSource={onSource} />
              </details>
            </>
          )}
        </>
      )}
    </section>
  );
}

interface FilePickerProps {
  onText: (text: string, name: string) => void;
  onProblem: (problem: string) => void;
}

function FilePicker({ onText, onProblem }: FilePickerProps) {
  const file = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  // A file that is dropped beside it would be opened in place of this page.
  useEffect(() => {
    const stop = (event: Event) => event.preventDefault();
    addEventListener("dragover", stop);
    addEventListener("drop", stop);
    return () => {
      removeEventListener("dragover", stop);
      removeEventListener("drop", stop);
    };
  }, []);

  async function read(chosen: File | undefined) {
    if (!chosen) return;
    if (chosen.size > LARGEST) onProblem(`${chosen.name} is larger than 20 MB, so it is not a backup.`);
    else onText(await chosen.text(), chosen.name);
    if (file.current) file.current.value = "";
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  }

  return (
    <fieldset
      id="backup-source"
      className={isOver ? "drop drop-over" : "drop"}
      aria-label="Backup file"
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Button tone="primary" onClick={() => file.current?.click()}>
        <Upload aria-hidden /> Choose a backup file
      </Button>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label="Backup file"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <p className="fine">
        Or drop it here. Backups of this page and of lakefs-wasm, and dumps of lakectl, can be read.
      </p>
    </fieldset>
  );
}

function PasteForm({ onText }: { onText: (text: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onText(text);
      }}
    >
      <TextField label="Backup as JSON" value={text} onChange={(event) => setText(event.target.value)} />
      <Button type="submit">Use this</Button>
    </form>
  );
}

/** All three are required: lakeFS accepts fewer, and restores nothing. */
function IdsForm({ onSource }: { onSource: (source: Source) => void }) {
  const [refs, setRefs] = useState(NONE);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const missing = FIELDS.findIndex(([field]) => refs[field] === "");
    if (missing < 0) return onSource(refs);
    form.current?.querySelectorAll("input")[missing]?.focus();
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      {FIELDS.map(([field, label]) => (
        <Field
          key={field}
          label={label}
          className="input input-code"
          value={refs[field]}
          onChange={(event) => setRefs({ ...refs, [field]: event.target.value.trim() })}
          problem={
            tried && refs[field] === "" ? "All three IDs are required. With fewer, lakeFS restores nothing." : undefined
          }
        />
      ))}
      <Button type="submit">Use these IDs</Button>
    </form>
  );
}

function ChooseOne({ sources, source, onSource }: { sources: readonly Source[] } & Omit<Props, "onReset">) {
  const id = useId();
  const documents = sources.filter(isDocument);
  const isTwice = (id: string) => documents.filter((document) => document.repository.id === id).length > 1;
  return (
    <div className="field">
      <label htmlFor={id}>This file holds {quantity(documents.length, "backup")}. Restore</label>
      <select
        id={id}
        className="input"
        value={source && isDocument(source) ? documents.indexOf(source) : ""}
        onChange={(event) => onSource(documents[Number(event.target.value)])}
      >
        <option value="" disabled>
          Choose a repository
        </option>
        {documents.map((document, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one repository can have several, and their order stays.
          <option key={index} value={index}>
            {document.repository.id}
            {isTwice(document.repository.id) && `, ${formatMoment(new Date(document.created_at))}`}
          </option>
        ))}
      </select>
    </div>
  );
}

function Summary({ source }: { source: Source }) {
  if (!isDocument(source))
    return <p>The three IDs of a dump. Rules and retention are not part of it: set them after the restore.</p>;
  const { repository, created_at, lakefs_version, branch_protection, gc_rules, metadata } = source;
  return (
    <dl className="facts">
      <Line name="Repository">{repository.id}</Line>
      <Line name="Backed up">
        {formatMoment(new Date(created_at))}
        {lakefs_version && `, lakeFS ${lakefs_version}`}
      </Line>
      <Line name="Storage namespace">
        <code>{repository.storage_namespace}</code>
      </Line>
      <Line name="Protection rules">{branch_protection.map((rule) => rule.pattern).join(", ") || "none"}</Line>
      <Line name="Retention">
        {gc_rules ? `${gc_rules.default_retention_days} days, ${gc_rules.branches.length} branch rules` : "none"}
      </Line>
      {Object.keys(metadata).length > 0 && <Line name="Metadata">{Object.keys(metadata).join(", ")}</Line>}
    </dl>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
