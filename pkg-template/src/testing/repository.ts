// A repository and all that belongs to it, and the list of them.
import { SortedMap } from "./sorted-map.js";
import type { Task } from "./tasks.js";
import type { Version } from "./versions.js";

export interface ProtectionRules {
  readonly patterns: readonly string[];
  /** "" for none. */
  readonly etag: string;
}

export const NO_RULES: ProtectionRules = { patterns: [], etag: "" };

export interface Branch {
  /** The id of its commit. */
  readonly commit: string;
  /** Hidden branches are listed only on request. */
  readonly hidden: boolean;
}

export interface Commit {
  readonly parent: string | undefined;
  /** The fraction of its creation date, which is not part of its id but is dumped. */
  readonly nanoseconds: number;
}

export class Repository {
  readonly metadata = new Map<string, string>();
  readonly branches = new SortedMap<Branch>();
  /** Commit ids by tag. */
  readonly tags = new Map<string, string>();
  readonly commits = new Map<string, Commit>();
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
    return !this.commits.has(this.branches.get(name)?.commit ?? this.tags.get(name) ?? name);
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
  private readonly byId = new SortedMap<Repository>();
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
  }

  remove(repository: Repository): void {
    this.byId.delete(repository.id);
    repository.clear();
  }

  /** Those whose id begins with `prefix`, comes after `after` and contains `search`. */
  *range(prefix: string, after: string, search: string): Generator<readonly [id: string, repository: Repository]> {
    for (const entry of this.byId.range(prefix, after)) if (entry[0].includes(search)) yield entry;
  }
}
