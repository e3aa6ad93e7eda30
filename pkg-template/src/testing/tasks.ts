// Dumps and restores: what they write to the block store and read from it, and how they look while they run.
import { sha256 } from "@noble/hashes/sha2.js";
import { byBytes } from "./go.js";
import { hex } from "./random.js";
import type { Repository } from "./repository.js";
import type { BlockStore, MetaRange } from "./storage.js";
import type { Version } from "./versions.js";

const KINDS = ["commits", "branches", "tags"] as const satisfies Kind[];
type Kind = MetaRange["kind"];
const DAY = 24 * 60 * 60 * 1000;

export type Refs = Readonly<Record<`${Kind}_meta_range_id`, string>>;

export class Task {
  private steps = 0;
  private error: string | undefined;
  private updated: number;
  private readonly dumped = new Map<Kind, string>();

  /**
   * @param step does one part of the work; what it returns is the id of what it wrote, what it throws ends the task
   * @param duration milliseconds for all the steps
   */
  constructor(
    readonly id: string,
    private readonly started: number,
    private readonly duration: number,
    private readonly step: (kind: Kind) => string | undefined,
  ) {
    this.updated = started;
  }

  get done(): boolean {
    return this.error !== undefined || this.steps === KINDS.length;
  }

  /** Does what is due by now. */
  run(now: number): void {
    while (!this.done) {
      const due = this.started + Math.ceil((this.duration * (this.steps + 1)) / KINDS.length);
      const kind = KINDS[this.steps];
      if (due > now || kind === undefined) return;
      this.updated = due;
      try {
        const id = this.step(kind);
        if (id !== undefined) this.dumped.set(kind, id);
        this.steps++;
      } catch (error) {
        if (!(error instanceof TaskFailure)) throw error;
        this.error = error.message;
      }
    }
  }

  /** lakeFS forgets tasks a day after their last step. */
  expired(now: number): boolean {
    return now >= this.updated + DAY;
  }

  describe(): Readonly<Record<string, unknown>> {
    const refs = Object.fromEntries(
      [...KINDS].sort().map((kind) => [`${kind}_meta_range_id`, this.dumped.get(kind) ?? ""]),
    );
    return {
      done: this.done,
      ...(this.error === undefined ? {} : { error: this.error }),
      id: this.id,
      ...(this.done && this.dumped.size > 0 ? { refs } : {}),
      update_time: new Date(this.updated).toISOString().replace(/\.?0*Z$/, "Z"),
    };
  }
}

class TaskFailure {
  constructor(readonly message: string) {}
}

export function dump(repository: Repository, store: BlockStore): (kind: Kind) => string {
  return (kind) => {
    const { commits, branches, tags } = repository;
    const entries: MetaRange["entries"] = {
      commits: () => Array.from(commits, ([id, commit]) => [id, id, commit] as const),
      branches: () => Array.from(branches.range("", ""), ([name, { commit }]) => [name, commit] as const),
      tags: () => [...tags],
    }
      [kind]()
      .sort(([a], [b]) => byBytes(a, b));
    const id = hex(sha256(new TextEncoder().encode(JSON.stringify([kind, entries]))));
    store.putRange(repository.namespace, id, { kind, entries });
    return id;
  };
}

export function restore(
  repository: Repository,
  refs: Refs,
  force: boolean,
  store: BlockStore,
  version: Version,
): (kind: Kind) => undefined {
  return (kind) => {
    if (repository.readOnly && !force) throw new TaskFailure("read-only repository");
    const id = refs[`${kind}_meta_range_id`];
    if (id === "") return undefined;
    const range = store.getRange(repository.namespace, id);
    if (range === undefined) throw new TaskFailure(version.noData(id, repository.namespace));
    for (const [name, commitId, commit] of range.entries) {
      const problem = misread(range.kind, kind);
      if (problem !== undefined) throw new TaskFailure(problem);
      if (kind === "commits") repository.commits.set(commitId, commit ?? { parent: undefined, nanoseconds: 0 });
      else if (kind === "branches") repository.branches.set(name, { commit: commitId, hidden: false });
      else if (repository.tags.has(name)) throw new TaskFailure("tag already exists: not unique");
      else repository.tags.set(name, commitId);
    }
    return undefined;
  };
}

/** What lakeFS says of an entry of one kind that it takes for another; undefined where one looks like the other. */
function misread(is: Kind, expected: Kind): string | undefined {
  if (expected === "commits" && is !== "commits")
    return "dumps created by lakeFS versions before v0.61.0 are no longer supported: no commit generation";
  return expected === "branches" && is === "commits" ? "string field contains invalid UTF-8" : undefined;
}
