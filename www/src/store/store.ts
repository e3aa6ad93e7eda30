import { isLakeFSError, type LakeFSClient, type Repository } from "lakefs-wasm";
import { groupCalls } from "../calls/group";
import { settingsLine } from "../calls/line";
import { inBackground } from "../calls/observe";
import { AT_ONCE } from "../in-parallel";
import { ReadingQueue } from "./queue";
import {
  auditEach,
  auditNamespaces,
  type Finding,
  firstError,
  hasBranches,
  isBare,
  mayBeBare,
  type PartialSettings,
  type RepositorySettings,
  readEachSetting,
  wholeSettings,
} from "./settings";

/** A repository with what has been read of its settings so far. */
export interface Row {
  readonly repository: Repository;
  /** All of them, which is what the audit examines. */
  readonly settings?: RepositorySettings;
  /** What could be read when some of them could not. */
  readonly partial?: PartialSettings;
  readonly findings: readonly Finding[];
  /** The findings are known: none means that nothing is wrong. */
  readonly isAudited?: boolean;
  /** Whether it has branches is not known yet: it has no rules, so its default branch is unprotected, or is not there. */
  readonly isUnsure?: boolean;
  /** Why some of the settings could not be read, or all of them not be examined. */
  readonly error?: unknown;
}

/** What is known of a repository's settings. */
export const knownSettings = ({ settings, partial }: Row): Partial<Omit<PartialSettings, "errors">> =>
  settings ?? partial ?? {};

export interface Snapshot {
  readonly rows: readonly Row[];
  /** More rows are coming. */
  readonly listing: boolean;
  readonly listError: unknown;
  /** How many rows have settings, or an error instead. */
  readonly read: number;
}

/** About a screen of them. */
const FIRST_ROWS = 50;
/** How soon rows in sight are drawn: drawing each as it comes would take all the time. */
const VISIBLE_MS = 120;
/** How soon others are: only numbers change with them. */
const HIDDEN_MS = 600;
/** Settings this old are read again when the list is shown. */
const STALE_MS = 30_000;

/** Lets the browser draw, and handle what somebody does, before more is done. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

const NOTHING: Snapshot = { rows: [], listing: true, listError: undefined, read: 0 };

/** Every repository of a server and its settings, read while somebody looks at them, what is in sight first. */
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
  /** Why the code of the audit could not be loaded: not tried again for each row, but when settings are read again. */
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

  /** Lists the repositories from the start; the rows of before stay until then. `isBackground`: nobody asked for it. */
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
          // The first rows at once: they are drawn before the rest of their page is read.
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
    await nextTask(); // a thousand rows are drawn, and a dozen requests begun: together that would be felt
    this.#queueStale();
    await this.#auditNamespaces();
  }

  async #auditNamespaces() {
    const shared = await auditNamespaces(this.#rows.values()).catch(() => undefined);
    if (!shared) return; // its code could not be loaded, as each row says
    for (const [id, row] of this.#rows) {
      const others = row.findings.filter((finding) => finding.rule !== "namespace_shared");
      const finding = shared.get(id);
      if (finding || others.length !== row.findings.length)
        this.#rows.set(id, { ...row, findings: finding ? [...others, finding] : others });
    }
    this.#publish();
  }

  /** Reads settings as long as somebody looks at them; what it gives ends that. */
  watchSettings() {
    this.#readers++;
    this.#queueStale();
    return () => {
      if (--this.#readers > 0) return;
      this.#reading?.abort();
      this.#reading = undefined;
    };
  }

  /** All settings are read again. */
  reload() {
    this.#readAt.clear();
    this.list();
  }

  #queueStale() {
    if (this.#readers === 0) return;
    const old = performance.now() - STALE_MS;
    this.#queue.setSettings(
      [...this.#rows.keys()].filter((id) => (this.#readAt.get(id) ?? Number.NEGATIVE_INFINITY) < old),
    );
    this.#readQueued();
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
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work(lakefs, controller.signal)));
    end();
    if (this.#reading !== controller) return;
    this.#reading = undefined;
    await this.#auditNamespaces(); // with settings it tells how bad it is
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
    if (!settings) {
      // What was found in the settings of before is unknown as well.
      const shared = findings.filter((finding) => finding.rule === "namespace_shared");
      return this.#setRow(id, { repository, findings: shared, partial: read, error: firstError(read) });
    }
    // One that has a branch keeps one; one that had none is looked at again.
    const wasBare = isBare(row.settings) && mayBeBare(settings);
    const isUnsure = mayBeBare(settings) && (row.settings === undefined || row.isUnsure === true);
    if (isUnsure || wasBare) this.#queue.add({ id, what: "branches" });
    const known = { ...settings, ...(wasBare && { branches: [] }) };
    this.#setRow(id, { repository, settings: known, findings, isAudited, isUnsure });
  }

  async #findBranches(lakefs: LakeFSClient, id: string, signal: AbortSignal) {
    // Where that cannot be read, there are some: nearly all repositories have them.
    const found = await hasBranches(lakefs, id, signal).catch(() => true);
    const row = this.#rows.get(id);
    if (signal.aborted) this.#queue.add({ id, what: "branches" });
    else if (row?.settings) {
      const { branches: _, ...settings } = row.settings;
      if (found) return this.#setRow(id, { ...row, settings, isUnsure: false });
      const findings = row.findings.filter((finding) => finding.rule !== "default_branch_unprotected");
      this.#setRow(id, { ...row, settings: { ...settings, branches: [] }, findings, isUnsure: false });
    }
  }

  #setRow(id: string, row: Row) {
    if (!this.#rows.has(id)) return;
    this.#rows.set(id, row);
    this.#readAt.set(id, performance.now());
    this.#publishWithin(this.#queue.isVisible(id) ? VISIBLE_MS : HIDDEN_MS);
    if (row.settings) void this.#audit(id, row.settings);
  }

  /** Drawn with its settings: an audit takes less time than there is between two drawings. */
  async #audit(id: string, settings: RepositorySettings) {
    const result = await this.#findingsIn(settings);
    const row = this.#rows.get(id);
    if (row?.settings !== settings) return; // read again since
    const shared = row.findings.filter((finding) => finding.rule === "namespace_shared");
    const next = "error" in result ? result : { findings: [...result.findings, ...shared], isAudited: true };
    this.#rows.set(id, { ...row, ...next });
    this.#publishWithin(this.#queue.isVisible(id) ? VISIBLE_MS : HIDDEN_MS);
  }

  /** Nothing more is read while somebody scrolls: it would make that jerk. */
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

  /** The rows in sight, whose settings come first. */
  setVisible(ids: readonly string[]) {
    this.#queue.setVisible(ids);
  }

  repositoryOf = (id: string): Repository | undefined => this.#rows.get(id)?.repository;
  settingsOf = (id: string): RepositorySettings | undefined => this.#rows.get(id)?.settings;

  /** Settings that were read or written elsewhere in the page. */
  update(id: string, change: Partial<RepositorySettings>) {
    const row = this.#rows.get(id);
    if (!row?.settings) return;
    const settings = { ...row.settings, ...change };
    this.#setRow(id, { ...row, settings, isUnsure: row.isUnsure === true && mayBeBare(settings) });
  }

  /** What is shown of a repository may be wrong by now. */
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
