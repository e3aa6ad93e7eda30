import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { mapInOrder } from "../admin/map-in-order.js";
import { branchProblem } from "../admin/names.js";
import { backup, parseBackup, type RepositoryBackup, restore } from "../entry/admin.js";
import { isLakeFSError, type RefsDump } from "../entry/index.js";
import { type CommonOptions, type Context, checkServer, makeContext } from "./context.js";
import { deletedNote, EXIT, Failure, reasonOf, sentence, wasDeleted } from "./failure.js";
import { readText, writeWhole } from "./settings-file.js";
import { printable, repositories } from "./text.js";

export interface BackupOptions extends CommonOptions {
  output: string;
  prefix?: string;
  since?: string;
}

/** How many dumps run at a time; lakeFS does the work. */
const CONCURRENCY = 4;

/** What was done for one repository or file. */
type Outcome =
  | { readonly kind: "done" | "unchanged"; readonly line: string; readonly json: object }
  | { readonly kind: "deleted" }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "not started" };

/** `backup`: one document for each repository. */
export async function backupAll(names: readonly string[], options: BackupOptions): Promise<number> {
  const { output, prefix, since } = options;
  if (names.length > 0 && prefix !== undefined) throw new Failure("give repositories or --prefix, not both");
  const context = await makeContext(options);
  const { client, stop } = context;
  if (since !== undefined) await checkSince(since);
  await mkdir(output, { recursive: true }).catch((error: unknown) => {
    throw new Failure(`${output} cannot be created: ${reasonOf(error)}`);
  });
  const ids = new Set(names);
  if (names.length > 0) await checkServer(context);
  else for await (const { id } of client.repositories({ prefix, signal: stop.signal })) ids.add(id);
  const work = async (id: string): Promise<Outcome> => {
    try {
      return await save(id, await backup(client, id), output, since);
    } catch (error) {
      if (names.length === 0 && wasDeleted(error, id)) return { kind: "deleted" };
      throw error;
    }
  };
  return run(context, [...ids], work, "backed up");
}

/** Refuses a file. A missing folder counts as one without backups, as on the first night. */
async function checkSince(folder: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (one) => one.isDirectory(),
    () => true,
  );
  if (!isFolder) throw new Failure(`--since ${folder} is not a folder`);
}

/** Writes a backup, unless the one in the folder of `--since` has the same content. */
async function save(
  id: string,
  document: RepositoryBackup,
  folder: string,
  since: string | undefined,
): Promise<Outcome> {
  // It becomes a file's name, and the repository that a restore creates.
  if (document.repository.id !== id)
    throw new Error(`the server answered with the repository ${JSON.stringify(document.repository.id)}`);
  const earlier = since === undefined ? undefined : await readEarlier(join(since, fileName(id)));
  if (earlier && sameContent(earlier, document))
    return { kind: "unchanged", line: `${id}: unchanged`, json: { id, unchanged: true } };
  const file = join(folder, fileName(id));
  await writeWhole(file, `${JSON.stringify(document, null, 2)}\n`);
  return { kind: "done", line: `${id}: backed up`, json: { id, file } };
}

export interface RestoreOptions extends CommonOptions {
  name?: string;
  storageNamespace?: string;
  defaultBranch?: string;
  readOnly?: boolean;
  settings?: boolean;
}

/** `restore`: each document becomes a repository. */
export async function restoreAll(given: readonly string[], options: RestoreOptions): Promise<number> {
  const files = await filesOf(given);
  const { name, storageNamespace, defaultBranch, readOnly, settings } = options;
  if (files.length > 1 && (name ?? storageNamespace) !== undefined)
    throw new Failure("--name and --storage-namespace are for one file, and there are several");
  // Read all before anything is sent.
  const documents = new Map<string, RepositoryBackup | RefsDump>();
  for (const file of files) documents.set(file, parseDocument(await readText(file), file));
  const bare = [...documents].find(([, document]) => !("format" in document));
  if (bare && (name === undefined || storageNamespace === undefined))
    throw new Failure(`${bare[0]} has only the IDs of a dump; restore it alone, with --name and --storage-namespace`);
  if (defaultBranch !== undefined && branchProblem(defaultBranch))
    throw new Failure("--default-branch must contain only letters, digits, underscores and hyphens");
  const context = await makeContext(options);
  await checkServer(context);
  if (name !== undefined) await checkName(context, name);
  leaveOutOlder(documents, context.terminal);
  const documentOf = (file: string) => documents.get(file) as RepositoryBackup;
  const work = async (file: string): Promise<Outcome> => {
    const document = documentOf(file);
    const restoreOptions = { name, storageNamespace, defaultBranch, readOnly, settings };
    const { repository, notRestored } = await restore(context.client, document, restoreOptions);
    const id = printable(repository.id);
    const missing = notRestored.length > 0 ? `, without ${notRestored.join(", ")}` : "";
    return { kind: "done", line: `${file}: restored as ${id}${missing}`, json: { file, id, notRestored } };
  };
  const about = (file: string) => ({ file, id: name ?? documentOf(file).repository.id });
  return run(context, [...documents.keys()], work, "restored", about);
}

/** Refuses an invalid ID; only the client knows which are. */
async function checkName({ client, stop }: Context, name: string): Promise<void> {
  try {
    await client.getRepository(name, { signal: stop.signal });
  } catch (error) {
    if (isLakeFSError(error, "invalid_argument")) throw new Failure(error.message.replace("repository", "--name"));
    if (stop.signal.aborted) throw error;
  }
}

/** Leaves out all but the newest backup of each repository: with `--since` a folder has only what had changed, so restoring all takes several folders. */
function leaveOutOlder(documents: Map<string, RepositoryBackup | RefsDump>, terminal: Context["terminal"]): void {
  const backups = [...documents].filter((entry): entry is [string, RepositoryBackup] => "format" in entry[1]);
  backups.sort(([, one], [, other]) => Date.parse(one.created_at) - Date.parse(other.created_at));
  const newest = new Map(backups.map(([file, { repository }]) => [repository.id, file]));
  for (const [file, { repository }] of backups) {
    const newer = newest.get(repository.id);
    if (newer === file) continue;
    documents.delete(file);
    terminal.note(`${file}: left out, since ${newer} is a newer backup of ${repository.id}`);
  }
}

/** Runs work for each, some at a time, and prints the results. */
async function run(
  { terminal, stop }: Context,
  all: readonly string[],
  work: (id: string) => Promise<Outcome>,
  what: string,
  about: (id: string) => object = (id) => ({ id }),
): Promise<number> {
  const counts = { done: 0, unchanged: 0, deleted: 0, failed: 0, "not started": 0 };
  stop.beginWriting();
  const onProgress = terminal.startProgress(what, all.length);
  const results = mapInOrder({
    list: () => all,
    work: async (id: string): Promise<{ id: string; outcome: Outcome }> => {
      if (stop.requested) return { id, outcome: { kind: "not started" } };
      const outcome = await work(id).catch((error: unknown): Outcome => ({ kind: "failed", error }));
      return { id, outcome };
    },
    concurrency: CONCURRENCY,
  });
  let done = 0;
  try {
    for await (const { id, outcome } of results) {
      counts[outcome.kind]++;
      printOutcome(terminal, id, outcome, about(id));
      onProgress({ done: ++done, failed: counts.failed });
    }
  } finally {
    terminal.endProgress();
  }
  const { unchanged, failed, "not started": left } = counts;
  const others = [unchanged > 0 && `${unchanged} unchanged`, `${failed} failed`, left > 0 && `${left} not started`];
  terminal.note([`${repositories(counts.done)} ${what}`, ...others].filter(Boolean).join(", "));
  return stop.exitCode(left, failed > 0 ? EXIT.someFailed : EXIT.done);
}

function printOutcome(terminal: Context["terminal"], id: string, outcome: Outcome, about: object): void {
  if (outcome.kind === "deleted") terminal.note(deletedNote(id));
  else if (outcome.kind === "failed") printError(terminal, id, outcome.error, about);
  else if (outcome.kind !== "not started") terminal.result(outcome.json, outcome.line);
}

function printError(terminal: Context["terminal"], id: string, error: unknown, about: object): void {
  const { step } = error as { step?: string };
  const isBranch = isLakeFSError(error, "invalid_argument") && error.field === "repository.default_branch";
  const isTaken = step === "create" && isLakeFSError(error, "already_exists");
  const hint = isBranch ? "; give another with --default-branch" : isTaken ? "; give another ID with --name" : "";
  terminal.failure(id, error, `${step === undefined ? "" : `${step}: `}${sentence(error)}${hint}`, { step }, about);
}

/** An earlier backup; undefined when there is none or it cannot be read. */
async function readEarlier(file: string): Promise<RepositoryBackup | undefined> {
  try {
    const document = parseDocument(await readText(file), file);
    return "format" in document ? document : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Whether two backups have the same content. */
function sameContent(one: RepositoryBackup, other: RepositoryBackup): boolean {
  const content = ({ repository, refs, branch_protection, gc_rules, metadata }: RepositoryBackup): string =>
    JSON.stringify([
      Object.entries(repository).sort(),
      refs,
      branch_protection,
      gc_rules,
      Object.entries(metadata).sort(),
    ]);
  return content(one) === content(other);
}

function parseDocument(text: string, file: string): RepositoryBackup | RefsDump {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Failure(`${file} is not JSON`);
  }
  try {
    return parseBackup(document);
  } catch (error) {
    if (isLakeFSError(error, "invalid_argument")) throw new Failure(`${file}: ${error.message}`);
    throw error;
  }
}

/** The given files, and the files of the given folders. */
async function filesOf(given: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of given) {
    const isFolder = await stat(path).then(
      (one) => one.isDirectory(),
      () => false,
    );
    if (!isFolder) found.push(path);
    else {
      const names = (await readdir(path)).filter((name) => name.endsWith(".json")).sort();
      if (names.length === 0) throw new Failure(`${path} has no backups: there is no file *.json`);
      found.push(...names.map((name) => join(path, name)));
    }
  }
  return found;
}

/** The name of a document; Windows has devices with names like repositories. */
const fileName = (id: string): string => `${/^(con|prn|aux|nul|com\d|lpt\d)$/.test(id) ? `${id}-` : id}.json`;
