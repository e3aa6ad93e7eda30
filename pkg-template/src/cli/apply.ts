import { readCurrent } from "../admin/apply.js";
import { mapInOrder } from "../admin/map-in-order.js";
import { type Failed, mapRepositories } from "../admin/map-repositories.js";
import { applySettings, type CurrentSettings, type DesiredSettings, type SettingsChange } from "../entry/admin.js";
import { type CallOptions, isLakeFSError, type LakeFSClient, type Repository } from "../entry/index.js";
import { type CommonOptions, type Context, checkServer, makeContext } from "./context.js";
import { diffLines } from "./diff.js";
import { deletedNote, EXIT, Failure, sentence, wasDeleted } from "./failure.js";
import { untilWritten } from "./output.js";
import { inFile, readSettingsFile, type SettingsFile } from "./settings-file.js";
import { printable, repositories } from "./text.js";

export interface ApplyOptions extends CommonOptions {
  file: string;
  prefix?: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** What the file changes for a repository. */
interface Planned {
  readonly id: string;
  readonly isReadOnly: boolean;
  /** Whether the file names it; otherwise it has the defaults. */
  readonly isNamed: boolean;
  readonly current: CurrentSettings;
  readonly desired: DesiredSettings;
  readonly changes: readonly SettingsChange[];
  readonly error?: never;
}

/** Repositories at a time; each has several requests in flight. */
const CONCURRENCY = 8;

/** `apply`: shows the differences from a file, asks, and applies them. */
export async function apply(options: ApplyOptions): Promise<number> {
  const { dryRun = false, yes = false } = options;
  const context = await makeContext(options);
  const { terminal, stop } = context;
  const mustAsk = !dryRun && !yes;
  const cannotAsk = new Failure(
    "stdin is not a terminal, so nobody can be asked; add --yes to apply, or --dry-run to show the differences",
  );
  if (mustAsk && options.file === "-") throw cannotAsk;
  const file = await readSettingsFile(options.file, stop.signal);
  if (mustAsk && !terminal.canAsk) throw cannotAsk;
  if (!file.defaults) await checkServer(context);
  const plans = await plan(context, file, options.prefix);
  for (const { id, changes } of plans.toChange) {
    terminal.result(
      { id, changes, ...(!dryRun && { applied: false }) },
      [terminal.colors.bold(printable(id)), ...diffLines(changes, terminal)].join("\n"),
    );
  }
  const { length } = plans.toChange;
  terminal.note(
    `${repositories(length)} to change, ${plans.unchanged} up to date${plans.failed > 0 ? `, ${plans.failed} failed` : ""}`,
  );
  const exitCode = plans.failed > 0 ? EXIT.someFailed : EXIT.done;
  if (dryRun || length === 0) return exitCode;
  await untilWritten();
  if (stop.requested) throw new Failure("the output was closed, so nothing was changed", EXIT.outputClosed);
  if (!yes && !(await terminal.ask(`Change ${repositories(length)}?`, stop.signal)))
    throw new Failure("nothing was changed");
  return Math.max(exitCode, await change(context, plans.toChange));
}

/** Reads the repositories that the file names and compares them. Changes nothing. */
async function plan(context: Context, file: SettingsFile, prefix: string | undefined) {
  const { terminal } = context;
  const toChange: Planned[] = [];
  let [unchanged, failed] = [0, 0];
  const fail = (id: string, error: unknown): void => {
    failed++;
    const fields = isLakeFSError(error) ? {} : { code: "read_only" };
    terminal.failure(id, error, inFile(sentence(error), `repositories.${id}`), fields);
  };
  try {
    for await (const planned of planAll(context, file, prefix)) {
      const { id, error } = planned;
      if (error && wasDeleted(error, id) && !file.repositories.has(id)) terminal.note(deletedNote(id));
      else if (error) fail(id, error);
      else if (planned.changes.length === 0) unchanged++;
      else if (planned.isReadOnly) fail(id, new Error("read-only: lakeFS refuses to change its settings"));
      else toChange.push(planned);
    }
  } finally {
    terminal.endProgress();
  }
  return { toChange, unchanged, failed };
}

/** An entry overrides the defaults, branch protection as a whole. */
function merged(defaults: DesiredSettings = {}, entry: DesiredSettings = {}): DesiredSettings {
  const { gcRules, ...protection } = entry;
  const own = Object.keys(protection).length > 0 ? protection : { ...defaults, gcRules: undefined };
  return { ...own, gcRules: gcRules === undefined ? defaults.gcRules : gcRules };
}

/** Plans for all repositories where the file has defaults, and otherwise for those that it names. */
async function* planAll(
  { terminal, client, stop }: Context,
  file: SettingsFile,
  prefix = "",
): AsyncGenerator<Planned | Failed> {
  const { signal } = stop;
  const named = new Set([...file.repositories.keys()].filter((id) => id.startsWith(prefix)).sort());
  if (file.defaults) {
    const onProgress = terminal.startProgress("reading");
    const listed = mapRepositories(client, { prefix, signal, onProgress }, (repository, call) =>
      planOne(client, file, repository.id, repository, call),
    );
    for await (const planned of listed) {
      named.delete(planned.id);
      yield planned;
    }
  }
  const onProgress = file.defaults ? () => {} : terminal.startProgress("reading", named.size);
  let done = 0;
  // Named repositories that the listing lacks fail with the reason.
  yield* mapInOrder({
    list: () => named,
    work: async (id: string, signal): Promise<Planned | Failed> => {
      try {
        return await planOne(client, file, id, client.getRepository(id, { signal }), { signal });
      } catch (error) {
        if (signal.aborted || !isLakeFSError(error)) throw error;
        return { id, error };
      } finally {
        onProgress({ done: ++done, failed: 0 });
      }
    },
    concurrency: CONCURRENCY,
    signal,
  });
}

/** Reads what the file mentions, and no more: not everybody may read everything. */
async function planOne(
  client: LakeFSClient,
  { defaults, repositories: named }: SettingsFile,
  id: string,
  repository: Repository | Promise<Repository>,
  call: CallOptions,
): Promise<Planned> {
  const isNamed = named.has(id);
  const desired = merged(defaults, named.get(id));
  const [{ read_only }, current] = await Promise.all([repository, readCurrent(client, id, desired, call)]);
  const changes = await applySettings(client, id, desired, { expected: current, dryRun: true });
  return { id, isReadOnly: read_only === true, isNamed, current, desired, changes };
}

/** Applies plans. Ctrl-C takes effect between repositories. */
async function change({ terminal, client, stop }: Context, plans: readonly Planned[]): Promise<number> {
  let [done, changed, failed, deleted] = [0, 0, 0, 0];
  stop.beginWriting();
  const onProgress = terminal.startProgress("applying", plans.length);
  const applied = mapInOrder({
    list: () => plans,
    work: async ({ id, isNamed, desired, current }: Planned) => {
      if (stop.requested) return { id };
      try {
        return { id, changes: await applySettings(client, id, desired, { expected: current }) };
      } catch (error) {
        if (!isLakeFSError(error)) throw error;
        return { id, error, isDeleted: !isNamed && wasDeleted(error, id) };
      } finally {
        onProgress({ done: ++done, failed });
      }
    },
    concurrency: CONCURRENCY,
  });
  try {
    for await (const { id, changes, error, isDeleted } of applied) {
      if (changes) {
        changed++;
        terminal.result({ id, changes, applied: true }, `${id}: changed`);
      } else if (isDeleted) {
        deleted++;
        terminal.note(deletedNote(id));
      } else if (error) {
        failed++;
        terminal.failure(id, error);
      }
    }
  } finally {
    terminal.endProgress();
  }
  const left = plans.length - changed - failed - deleted;
  terminal.note(`${repositories(changed)} changed, ${failed} failed${left > 0 ? `, ${left} not started` : ""}`);
  return stop.exitCode(left, failed > 0 ? EXIT.someFailed : EXIT.done);
}
