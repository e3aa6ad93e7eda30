import { runCall } from "./call.js";
import { ClientConfig, CONFIG, configOf } from "./client-config.js";
import { isLakeFSError } from "./errors.js";
import type {
  AuthenticationToken,
  BranchProtectionRule,
  CurrentUser,
  GarbageCollectionRules,
  Ref,
  RefList,
  RefsDump,
  RefsRestore,
  Repository,
  RepositoryCreation,
  RepositoryDumpStatus,
  RepositoryList,
  RepositoryMetadata,
  RepositoryRestoreStatus,
  ServerConfig,
  TaskInfo,
  User,
} from "./generated/models.js";
import * as schemas from "./generated/schemas.js";
import {
  type BranchesOptions,
  type BranchProtection,
  type CallOptions,
  type ClientOptions,
  type CreateRepositoryOptions,
  type DeleteRepositoryOptions,
  type ListBranchesOptions,
  type ListRepositoriesOptions,
  optionSchemas,
  type RepositoriesOptions,
  type SetBranchProtectionRulesOptions,
  type UpdateBranchProtectionRulesOptions,
  type WaitOptions,
} from "./options.js";
import { branches, repositories } from "./paginate.js";
import { cloneValidated } from "./validate/argument.js";
import { ACCESS_KEY } from "./validate/auth.js";

/**
 * A client of one lakeFS server. Constructing one is cheap: no network and no WebAssembly until the first call. Clients are frozen;
 * {@link LakeFSClient.with} makes another. Every method rejects with a {@link LakeFSError}, or with the signal's reason when it is aborted.
 *
 * Every call can reject with these, which are not repeated at each method: `invalid_argument` before anything is sent; `unauthenticated`,
 * `permission_denied`, `rate_limited`, `unavailable`, `server_error` and `unknown_endpoint` as the server answers; `connection_failed`,
 * `timeout`, `login_redirect`, `unexpected_response`; `wasm_load_failed` and `wasm_crashed`.
 *
 * @example
 * import { LakeFSClient } from "lakefs-wasm";
 *
 * const lakefs = new LakeFSClient({ endpoint: "https://lakefs.example.com", auth: { type: "basic", accessKeyId, secretAccessKey } });
 * const { results } = await lakefs.listRepositories();
 * console.log(results.map(({ id }) => id).join()); // → demo
 */
export class LakeFSClient {
  /** @internal */
  declare readonly [CONFIG]: ClientConfig;

  /** Throws an {@link InvalidArgumentError} when an option is wrong. */
  constructor(options: ClientOptions = {}) {
    const config = ClientConfig.is(options) ? options : new ClientConfig(options);
    Object.defineProperty(this, CONFIG, { value: config });
    Object.freeze(this);
  }

  /**
   * Returns a client with some options changed. It shares the WebAssembly, the retry budget where the endpoint is the same, and the token
   * where the token function is the same. Options that are `undefined` are taken from this client.
   *
   * Throws an {@link InvalidArgumentError} when an option is wrong.
   */
  with(options: ClientOptions): LakeFSClient {
    return new LakeFSClient(configOf(this, "with").with(options) as ClientOptions);
  }

  /**
   * Lists one page of repositories in byte order of their IDs.
   *
   * `GET /repositories`. Rejects as every call does. A repository that is being deleted is still listed. {@link LakeFSClient.repositories}
   * iterates over all pages.
   *
   * @example
   * const { results, pagination } = await lakefs.listRepositories({ prefix: "de", amount: 10 });
   * console.log(results[0]?.id, pagination.has_more); // → demo false
   */
  listRepositories(options?: ListRepositoriesOptions): Promise<RepositoryList> {
    return runCall(this, { operation: "listRepositories", options, schema: optionSchemas.list });
  }

  /**
   * Creates a repository.
   *
   * `POST /repositories`. Rejects with `already_exists` when the name is taken (for some seconds also by a repository that was just
   * deleted, because lakeFS caches lookups), with `bad_request` when the storage namespace is invalid or in use, with `repository_deleting` when a
   * repository of that name is being deleted. Refuses `sample_data` with `read_only`, which makes lakeFS create the repository and then
   * fail, and a default branch that is not a branch ID. Retried only where it is known that nothing was sent.
   *
   * @example
   * const { id, default_branch } = await lakefs.createRepository({ name: "images", storage_namespace: "s3://bucket/images" });
   * console.log(id, default_branch); // → images main
   */
  createRepository(repository: RepositoryCreation, options?: CreateRepositoryOptions): Promise<Repository> {
    const body = ["repository", repository, schemas.RepositoryCreation] as const;
    return runCall(this, { operation: "createRepository", options, schema: optionSchemas.create, body });
  }

  /**
   * Gets a repository.
   *
   * `GET /repositories/{repository}`. Rejects with `repository_not_found`, or with `repository_deleting`. lakeFS caches lookups: a deleted
   * repository can be found for some more seconds.
   *
   * @example
   * import { isLakeFSError } from "lakefs-wasm";
   *
   * try {
   *   await lakefs.getRepository("nobody");
   * } catch (error) {
   *   if (!isLakeFSError(error, "repository_not_found")) throw error;
   *   console.log(error.status, error.message); // → 404 repository not found
   * }
   */
  getRepository(repository: string, options?: CallOptions): Promise<Repository> {
    return runCall(this, { operation: "getRepository", repository, options });
  }

  /**
   * Deletes a repository. The objects in its storage namespace are kept.
   *
   * `DELETE /repositories/{repository}`. Rejects with `repository_not_found`, and with `read_only` unless `force` is set. If a retry finds
   * that the repository is gone, the call resolves.
   */
  deleteRepository(repository: string, options?: DeleteRepositoryOptions): Promise<void> {
    return runCall(this, { operation: "deleteRepository", repository, options, schema: optionSchemas.delete });
  }

  /**
   * Gets a repository's metadata: names and values, `{}` when there are none.
   *
   * `GET /repositories/{repository}/metadata`. Rejects with `repository_not_found`.
   */
  getRepositoryMetadata(repository: string, options?: CallOptions): Promise<RepositoryMetadata> {
    return runCall(this, { operation: "getRepositoryMetadata", repository, options });
  }

  /**
   * Gets the garbage collection rules.
   *
   * `GET /repositories/{repository}/settings/gc_rules`. Rejects with `not_found` when there are none, with `repository_not_found` when
   * there is no repository, with `repository_deleting`.
   *
   * @example
   * await lakefs.setGCRules("demo", { default_retention_days: 28, branches: [{ branch_id: "main", retention_days: 90 }] });
   * const { default_retention_days } = await lakefs.getGCRules("demo");
   * console.log(default_retention_days); // → 28
   */
  getGCRules(repository: string, options?: CallOptions): Promise<GarbageCollectionRules> {
    return runCall(this, { operation: "getGCRules", repository, options });
  }

  /**
   * Replaces the garbage collection rules. The last write wins: lakeFS cannot write them conditionally.
   *
   * `PUT /repositories/{repository}/settings/gc_rules`. Rejects with `read_only`, `repository_not_found` or `repository_deleting`. Refuses
   * days beyond 32 bits, which lakeFS wraps, 0 days without branches, which read back as no rules, and patterns as branch IDs, which never
   * match.
   */
  setGCRules(repository: string, rules: GarbageCollectionRules, options?: CallOptions): Promise<void> {
    return runCall(this, {
      operation: "setGCRules",
      repository,
      options,
      body: ["rules", rules, schemas.GarbageCollectionRules],
    });
  }

  /**
   * Removes the garbage collection rules. Resolves also when there are none.
   *
   * `DELETE /repositories/{repository}/settings/gc_rules`. Rejects with `read_only`, `repository_not_found` or `repository_deleting`.
   */
  deleteGCRules(repository: string, options?: CallOptions): Promise<void> {
    return runCall(this, { operation: "deleteGCRules", repository, options });
  }

  /**
   * Gets the branch protection rules, sorted by pattern, and the ETag for a conditional write.
   *
   * `GET /repositories/{repository}/settings/branch_protection`. Rejects with `repository_not_found` or `repository_deleting`. Without
   * rules it resolves with `[]` and the ETag `""`.
   */
  getBranchProtectionRules(repository: string, options?: CallOptions): Promise<BranchProtection> {
    return runCall(this, { operation: "getBranchProtectionRules", repository, options });
  }

  /**
   * Replaces the branch protection rules.
   *
   * `PUT /repositories/{repository}/settings/branch_protection`. Rejects with `precondition_failed` when the rules are no longer those of
   * `ifMatch`, with `read_only`, `repository_not_found` or `repository_deleting`. `ifMatch: ""` reads first and writes only if there are
   * none: lakeFS cannot check that, so a write in between is overwritten. Refuses patterns that lakeFS cannot compile, which would
   * make every write to the repository fail. {@link LakeFSClient.updateBranchProtectionRules} reads, changes and writes without losing a
   * change.
   */
  setBranchProtectionRules(
    repository: string,
    rules: readonly BranchProtectionRule[],
    options: SetBranchProtectionRulesOptions,
  ): Promise<void> {
    const body = ["rules", rules, { list: schemas.BranchProtectionRule }] as const;
    return runCall(this, { operation: "setBranchProtectionRules", repository, options, body });
  }

  /**
   * Starts a dump of the repository's branches, tags and commits into its storage namespace.
   *
   * `POST /repositories/{repository}/dump`. Rejects with `repository_not_found` or `repository_deleting`; a dump that fails shows in its
   * status. Uncommitted changes are not included. {@link LakeFSClient.waitForDump} waits for it. Retried only where it is known that
   * nothing was sent.
   */
  dumpSubmit(repository: string, options?: CallOptions): Promise<TaskInfo> {
    return runCall(this, { operation: "dumpSubmit", repository, options });
  }

  /**
   * Gets the status of a dump. A failed dump has `error`; the call resolves.
   *
   * `GET /repositories/{repository}/dump`. Rejects with `not_found` when there is no such task (lakeFS forgets them after a day), with
   * `repository_not_found` when there is no repository.
   */
  dumpStatus(repository: string, taskId: string, options?: CallOptions): Promise<RepositoryDumpStatus> {
    return runCall(this, { operation: "dumpStatus", repository, taskId, options });
  }

  /**
   * Starts to restore a dump into a bare repository whose storage namespace contains the dump.
   *
   * `POST /repositories/{repository}/restore`. Rejects with `bad_request` when the repository is not bare, with `repository_not_found` or
   * `repository_deleting`. IDs that do not exist and a read-only repository show in the status. Refuses an empty ID, with which lakeFS
   * restores nothing. Retried only where it is known that nothing was sent.
   *
   * @example
   * const refs = await lakefs.waitForDump("demo", (await lakefs.dumpSubmit("demo")).id);
   * await lakefs.createRepository({ name: "copy", storage_namespace: "s3://bucket/demo" }, { bare: true });
   * const { id } = await lakefs.restoreSubmit("copy", refs);
   * await lakefs.waitForRestore("copy", id);
   */
  restoreSubmit(repository: string, refs: RefsRestore, options?: CallOptions): Promise<TaskInfo> {
    return runCall(this, {
      operation: "restoreSubmit",
      repository,
      options,
      body: ["refs", refs, schemas.RefsRestore],
    });
  }

  /**
   * Gets the status of a restore. A failed restore has `error`; the call resolves.
   *
   * `GET /repositories/{repository}/restore`. Rejects with `not_found` when there is no such task (lakeFS forgets them after a day), with
   * `repository_not_found` when there is no repository.
   */
  restoreStatus(repository: string, taskId: string, options?: CallOptions): Promise<RepositoryRestoreStatus> {
    return runCall(this, { operation: "restoreStatus", repository, taskId, options });
  }

  /**
   * Lists one page of branches in byte order of their IDs. A repository without branches is bare.
   *
   * `GET /repositories/{repository}/branches`. Rejects with `repository_not_found` or `repository_deleting`. {@link LakeFSClient.branches}
   * iterates over all pages.
   *
   * @example
   * const { results, pagination } = await lakefs.listBranches("demo", { prefix: "ma", amount: 10 });
   * console.log(results[0]?.id, pagination.has_more); // → main false
   */
  listBranches(repository: string, options?: ListBranchesOptions): Promise<RefList> {
    return runCall(this, { operation: "listBranches", repository, options, schema: optionSchemas.listBranches });
  }

  /**
   * Logs in with an access key. The client's own credentials are not sent. In a page the server sets the session cookie; everywhere the
   * token can be used with `auth: { type: "jwt", token }`.
   *
   * `POST /auth/login`. Rejects with `unauthenticated` when lakeFS does not know the key.
   *
   * @example
   * const { token } = await lakefs.login({ accessKeyId, secretAccessKey });
   * const session = lakefs.with({ auth: { type: "jwt", token } });
   * console.log((await session.currentUser())?.id); // → admin
   */
  async login(
    credentials: {
      /** The access key's id. */
      accessKeyId: string;
      /** The access key's secret. */
      secretAccessKey: string;
    },
    options?: CallOptions,
  ): Promise<AuthenticationToken> {
    const { accessKeyId, secretAccessKey } = cloneValidated("credentials", credentials, ACCESS_KEY, {
      operation: "login",
    });
    const body = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
    return runCall(this, { operation: "login", options, body: ["credentials", body, "record"] });
  }

  /**
   * Ends the browser's session. Tokens stay valid until they expire: lakeFS does not revoke them.
   *
   * `POST /logout`, beside `/api/v1`. Rejects as every call does; lakeFS's redirect is success. The client's own credentials are not sent.
   */
  logout(options?: CallOptions): Promise<void> {
    return runCall(this, { operation: "logout", options });
  }

  /**
   * Gets the current user, or null when nobody is logged in.
   *
   * `GET /user`. Rejects with `unauthenticated` when lakeFS refuses a key or a token; with an expired session it resolves with null.
   */
  async currentUser(options?: CallOptions): Promise<User | null> {
    try {
      const { user } = await runCall<CurrentUser>(this, { operation: "currentUser", options });
      return user.id === "" ? null : user;
    } catch (error) {
      // lakeFS refuses an expired session of OpenID Connect or SAML, and ignores an expired one of its own login.
      // The reason of an abort can be an error of this package too.
      if (
        isLakeFSError(error, "unauthenticated") &&
        !options?.signal?.aborted &&
        configOf(this, "currentUser").usesCookies
      )
        return null;
      throw error;
    }
  }

  /**
   * Gets the server's version and the storage namespaces that it accepts.
   *
   * `GET /config`. Rejects with `unauthenticated` when nobody is logged in.
   */
  serverConfig(options?: CallOptions): Promise<ServerConfig> {
    return runCall(this, { operation: "serverConfig", options });
  }

  /**
   * Iterates over all repositories in byte order of their IDs. The next page is fetched ahead; leaving the loop aborts that. Timeouts apply
   * to each page.
   *
   * `GET /repositories`, once for each page. Throws an {@link InvalidArgumentError} when an option is wrong, and in the loop what
   * {@link LakeFSClient.listRepositories} rejects with. Pagination that makes no progress ends in `unexpected_response`.
   *
   * @example
   * for await (const { id } of lakefs.repositories({ prefix: "de" })) console.log(id); // → demo
   */
  repositories(options?: RepositoriesOptions): AsyncIterableIterator<Repository> {
    return repositories((page) => this.listRepositories(page), options);
  }

  /**
   * Iterates over all branches of a repository in byte order of their IDs. The next page is fetched ahead; leaving the loop aborts that.
   * Timeouts apply to each page.
   *
   * `GET /repositories/{repository}/branches`, once for each page. Throws an {@link InvalidArgumentError} when an option is wrong, and in
   * the loop what {@link LakeFSClient.listBranches} rejects with. Pagination that makes no progress ends in `unexpected_response`.
   *
   * @example
   * for await (const { id } of lakefs.branches("demo")) console.log(id); // → main
   */
  branches(repository: string, options?: BranchesOptions): AsyncIterableIterator<Ref> {
    return branches((page) => this.listBranches(repository, page), repository, options);
  }

  /**
   * Changes branch protection rules without losing a concurrent change: reads them, calls `change` for the new ones (its argument is a copy
   * that it may modify), writes them with If-Match, and repeats that when somebody else was faster. Rules equal to the stored ones, as
   * sets, are not written. Resolves with the stored rules. `totalTimeoutMs` covers all of it.
   *
   * Once a repository has a rule, no update is lost. The first rule cannot be written conditionally, because lakeFS refuses an empty
   * If-Match: the call pauses up to a quarter of a second, reads the rules again just before the write, and once more after a pause longer
   * than any of the call's round trips, and repeats the change if it was overwritten. A first write that is delayed for longer than that
   * pause can still overwrite another, and a pending first write can overwrite an update that started after the first rule was stored.
   * Eight concurrent processes on an empty repository lost nothing in 100 rounds on lakeFS 1.84.
   *
   * `GET` and `PUT /repositories/{repository}/settings/branch_protection`. Rejects with `precondition_failed` when others were faster
   * `attempts` times, with `unexpected_response` when a proxy removes the ETag, with what `change` throws, and with what
   * reading and writing reject with.
   *
   * @example
   * const { rules } = await lakefs.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "release-*" }]);
   * console.log(rules.map(({ pattern }) => pattern).join()); // → release-*
   */
  updateBranchProtectionRules(
    repository: string,
    change: (
      rules: BranchProtectionRule[],
    ) => readonly BranchProtectionRule[] | Promise<readonly BranchProtectionRule[]>,
    options?: UpdateBranchProtectionRulesOptions,
  ): Promise<BranchProtection> {
    return runCall(
      this,
      { operation: "setBranchProtectionRules", repository, options, schema: optionSchemas.update, change },
      "updateBranchProtectionRules",
    );
  }

  /**
   * Waits until a dump is done: polls at once, then after growing pauses. Keeps waiting after a 503 and broken
   * connections, and once lakeFS knows the task, after a poll without a response; for `stallMs` at most.
   *
   * Polls `GET /repositories/{repository}/dump`. Rejects with `task_failed` and lakeFS's sentence, with `task_stalled`, with `task_expired`
   * when lakeFS no longer knows a task that existed, and with `timeout` after `deadlineMs`. A {@link TaskError} has the task's ID, so that
   * another process can continue the wait.
   *
   * @example
   * const { id } = await lakefs.dumpSubmit("demo");
   * const refs = await lakefs.waitForDump("demo", id, { deadlineMs: 600_000 });
   * console.log(Object.keys(refs).length); // → 3
   */
  waitForDump(repository: string, taskId: string, options?: WaitOptions<RepositoryDumpStatus>): Promise<RefsDump> {
    return runCall(
      this,
      { operation: "dumpStatus", repository, taskId, options, schema: optionSchemas.wait, waits: true },
      "waitForDump",
    );
  }

  /**
   * Waits until a restore is done, as {@link LakeFSClient.waitForDump} does for a dump. A restore that failed midway is not undone.
   *
   * Polls `GET /repositories/{repository}/restore`. Rejects with `task_failed`, `task_stalled`, `task_expired` or `timeout`.
   */
  waitForRestore(repository: string, taskId: string, options?: WaitOptions<RepositoryRestoreStatus>): Promise<void> {
    return runCall(
      this,
      { operation: "restoreStatus", repository, taskId, options, schema: optionSchemas.wait, waits: true },
      "waitForRestore",
    );
  }
}

// Bundlers of applications shorten the names of classes; consoles print them.
Object.defineProperty(LakeFSClient, "name", { value: "LakeFSClient" });
