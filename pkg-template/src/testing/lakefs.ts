// All that one lakeFS remembers.

import type { User } from "./permissions.js";
import type { Random } from "./random.js";
import { Repositories, type Repository } from "./repository.js";
import { Sessions } from "./sessions.js";
import { BlockStore, type Kind } from "./storage.js";
import { Task } from "./tasks.js";
import { REPOSITORY, type Version, versions } from "./versions.js";
import { Refusal } from "./wire.js";

/** What a lakeFS is made of, with every default filled in. */
export interface Settings {
  readonly version: keyof typeof versions;
  readonly users: readonly {
    readonly id: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly allow?: readonly string[] | undefined;
  }[];
  readonly blockstore: Kind;
  readonly lookupCacheSeconds: number;
  readonly taskMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class LakeFS {
  readonly version: Version;
  readonly store: BlockStore;
  readonly repositories: Repositories;
  readonly sessions: Sessions;
  private readonly tasks = new Map<Task, Repository>();
  private installed: string | undefined;

  constructor(
    readonly settings: Settings,
    readonly random: Random,
  ) {
    const { blockstore, lookupCacheSeconds, now, users } = settings;
    this.version = versions[settings.version];
    this.store = new BlockStore(blockstore, this.version);
    this.repositories = new Repositories(lookupCacheSeconds, now);
    const created = this.seconds();
    this.sessions = new Sessions(
      users.map((user): User => ({ allow: undefined, ...user, created })),
      this.version,
      random,
      now,
    );
  }

  /** lakeFS's own id. */
  get installation(): string {
    return (this.installed ??= this.random.uuid());
  }

  /** Seconds since 1970. */
  seconds(): number {
    return Math.floor(this.settings.now() / 1000);
  }

  /** The repository as most operations find it. */
  repository(id: string): Repository {
    return found(this.repositories.find(id));
  }

  /** The repository as it is stored, for the operations that look at its name first; `malformed` is the status for an id that is no name. */
  storedRepository(id: string, malformed = 400): Repository {
    this.checkRepositoryId(id, malformed);
    return found(this.repositories.stored(id));
  }

  checkRepositoryId(id: string, status = 400): void {
    if (!REPOSITORY.test(id))
      throw new Refusal(status, "argument repository: repository id: invalid value: validation error");
  }

  /** Starts a task of the repository; what it does at once is done when this returns. */
  submit(repository: Repository, prefix: "DR" | "RR", step: ConstructorParameters<typeof Task>[3]): string {
    const now = this.settings.now();
    const task = new Task(prefix + this.random.nanoid(20), now, this.settings.taskMs, step);
    repository.tasks.set(task.id, task);
    this.tasks.set(task, repository);
    task.run(now);
    return task.id;
  }

  /** Lets the tasks do what is due, and forgets old ones. */
  runTasks(): void {
    const now = this.settings.now();
    for (const [task, { tasks }] of this.tasks) {
      if (tasks.get(task.id) === task && !task.expired(now)) {
        task.run(now);
        continue;
      }
      tasks.delete(task.id);
      this.tasks.delete(task);
    }
  }
}

function found(repository: Repository | undefined): Repository {
  if (!repository) throw new Refusal(404, "repository not found");
  return repository;
}
