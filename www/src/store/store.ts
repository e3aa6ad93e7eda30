import { isLakeFSError, type LakeFSClient, type Repository } from "lakefs-wasm";
import { groupCalls } from "../calls/group";
import { settingsLine } from "../calls/line";
import { inBackground } from "../calls/observe";
import { CONCURRENCY } from "../in-parallel";
import { ReadingQueue } from "./queue";
import {
  auditEach,
  auditNamespaces,
  type Finding,
  firstError,
  hasBranches,
  isBare,
  isKnownFinding,
  mayBeBare,
  type PartialSettings,
  partlyKnown,
  type RepositorySettings,
  readEachSetting,
  wholeSettings,
} from "./settings";

/** A repository with the settings that have been read so far. */
export interface Row {
  readonly repository: Repository;
  /** All settings, which the audit needs. */
  readonly settings?: RepositorySettings;
  /** The settings that could be read, when some could not. */
  readonly partial?: PartialSettings;
  readonly findings: readonly Finding[];
  /** The audit has run: no findings means no problems. */
  readonly isAudited?: boolean;
  /** It has no rules, and whether it has branches is unknown: its default branch is unprotected or missing. */
  readonly hasUnknownBranches?: boolean;
  /** Why some of the settings could not be read, or the audit could not run. */
  readonly error?: unknown;
}

/** The known settings of a repository. */
export const knownSettings = ({ settings, partial }: Row): Partial<Omit<PartialSettings, "errors">> =>
  settings ?? partial ?? {};

export interface Snapshot {
  readonly rows: readonly Row[];
  /** The list is being read. */
  readonly listing: boolean;
  readonly listError: unknown;
  /** The number of rows with settings or an error. */
  readonly read: number;
}

/** About a screen of them. */
const FIRST_ROWS = 50;
/** Visible rows are drawn together, at this interval: drawing each on its own would block the page. */
const VISIBLE_MS = 120;
/** The interval for other rows, which change only the counts. */
const HIDDEN_MS = 600;
/** Older settings are read again when the list is shown. */
const STALE_MS = 30_000;
/** Older settings are read again before a change of them is planned. */
const FRESH_MS = 60_000;

/** Lets the browser draw and handle input in between. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

const NOTHING: Snapshot = { rows: [], listing: true, listError: undefined, read: 0 };

/** Every repository of a server and its settings, which are read while a view shows them, visible rows first. */
export class RepositoryStore {
  readonly #lakefs: LakeFSClient;
  readonly #listeners = new Set<() => void>();
  #snapshot = NOTHING;
  #rows = new Map<string, Row>();
  #readAt = new Map<string, number>();
  readonly #queue = new ReadingQueue();
  #listing: AbortController | undefined;
  #listed = false;
  #listError: unknown;
  #reading: AbortController | undefined;
  #readers = 0;
  #pause: { readonly promise: Promise<void>; release(): void } | undefined;
  /** Why the code of the audit could not be loaded. Not tried again for each row, only in the next read of settings. */
  #auditError: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerMs = 0;

  constructor(lakefs: LakeFSClient) {
    this.#lakefs = lakefs;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#snapshot;

  get isListed() {
    return this.#listed;
  }

  /** Lists the repositories again; the old rows stay until the end. `isBackground`: the user did not ask for it. */
  list(isBackground = false) {
    this.#listing?.abort();
    const controller = new AbortController();
    this.#listing = controller;
    this.#listError = undefined;
    this.#publishWithin(VISIBLE_MS);
    void this.#list(isBackground ? inBackground(this.#lakefs) : this.#lakefs, controller.signal);
  }

  async #list(lakefs: LakeFSClient, signal: AbortSignal) {
    const found = new Map<string, Row>();
    const isFirst = !this.#listed;
    try {
      for await (const repository of lakefs.repositories({ signal })) {
        const known = this.#rows.get(repository.id);
        const isSame = known?.repository.creation_date === repository.creation_date;
        found.set(repository.id, isSame ? { ...known, repository } : { repository, findings: [] });
        if (isFirst) {
          this.#rows = found;
          // The first rows are drawn before the rest of their page is read.
          if (found.size !== FIRST_ROWS) this.#publishWithin(VISIBLE_MS);
          else {
            this.#publish();
            await nextTask();
          }
        }
      }
      if (signal.aborted) return;
      this.#rows = found;
      this.#listed = true;
    } catch (error) {
      if (signal.aborted) return;
      this.#listError = error;
    }
    this.#listing = undefined;
    this.#publish();
    await nextTask(); // a task that draws a thousand rows and starts a dozen requests took 80 ms
    this.#queueStale();
    await this.#auditNamespaces();
  }

  async #auditNamespaces() {
    const shared = await auditNamespaces(this.#rows.values()).catch(() => undefined);
    if (!shared) return; // its code could not be loaded, which each row shows
    for (const [id, row] of this.#rows) {
      const others = row.findings.filter((finding) => finding.rule !== "namespace_shared");
      const finding = shared.get(id);
      if (finding || others.length !== row.findings.length)
        this.#rows.set(id, { ...row, findings: finding ? [...others, finding] : others });
    }
    this.#publish();
  }

  /** Reads settings while a view shows them; returns a function that ends that. */
  watchSettings() {
    this.#readers++;
    this.#queueStale();
    return () => {
      if (--this.#readers > 0) return;
      this.#reading?.abort();
      this.#reading = undefined;
    };
  }

  /** Reads the list and all settings again. */
  reload() {
    this.#readAt.clear();
    this.list();
  }

  #queueStale() {
    if (this.#readers === 0) return;
    this.#queue.setSettings([...this.#rows.keys()].filter((id) => this.#isOlder(id, STALE_MS)));
    this.#readQueued();
  }

  #isOlder(id: string, ms: number): boolean {
    const readAt = this.#readAt.get(id);
    return readAt === undefined || performance.now() - readAt > ms;
  }

  #readQueued() {
    if (this.#queue.isEmpty || this.#reading) return;
    const controller = new AbortController();
    this.#reading = controller;
    void this.#readAll(controller);
  }

  async #readAll(controller: AbortController) {
    this.#auditError = undefined;
    const { lakefs, end } = groupCalls(this.#lakefs, settingsLine(this.#queue.settings));
    await Promise.all(Array.from({ length: CONCURRENCY }, () => this.#work(lakefs, controller.signal)));
    end();
    if (this.#reading !== controller) return;
    this.#reading = undefined;
    await this.#auditNamespaces(); // with settings the severity is more exact
  }

  async #work(lakefs: LakeFSClient, signal: AbortSignal) {
    for (let job = this.#queue.next(); job && !signal.aborted; job = this.#queue.next()) {
      await this.#pause?.promise;
      if (job.what === "branches") await this.#findBranches(lakefs, job.id, signal);
      else await this.#read(lakefs, job.id, signal);
    }
  }

  async #read(lakefs: LakeFSClient, id: string, signal: AbortSignal) {
    const row = this.#rows.get(id);
    if (!row) return;
    const { repository, findings, isAudited = false } = row;
    const read = await readEachSetting(lakefs, repository, signal);
    if (signal.aborted) return;
    const settings = wholeSettings(repository, read);
    if (!settings) return this.#setPartial(lakefs, row, read, signal);
    // A repository with branches keeps having some; a bare one is read again.
    const wasBare = isBare(row.settings) && mayBeBare(settings);
    const hasUnknownBranches = mayBeBare(settings) && (row.settings === undefined || row.hasUnknownBranches === true);
    if (hasUnknownBranches || wasBare) this.#queue.add({ id, what: "branches" });
    const known = { ...settings, ...(wasBare && { branches: [] }) };
    this.#setRow(id, { repository, settings: known, findings, isAudited, hasUnknownBranches });
  }

  /** Not everybody may read everything: what could be read is examined all the same. */
  async #setPartial(lakefs: LakeFSClient, { repository, findings }: Row, read: PartialSettings, signal: AbortSignal) {
    const { branchProtection } = read;
    const { id } = repository;
    const isEmpty =
      branchProtection !== undefined &&
      mayBeBare({ repository, branchProtection }) &&
      !(await hasBranches(lakefs, id, signal).catch(() => true));
    const partial = isEmpty ? { ...read, branches: [] } : read;
    const result = await this.#findingsIn(partlyKnown(repository, partial));
    if (signal.aborted) return;
    const own = "error" in result ? [] : result.findings.filter((finding) => isKnownFinding(finding, read));
    const shared = findings.filter((finding) => finding.rule === "namespace_shared");
    const isAudited = !("error" in result);
    this.#setRow(id, { repository, findings: [...own, ...shared], isAudited, partial, error: firstError(read) });
  }

  async #findBranches(lakefs: LakeFSClient, id: string, signal: AbortSignal) {
    // If that cannot be read, assume branches: nearly all repositories have them.
    const found = await hasBranches(lakefs, id, signal).catch(() => true);
    const row = this.#rows.get(id);
    if (signal.aborted) this.#queue.add({ id, what: "branches" });
    else if (row?.settings) {
      const { branches: _, ...settings } = row.settings;
      if (found) return this.#setRow(id, { ...row, settings, hasUnknownBranches: false });
      const findings = row.findings.filter((finding) => finding.rule !== "default_branch_unprotected");
      this.#setRow(id, { ...row, settings: { ...settings, branches: [] }, findings, hasUnknownBranches: false });
    }
  }

  #setRow(id: string, row: Row) {
    if (!this.#rows.has(id)) return;
    this.#rows.set(id, row);
    this.#readAt.set(id, performance.now());
    this.#publishWithin(this.#queue.isVisible(id) ? VISIBLE_MS : HIDDEN_MS);
    if (row.settings) void this.#audit(id, row.settings);
  }

  /** The findings are drawn together with the settings: the audit takes less time than the interval between two draws. */
  async #audit(id: string, settings: RepositorySettings) {
    const result = await this.#findingsIn(settings);
    const row = this.#rows.get(id);
    if (row?.settings !== settings) return; // read again since
    const shared = row.findings.filter((finding) => finding.rule === "namespace_shared");
    const next = "error" in result ? result : { findings: [...result.findings, ...shared], isAudited: true };
    this.#rows.set(id, { ...row, ...next });
    this.#publishWithin(this.#queue.isVisible(id) ? VISIBLE_MS : HIDDEN_MS);
  }

  /** Starts no reads while the user scrolls, which would stutter. */
  pauseReading(isPaused: boolean) {
    if (isPaused === (this.#pause !== undefined)) return;
    if (isPaused) {
      let release = () => {};
      const promise = new Promise<void>((resolve) => {
        release = resolve;
      });
      this.#pause = { promise, release };
    } else {
      this.#pause?.release();
      this.#pause = undefined;
    }
  }

  /** The visible rows, whose settings come first. */
  setVisible(ids: readonly string[]) {
    this.#queue.setVisible(ids);
  }

  repositoryOf = (id: string): Repository | undefined => this.#rows.get(id)?.repository;
  /** Settings that were read just now. */
  freshSettingsOf(id: string): RepositorySettings | undefined {
    return this.#isOlder(id, FRESH_MS) ? undefined : this.#rows.get(id)?.settings;
  }

  /** Takes over settings that a view has read or written. */
  update(id: string, change: Partial<RepositorySettings>) {
    const row = this.#rows.get(id);
    if (!row?.settings) return;
    const settings = { ...row.settings, ...change };
    this.#setRow(id, { ...row, settings, hasUnknownBranches: row.hasUnknownBranches === true && mayBeBare(settings) });
  }

  /** Reads the settings of a repository again, since they may have changed. */
  forget(id: string) {
    this.#readAt.delete(id);
    if (this.#readers === 0 || !this.#rows.has(id)) return;
    this.#queue.add({ id, what: "settings" });
    this.#readQueued();
  }

  remove(id: string) {
    this.#rows.delete(id);
    this.#publish();
  }

  async #findingsIn(settings: RepositorySettings): Promise<{ findings: readonly Finding[] } | { error: unknown }> {
    if (this.#auditError !== undefined) return { error: this.#auditError };
    try {
      return { findings: (await auditEach([settings])).get(settings.repository.id) ?? [] };
    } catch (error) {
      if (!isLakeFSError(error)) this.#auditError = error;
      return { error };
    }
  }

  #publishWithin(ms: number) {
    if (this.#timer !== undefined && this.#timerMs <= ms) return;
    clearTimeout(this.#timer);
    this.#timerMs = ms;
    this.#timer = setTimeout(() => this.#publish(), ms);
  }

  #publish() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const rows = [...this.#rows.values()];
    this.#snapshot = {
      rows,
      listing: this.#listing !== undefined,
      listError: this.#listError,
      read: rows.filter((row) => row.settings || row.error !== undefined).length,
    };
    for (const listener of this.#listeners) listener();
  }
}
