// A repository with its refs, and the list of repositories.
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
  /** The ID of its commit. */
  readonly commit: string;
  /** Hidden branches are listed only on request. */
  readonly hidden: boolean;
}

export interface Commit {
  readonly parent: string | undefined;
  /** The fraction of its creation date: part of a dump, but not of the commit's ID. */
  readonly nanoseconds: number;
}

export class Repository {
  readonly metadata = new Map<string, string>();
  readonly branches = new SortedMap<Branch>();
  /** Commit IDs by tag. */
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

  /** Whether the default branch has no commit. */
  isBare({ restorableRef }: Version): boolean {
    // For an invalid ref lakeFS fails with another error than "not found", which it takes for a branch that exists.
    if (!restorableRef.test(this.defaultBranch)) return false;
    // Without modifiers, which lead to other commits.
    const name = this.defaultBranch.replace(/[~^@$].*/s, "");
    return !this.commits.has(this.branches.get(name)?.commit ?? this.tags.get(name) ?? name);
  }

  /** The repository as lakeFS returns it. */
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

  /** Removes what a deletion removes. Branch protection rules and tasks stay visible while the cache has the repository. */
  clear(): void {
    for (const part of [this.metadata, this.branches, this.tags, this.commits]) part.clear();
  }
}

/** Repositories by ID, with a cache of lookups that may still have deleted ones. */
export class Repositories {
  private readonly byId = new SortedMap<Repository>();
  private readonly cache = new Map<string, { readonly repository: Repository; readonly until: number }>();

  constructor(
    private readonly cacheSeconds: number,
    private readonly now: () => number,
  ) {}

  /** Looks a repository up past the cache. */
  stored(id: string): Repository | undefined {
    return this.byId.get(id);
  }

  /** Looks a repository up through the cache, as most operations do. */
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

  /** Those whose ID begins with `prefix`, comes after `after` and contains `search`. */
  *range(prefix: string, after: string, search: string): Generator<readonly [id: string, repository: Repository]> {
    for (const entry of this.byId.range(prefix, after)) if (entry[0].includes(search)) yield entry;
  }
}
