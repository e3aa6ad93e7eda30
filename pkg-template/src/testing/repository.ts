// A repository and all that belongs to it, and the list of them.
import type { Task } from "./tasks.js";
import type { Version } from "./versions.js";

export interface ProtectionRules {
  readonly patterns: readonly string[];
  /** "" for none. */
  readonly etag: string;
}

export const NO_RULES: ProtectionRules = { patterns: [], etag: "" };

export class Repository {
  readonly metadata = new Map<string, string>();
  /** Branches by name, with the id of their commit. */
  readonly branches = new Map<string, string>();
  readonly tags = new Map<string, string>();
  readonly commits = new Set<string>();
  readonly tasks = new Map<string, Task>();
  protection = NO_RULES;

  constructor(
    readonly id: string,
    readonly namespace: string,
    readonly defaultBranch: string,
    readonly readOnly: boolean,
    /** Seconds since 1970. */
    readonly created: number,
  ) {}

  /** Bare as long as its default branch has no commit. */
  isBare({ ref }: Version): boolean {
    // What cannot be read as a ref is not found, and lakeFS says what it says for one that is there.
    if (!ref.test(this.defaultBranch)) return false;
    // What follows the name leads from its commit to others.
    const name = this.defaultBranch.replace(/[~^@$].*/s, "");
    return !this.commits.has(this.branches.get(name) ?? this.tags.get(name) ?? name);
  }

  /** As lakeFS shows it. */
  describe(version: Version, { readOnly = true } = {}): Readonly<Record<string, unknown>> {
    return {
      creation_date: this.created,
      default_branch: this.defaultBranch,
      id: this.id,
      ...(readOnly ? { read_only: this.readOnly } : {}),
      ...(version.storageIds ? { storage_id: "" } : {}),
      storage_namespace: this.namespace,
    };
  }

  /** What deleting removes. The block store keeps its part; branch protection rules and tasks show as long as the cache finds the repository. */
  clear(): void {
    for (const part of [this.metadata, this.branches, this.tags, this.commits]) part.clear();
  }
}

/** Repositories by id, in order, with a cache in front that may remember deleted ones. */
export class Repositories {
  private readonly byId = new Map<string, Repository>();
  private readonly ids: string[] = [];
  private readonly cache = new Map<string, { readonly repository: Repository; readonly until: number }>();

  constructor(
    private readonly cacheSeconds: number,
    private readonly now: () => number,
  ) {}

  /** Past the cache. */
  stored(id: string): Repository | undefined {
    return this.byId.get(id);
  }

  /** Through the cache, as most operations look. */
  find(id: string): Repository | undefined {
    const cached = this.cache.get(id);
    if (cached && cached.until > this.now()) return cached.repository;
    const repository = this.byId.get(id);
    if (repository && this.cacheSeconds > 0)
      this.cache.set(id, { repository, until: this.now() + this.cacheSeconds * 1000 });
    return repository;
  }

  add(repository: Repository): void {
    this.byId.set(repository.id, repository);
    this.ids.splice(this.place(repository.id), 0, repository.id);
  }

  remove(repository: Repository): void {
    if (this.byId.delete(repository.id)) this.ids.splice(this.place(repository.id), 1);
    repository.clear();
  }

  all(): Iterable<Repository> {
    return this.byId.values();
  }

  /** Up to `amount` that match, and whether there are more. */
  page({ prefix, after, search, amount }: { prefix: string; after: string; search: string; amount: number }): {
    results: Repository[];
    more: boolean;
  } {
    const results: Repository[] = [];
    for (let index = this.place(after > prefix ? after : prefix); index < this.ids.length; index++) {
      const id = this.ids[index] ?? "";
      if (!id.startsWith(prefix)) break;
      if (id === after || !id.includes(search)) continue;
      const repository = this.byId.get(id);
      if (!repository) continue;
      if (results.length === amount) return { results, more: true };
      results.push(repository);
    }
    return { results, more: false };
  }

  /** Where the id is among the sorted ones, or belongs. */
  private place(id: string): number {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ids[middle] ?? "") < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
