/** A read of one repository. */
export interface Job {
  readonly id: string;
  readonly what: "settings" | "branches";
}

/** The reads that are not started. */
export class ReadingQueue {
  #settings = new Set<string>();
  /** Repositories that may be bare. */
  readonly #branches = new Set<string>();
  #visible: ReadonlySet<string> | undefined;

  get isEmpty() {
    return this.#settings.size + this.#branches.size === 0;
  }

  add({ id, what }: Job) {
    if (what === "settings") this.#settings.add(id);
    else this.#branches.add(id);
  }

  /** IDs of the repositories whose settings are queued. */
  get settings(): readonly string[] {
    return [...this.#settings];
  }

  /** Replaces the queued reads of settings. */
  setSettings(ids: Iterable<string>) {
    this.#settings = new Set(ids);
  }

  /** The visible rows, which come first. */
  setVisible(ids: readonly string[]) {
    this.#visible = new Set(ids);
  }

  /** Whether a row is visible; true for all until `setVisible` is called. */
  isVisible = (id: string) => this.#visible?.has(id) ?? true;

  /** Visible rows come first, and settings before branches. */
  next(): Job | undefined {
    const queues = [
      { ids: this.#settings, what: "settings" },
      { ids: this.#branches, what: "branches" },
    ] as const;
    for (const { ids, what } of queues) for (const id of this.#visible ?? []) if (ids.delete(id)) return { id, what };
    for (const { ids, what } of queues) {
      const [id] = ids;
      if (id !== undefined && ids.delete(id)) return { id, what };
    }
    return undefined;
  }
}
