import type { LakeFSClient, Repository } from "lakefs-wasm";
import { groupCalls, inBackground } from "../calls/observe";
import {
  auditEach,
  auditNamespaces,
  type Finding,
  hasBranches,
  isBare,
  mayBeBare,
  type RepositorySettings,
  readSettings,
} from "./settings";

/** A repository with what has been read of its settings so far. */
export interface Row {
  readonly repository: Repository;
  readonly settings?: RepositorySettings;
  readonly findings: readonly Finding[];
  /** The findings are known: none means that nothing is wrong. */
  readonly isAudited?: boolean;
  /** Whether it has branches is not known yet: it has no rules, so its default branch is unprotected, or is not there. */
  readonly isUnsure?: boolean;
  /** Why the settings could not be read. */
  readonly error?: unknown;
}
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
/** How often rows are drawn: drawing each as it comes would take all the time. */
const FLUSH_MS = 120;
/** With many rows, which take longer to draw. */
const FLUSH_MANY_MS = 600;
const MANY = 2000;
/** Repositories whose settings are read at a time: a browser has six connections to a host. */
const AT_ONCE = 6;
/** Settings this old are read again when the list is shown. */
const STALE_MS = 30_000;

const NOTHING: Snapshot = { rows: [], listing: true, listError: undefined, read: 0 };

/** Every repository of a server and its settings, read while somebody looks at them, what is in sight first. */
export class RepositoryStore {
  readonly #lakefs: LakeFSClient;
  readonly #listeners = new Set<() => void>();
  #snapshot = NOTHING;
  #rows = new Map<string, Row>();
  #readAt = new Map<string, number>();
  #queue = new Set<string>();
  /** Of which is still to be found out whether they have branches. */
  #unsure = new Set<string>();
  #visible: readonly string[] = [];
  #unaudited: string[] = [];
  #listing: AbortController | undefined;
  #listed = false;
  #listError: unknown;
  #reading: AbortController | undefined;
  #readers = 0;
  #pause: { readonly promise: Promise<void>; release(): void } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

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
    this.#flushSoon();
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
          if (found.size !== FIRST_ROWS) this.#flushSoon();
          else {
            this.#flush();
            await new Promise((resolve) => setTimeout(resolve));
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
    this.#queueStale();
    this.#flush();
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
    this.#queue = new Set(
      [...this.#rows.keys()].filter((id) => (this.#readAt.get(id) ?? Number.NEGATIVE_INFINITY) < old),
    );
    this.#readQueued();
  }

  #readQueued() {
    if (this.#queue.size + this.#unsure.size === 0 || this.#reading) return;
    const controller = new AbortController();
    this.#reading = controller;
    void this.#readAll(controller);
  }

  async #readAll(controller: AbortController) {
    const { lakefs, end } = groupCalls(
      this.#lakefs,
      "for await (const { id, settings } of listSettings(lakefs)) { … }",
    );
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work(lakefs, controller.signal)));
    end();
    if (this.#reading !== controller) return;
    this.#reading = undefined;
    await this.#auditNamespaces(); // with settings it tells how bad it is
  }

  async #work(lakefs: LakeFSClient, signal: AbortSignal) {
    for (let next = this.#next(); next && !signal.aborted; next = this.#next()) {
      await this.#pause?.promise;
      if (next.isKnown) await this.#findBranches(lakefs, next.id, signal);
      else await this.#read(lakefs, next.id, signal);
    }
  }

  async #read(lakefs: LakeFSClient, id: string, signal: AbortSignal) {
    const row = this.#rows.get(id);
    if (!row) return;
    const { repository, findings, isAudited = false } = row;
    try {
      const settings = await readSettings(lakefs, repository, signal);
      if (signal.aborted) return;
      // One that has a branch keeps one; one that had none is looked at again.
      const wasBare = isBare(row.settings) && mayBeBare(settings);
      const isUnsure = mayBeBare(settings) && (row.settings === undefined || row.isUnsure === true);
      if (isUnsure || wasBare) this.#unsure.add(id);
      const known = { ...settings, ...(wasBare && { branches: [] }) };
      this.#setRow(id, { repository, settings: known, findings, isAudited, isUnsure });
    } catch (error) {
      // What was found in the settings of before is unknown as well.
      const shared = findings.filter((finding) => finding.rule === "namespace_shared");
      if (!signal.aborted) this.#setRow(id, { repository, findings: shared, error });
    }
  }

  async #findBranches(lakefs: LakeFSClient, id: string, signal: AbortSignal) {
    // Where that cannot be read, there are some: nearly all repositories have them.
    const found = await hasBranches(lakefs, id, signal).catch(() => true);
    const row = this.#rows.get(id);
    if (signal.aborted) this.#unsure.add(id);
    else if (row?.settings) {
      const { branches: _, ...settings } = row.settings;
      if (found) return this.#setRow(id, { ...row, settings, isUnsure: false });
      const findings = row.findings.filter((finding) => finding.rule !== "default_branch_unprotected");
      this.#setRow(id, { ...row, settings: { ...settings, branches: [] }, findings, isUnsure: false });
    }
  }

  /** Settings come before the question whether there are branches, and what is in sight before all. */
  #next(): { id: string; isKnown: boolean } | undefined {
    const queues = [
      { ids: this.#queue, isKnown: false },
      { ids: this.#unsure, isKnown: true },
    ];
    for (const { ids, isKnown } of queues) {
      const id = this.#visible.find((one) => ids.has(one));
      if (id !== undefined && ids.delete(id)) return { id, isKnown };
    }
    for (const { ids, isKnown } of queues) {
      const [id] = ids;
      if (id !== undefined && ids.delete(id)) return { id, isKnown };
    }
    return undefined;
  }

  #setRow(id: string, row: Row) {
    if (!this.#rows.has(id)) return;
    this.#rows.set(id, row);
    this.#readAt.set(id, performance.now());
    if (row.settings) this.#unaudited.push(id);
    this.#flushSoon();
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
    this.#visible = ids;
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
    this.#queue.add(id);
    this.#readQueued();
  }

  remove(id: string) {
    this.#rows.delete(id);
    this.#flush();
  }

  #flushSoon() {
    this.#timer ??= setTimeout(() => this.#flush(), this.#rows.size > MANY ? FLUSH_MANY_MS : FLUSH_MS);
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#publish();
    if (this.#unaudited.length > 0) void this.#audit();
  }

  async #audit() {
    const ids = this.#unaudited.splice(0);
    const settings = ids.map((id) => this.#rows.get(id)?.settings).filter((one) => one !== undefined);
    const { found, error } = await auditEach(settings).then(
      (found) => ({ found, error: undefined }),
      (error: unknown) => ({ found: undefined, error }), // its code could not be loaded
    );
    for (const one of settings) {
      const row = this.#rows.get(one.repository.id);
      if (row?.settings !== one) continue; // read again since
      if (!found) {
        this.#rows.set(one.repository.id, { ...row, error });
        continue;
      }
      const shared = row.findings.filter((finding) => finding.rule === "namespace_shared");
      const findings = [...(found.get(one.repository.id) ?? []), ...shared];
      this.#rows.set(one.repository.id, { ...row, findings, isAudited: true });
    }
    this.#publish();
  }

  #publish() {
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
