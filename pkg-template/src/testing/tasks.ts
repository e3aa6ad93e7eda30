// Dumps and restores: their steps, and their state while they run.
import { sha256 } from "@noble/hashes/sha2.js";
import { byBytes } from "./go.js";
import { hex } from "./random.js";
import type { Repository } from "./repository.js";
import type { BlockStore, MetaRange } from "./storage.js";
import type { Version } from "./versions.js";

type Kind = MetaRange["kind"];
const STEPS = ["commits", "branches", "tags"] as const satisfies Kind[];
const READ_ONLY = "read-only repository";
const TAG_EXISTS = "tag already exists: not unique";
const DAY_MS = 24 * 60 * 60 * 1000;

export type Refs = Readonly<Record<`${Kind}_meta_range_id`, string>>;

/**
 * Dumps or restores one kind of refs. Returns the ID of what it wrote.
 *
 * @throws TaskFailure
 */
export type TaskStep = (kind: Kind) => string | undefined;

/** Ends a task; the message is lakeFS's. */
export class TaskFailure {
  constructor(
    readonly message: string,
    /** The response of the operations without a task. */
    readonly response = { status: 500, message },
  ) {}
}

export class Task {
  private finishedSteps = 0;
  private error: string | undefined;
  private updated: number;
  private readonly written = new Map<Kind, string>();

  /** @param duration milliseconds for all steps */
  constructor(
    readonly id: string,
    private readonly started: number,
    private readonly duration: number,
    private readonly step: TaskStep,
  ) {
    this.updated = started;
  }

  get done(): boolean {
    return this.error !== undefined || this.finishedSteps === STEPS.length;
  }

  /** Runs the steps whose time has come. */
  run(now: number): void {
    while (!this.done) {
      const due = this.started + Math.ceil((this.duration * (this.finishedSteps + 1)) / STEPS.length);
      const kind = STEPS[this.finishedSteps];
      if (due > now || kind === undefined) return;
      this.updated = due;
      try {
        const id = this.step(kind);
        if (id !== undefined) this.written.set(kind, id);
        this.finishedSteps++;
      } catch (error) {
        if (!(error instanceof TaskFailure)) throw error;
        this.error = error.message;
      }
    }
  }

  /** lakeFS removes tasks a day after their last step. */
  expired(now: number): boolean {
    return now >= this.updated + DAY_MS;
  }

  /** The task's status as lakeFS returns it. */
  describe(): Readonly<Record<string, unknown>> {
    return {
      done: this.done,
      ...(this.error === undefined ? {} : { error: this.error }),
      id: this.id,
      ...(this.done && this.written.size > 0 ? { refs: refsOf((kind) => this.written.get(kind)) } : {}),
      update_time: new Date(this.updated).toISOString().replace(/\.?0*Z$/, "Z"),
    };
  }
}

/** Runs all steps at once and returns what they wrote. */
export function runSteps(step: TaskStep): Refs {
  const written = new Map(STEPS.map((kind) => [kind, step(kind)]));
  return refsOf((kind) => written.get(kind));
}

/** The IDs of a dump as lakeFS returns them. */
function refsOf(idOf: (kind: Kind) => string | undefined): Refs {
  const ids = [...STEPS].sort().map((kind) => [`${kind}_meta_range_id`, idOf(kind) ?? ""]);
  return Object.fromEntries(ids) as Refs;
}

export function dump(repository: Repository, store: BlockStore): TaskStep {
  return (kind) => {
    const entries = entriesOf(repository, kind).sort(([a], [b]) => byBytes(a, b));
    const id = hex(sha256(new TextEncoder().encode(JSON.stringify([kind, entries]))));
    store.putRange(repository.namespace, id, { kind, entries });
    return id;
  };
}

function entriesOf({ commits, branches, tags }: Repository, kind: Kind): MetaRange["entries"][number][] {
  switch (kind) {
    case "commits":
      return Array.from(commits, ([id, commit]) => [id, id, commit]);
    case "branches":
      return Array.from(branches.range("", ""), ([name, { commit }]) => [name, commit]);
    case "tags":
      return [...tags];
  }
}

export function restore(
  repository: Repository,
  refs: Refs,
  force: boolean,
  store: BlockStore,
  version: Version,
): TaskStep {
  return (kind) => {
    if (repository.readOnly && !force) throw new TaskFailure(READ_ONLY, { status: 403, message: READ_ONLY });
    const id = refs[`${kind}_meta_range_id`];
    // lakeFS takes an empty ID for an empty range.
    if (id === "") return undefined;
    const range = store.getRange(repository.namespace, id);
    if (range === undefined) {
      const message = version.noData(id, repository.namespace);
      throw new TaskFailure(message, { status: 410, message: "No data" });
    }
    for (const entry of range.entries) restoreEntry(repository, kind, range.kind, entry);
    return undefined;
  };
}

function restoreEntry(
  { commits, branches, tags }: Repository,
  kind: Kind,
  dumpedKind: Kind,
  [name, commitId, commit]: MetaRange["entries"][number],
): void {
  // lakeFS does not look at the kind of a range, only at what its entries decode to.
  if (kind === "commits") {
    if (!commit)
      throw new TaskFailure(
        "dumps created by lakeFS versions before v0.61.0 are no longer supported: no commit generation",
      );
    commits.set(commitId, commit);
  } else if (kind === "branches") {
    if (dumpedKind === "commits") throw new TaskFailure("string field contains invalid UTF-8");
    branches.set(name, { commit: commitId, hidden: false });
  } else {
    if (tags.has(name)) throw new TaskFailure(TAG_EXISTS, { status: 409, message: TAG_EXISTS });
    tags.set(name, commitId);
  }
}
