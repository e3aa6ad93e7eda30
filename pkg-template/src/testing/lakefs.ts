// The state of one lakeFS.
import { ApiError } from "./http-message.js";
import type { ServerOptions } from "./options.js";
import type { User } from "./permissions.js";
import type { Random } from "./random.js";
import { Repositories, type Repository } from "./repository.js";
import { Sessions } from "./sessions.js";
import { BlockStore } from "./storage.js";
import { Task, type TaskStep } from "./tasks.js";
import { REPOSITORY, type Version, versions } from "./versions.js";

export class LakeFS {
  readonly version: Version;
  readonly store: BlockStore;
  readonly repositories: Repositories;
  readonly sessions: Sessions;
  readonly users: readonly User[];
  /** Seconds since 1970. */
  readonly started: number;
  /** The number of requests of users. */
  usage = 0;
  private readonly tasks = new Map<Task, Repository>();
  private installationId: string | undefined;

  constructor(
    readonly options: ServerOptions,
    readonly random: Random,
  ) {
    const { blockstore, lookupCacheSeconds, now, users } = options;
    this.version = versions[options.version];
    this.store = new BlockStore(blockstore, this.version);
    this.repositories = new Repositories(lookupCacheSeconds, now);
    this.started = this.seconds();
    this.users = users.map((user) => ({ allow: undefined, ...user, created: this.started }));
    this.sessions = new Sessions(this.users, this.version, random, now);
  }

  /** The ID of this installation. */
  get installation(): string {
    return (this.installationId ??= this.random.uuid());
  }

  /** The time in seconds since 1970. */
  seconds(): number {
    return Math.floor(this.options.now() / 1000);
  }

  /** The time as a `Date` header has it. */
  date(): string {
    return new Date(this.options.now()).toUTCString();
  }

  /**
   * Looks a repository up through the cache, as most operations do.
   *
   * @throws ApiError with 404
   */
  repository(id: string): Repository {
    return existing(this.repositories.find(id));
  }

  /**
   * Looks a repository up past the cache and validates its ID first.
   *
   * @param invalidStatus the status for an invalid ID
   * @throws ApiError with 404, or `invalidStatus`
   */
  storedRepository(id: string, invalidStatus = 400): Repository {
    this.validateRepositoryId(id, invalidStatus);
    return existing(this.repositories.stored(id));
  }

  /** @throws ApiError with `status` */
  validateRepositoryId(id: string, status = 400): void {
    if (!REPOSITORY.test(id))
      throw new ApiError(status, "argument repository: repository id: invalid value: validation error");
  }

  /** Starts a task of a repository and returns its ID. Steps that take no time are done when this returns. */
  submit(repository: Repository, prefix: "DR" | "RR", step: TaskStep): string {
    const now = this.options.now();
    const task = new Task(prefix + this.random.nanoid(20), now, this.options.taskMs, step);
    repository.tasks.set(task.id, task);
    this.tasks.set(task, repository);
    task.run(now);
    return task.id;
  }

  /** Runs the steps of all tasks whose time has come, and removes expired tasks. */
  runTasks(): void {
    const now = this.options.now();
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

function existing(repository: Repository | undefined): Repository {
  if (!repository) throw new ApiError(404, "repository not found");
  return repository;
}
