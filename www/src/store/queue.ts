/** What is to be read of a repository. */
export interface Job {
  readonly id: string;
  readonly what: "settings" | "branches";
}

/** Repositories of which something is still to be read. */
export class ReadingQueue {
  #settings = new Set<string>();
  /** Of which is still to be found out whether they have branches. */
  readonly #branches = new Set<string>();
  #visible: ReadonlySet<string> | undefined;

  get isEmpty() {
    return this.#settings.size + this.#branches.size === 0;
  }

  add({ id, what }: Job) {
    if (what === "settings") this.#settings.add(id);
    else this.#branches.add(id);
  }

  /** Whose settings are still to be read. */
  get settings(): readonly string[] {
    return [...this.#settings];
  }

  /** Whose settings are read next, instead of those before. */
  setSettings(ids: Iterable<string>) {
    this.#settings = new Set(ids);
  }

  /** The rows in sight, which come first. */
  setVisible(ids: readonly string[]) {
    this.#visible = new Set(ids);
  }

  /** Whether a row is in sight; all are as long as nothing is known. */
  isVisible = (id: string) => this.#visible?.has(id) ?? true;

  /** Settings come before the question whether there are branches, and what is in sight before all. */
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
