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
import type {
  BranchesOptions,
  BranchProtection,
  CallOptions,
  ClientOptions,
  CreateRepositoryOptions,
  DeleteRepositoryOptions,
  ListBranchesOptions,
  ListRepositoriesOptions,
  RepositoriesOptions,
  SetBranchProtectionRulesOptions,
  UpdateBranchProtectionRulesOptions,
  WaitOptions,
} from "./options.js";
import { branches, repositories } from "./paginate.js";
import { cloneValidated } from "./validate/argument.js";
import { optionSchemas } from "./validate/options.js";

/**
 * A client of one lakeFS server. Making one costs nothing: no network, no WebAssembly until the first call. It never changes;
 * {@link LakeFSClient.with} makes another. Every method rejects with a {@link LakeFSError}, or with the signal's reason when it is aborted.
 *
 * What any call can reject with is not repeated at each method: `invalid_argument` before anything is sent; `unauthenticated`,
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
   * A client with some options changed. It shares the WebAssembly, with the same endpoint the retry budget, and with the same token function the
   * token. Options that are `undefined` are the old client's.
   *
   * Throws an {@link InvalidArgumentError} when an option is wrong.
   */
  with(options: ClientOptions): LakeFSClient {
    return new LakeFSClient(configOf(this, "with").with(options) as ClientOptions);
  }

  /**
   * Lists repositories, one page of them in byte order of their ids.
   *
   * `GET /repositories`. Rejects as every call does. A repository that is being deleted is still listed.
   * {@link LakeFSClient.repositories} goes through all pages.
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
   * `POST /repositories`. Rejects with `already_exists` when the name is taken (for some seconds also by one that was just deleted, since
   * lakeFS caches), with `bad_request` when the storage namespace does not fit or is in use, with `repository_deleting` when one of that name
   * is being deleted. `sample_data` with `read_only` is refused: lakeFS would create the repository and then fail. It is sent again only where it
   * is known that nothing has left.
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
   * `GET /repositories/{repository}`. Rejects with `repository_not_found`, or with `repository_deleting`. lakeFS caches look-ups: a deleted
   * repository can be found for some seconds more.
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
   * Deletes a repository. The objects in its storage namespace stay.
   *
   * `DELETE /repositories/{repository}`. Rejects with `repository_not_found`, and with `read_only` unless `force` is set. When it was
   * sent again, a repository that is gone by then is success.
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
   * `GET /repositories/{repository}/settings/gc_rules`. Rejects with `not_found` when there are none, with `repository_not_found` when there
   * is no repository, with `repository_deleting`.
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
   * Replaces the garbage collection rules. The last one to write wins; lakeFS has no condition for them.
   *
   * `PUT /repositories/{repository}/settings/gc_rules`. Rejects with `read_only`, `repository_not_found` or `repository_deleting`. Days beyond 32 bits, which lakeFS would wrap, and 0 days
   * without branches, which read back as no rules, are refused.
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
   * Removes the garbage collection rules, also when there are none.
   *
   * `DELETE /repositories/{repository}/settings/gc_rules`. Rejects with `read_only`, `repository_not_found` or `repository_deleting`.
   */
  deleteGCRules(repository: string, options?: CallOptions): Promise<void> {
    return runCall(this, { operation: "deleteGCRules", repository, options });
  }

  /**
   * Gets the branch protection rules, and the ETag to change them with.
   *
   * `GET /repositories/{repository}/settings/branch_protection`. Rejects with `repository_not_found` or `repository_deleting`. No rules are
   * `[]` and the ETag `""`, not an error.
   */
  getBranchProtectionRules(repository: string, options?: CallOptions): Promise<BranchProtection> {
    return runCall(this, { operation: "getBranchProtectionRules", repository, options });
  }

  /**
   * Replaces the branch protection rules.
   *
   * `PUT /repositories/{repository}/settings/branch_protection`. Rejects with `precondition_failed` when the rules are no longer those of
   * `ifMatch`, with `read_only`, `repository_not_found` or `repository_deleting`. `ifMatch: ""` reads first and writes only if there are none: lakeFS has no condition for that, so somebody
   * who writes in between is overwritten. Patterns that lakeFS cannot compile, which would make every write to the repository fail, are
   * refused. {@link LakeFSClient.updateBranchProtectionRules} reads, changes and writes without losing anybody's change.
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
   * Begins a dump of the repository's branches, tags and commits into its storage namespace.
   *
   * `POST /repositories/{repository}/dump`. Rejects with `repository_not_found` or `repository_deleting`; a dump that fails is told by its status.
   * Uncommitted changes are not part of it. {@link LakeFSClient.waitForDump} waits for it. It is sent again only where it is known that
   * nothing has left.
   */
  dumpSubmit(repository: string, options?: CallOptions): Promise<TaskInfo> {
    return runCall(this, { operation: "dumpSubmit", repository, options });
  }

  /**
   * Tells how a dump is getting on. A failed one is told by `error`, not by a rejection.
   *
   * `GET /repositories/{repository}/dump`. Rejects with `not_found` when there is no such task (lakeFS forgets them after a day), with
   * `repository_not_found` when there is no repository.
   */
  dumpStatus(repository: string, taskId: string, options?: CallOptions): Promise<RepositoryDumpStatus> {
    return runCall(this, { operation: "dumpStatus", repository, taskId, options });
  }

  /**
   * Begins to restore a dump into a bare repository on a storage namespace that holds the dump.
   *
   * `POST /repositories/{repository}/restore`. Rejects with `bad_request` when the repository is not bare, with
   * `repository_not_found` or `repository_deleting`. Ids that do not exist and a read-only repository are told by the status, not here. It is
   * sent again only where it is known that nothing has left.
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
   * Tells how a restore is getting on. A failed one is told by `error`, not by a rejection.
   *
   * `GET /repositories/{repository}/restore`. Rejects with `not_found` when there is no such task (lakeFS forgets them after a day), with
   * `repository_not_found` when there is no repository.
   */
  restoreStatus(repository: string, taskId: string, options?: CallOptions): Promise<RepositoryRestoreStatus> {
    return runCall(this, { operation: "restoreStatus", repository, taskId, options });
  }

  /**
   * Lists branches, one page of them in byte order of their ids. A repository without branches is bare.
   *
   * `GET /repositories/{repository}/branches`. Rejects with `repository_not_found` or `repository_deleting`.
   * {@link LakeFSClient.branches} goes through all pages.
   *
   * @example
   * const { results, pagination } = await lakefs.listBranches("demo", { prefix: "ma", amount: 10 });
   * console.log(results[0]?.id, pagination.has_more); // → main false
   */
  listBranches(repository: string, options?: ListBranchesOptions): Promise<RefList> {
    return runCall(this, { operation: "listBranches", repository, options, schema: optionSchemas.listBranches });
  }

  /**
   * Logs in with an access key, without the client's own credentials. In a page the server sets the session cookie; everywhere the token can
   * be used with `auth: { type: "jwt", token }`.
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
    const { accessKeyId, secretAccessKey } = cloneValidated("credentials", credentials, optionSchemas.login, {
      operation: "login",
    });
    const body = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
    return runCall(this, { operation: "login", options, body: ["credentials", body, "record"] });
  }

  /**
   * Ends the session that the browser holds. Tokens stay good until they expire: lakeFS does not revoke them.
   *
   * `POST /logout`, beside `/api/v1`. Rejects as every call does; the redirect that lakeFS answers is success. It sends none of the client's
   * own credentials.
   */
  logout(options?: CallOptions): Promise<void> {
    return runCall(this, { operation: "logout", options });
  }

  /**
   * Gets who is logged in; null when nobody is.
   *
   * `GET /user`. Rejects with `unauthenticated` when lakeFS refuses a key or a token; a session that has run out is nobody, not an error.
   */
  async currentUser(options?: CallOptions): Promise<User | null> {
    try {
      const { user } = await runCall<CurrentUser>(this, { operation: "currentUser", options });
      return user.id === "" ? null : user;
    } catch (error) {
      // A session of OpenID Connect or SAML that has run out is refused, one of lakeFS's own is passed over.
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
   * Gets what the server says of itself: its version, and the storage namespaces that it takes.
   *
   * `GET /config`. Rejects with `unauthenticated` when nobody is logged in.
   */
  serverConfig(options?: CallOptions): Promise<ServerConfig> {
    return runCall(this, { operation: "serverConfig", options });
  }

  /**
   * Goes through all repositories, page after page, in byte order of their ids. The next page is fetched while the caller works on this one;
   * leaving the loop cancels it. The timeouts are for each page.
   *
   * `GET /repositories`, once for each page. Throws an {@link InvalidArgumentError} when an option is wrong, and in the loop what
   * {@link LakeFSClient.listRepositories} rejects with. A server that pages without getting on ends in `unexpected_response`.
   *
   * @example
   * for await (const { id } of lakefs.repositories({ prefix: "de" })) console.log(id); // → demo
   */
  repositories(options?: RepositoriesOptions): AsyncIterableIterator<Repository> {
    return repositories((page) => this.listRepositories(page), options);
  }

  /**
   * Goes through all branches of a repository, page after page, in byte order of their ids. The next page is fetched while the caller works
   * on this one; leaving the loop cancels it. The timeouts are for each page.
   *
   * `GET /repositories/{repository}/branches`, once for each page. Throws an {@link InvalidArgumentError} when an option is wrong, and in the
   * loop what {@link LakeFSClient.listBranches} rejects with. A server that pages without getting on ends in `unexpected_response`.
   *
   * @example
   * for await (const { id } of lakefs.branches("demo")) console.log(id); // → main
   */
  branches(repository: string, options?: BranchesOptions): AsyncIterableIterator<Ref> {
    return branches((page) => this.listBranches(repository, page), repository, options);
  }

  /**
   * Changes branch protection rules so that nobody's change is lost: reads them, lets `change` answer with the new ones (it gets a copy and may
   * change that), writes them with If-Match, and begins anew when somebody else was faster. Rules that are the stored ones, as sets, are not
   * written. Resolves with what is stored. `totalTimeoutMs` is for all of it.
   *
   * Once a repository has a rule, no update is lost. The first rule cannot be written conditionally, since lakeFS refuses an empty If-Match:
   * it waits up to a quarter of a second for its turn, the rules are read again just before it, and once more after a pause longer than any of
   * the call's round trips, and the change is made again if it was overwritten. A first write that is delayed for longer than that pause can
   * still overwrite another, and one that is on its way can overwrite an update that began after the first rule was there: eight processes
   * at once on an empty repository lost nothing in 100 rounds on lakeFS 1.84.
   *
   * `GET` and `PUT /repositories/{repository}/settings/branch_protection`. Rejects with `precondition_failed` when others were faster `attempts`
   * times, with `unexpected_response` when a proxy removes the ETag, with whatever `change` throws as the cause of an `invalid_argument`, and with
   * what reading and writing reject with.
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
   * Waits until a dump is done: asks at once, then after growing pauses. A 503 and connections that break are waited out.
   *
   * `GET /repositories/{repository}/dump`, again and again. Rejects with `task_failed` and lakeFS's sentence, with `task_stalled`, with
   * `task_expired` when lakeFS has forgotten a task that was there, and with `timeout` after `deadlineMs`. A {@link TaskError} has the task's
   * id, so that waiting can go on in another process.
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
   * Waits until a restore is done, as {@link LakeFSClient.waitForDump} does for a dump. A restore that failed half-way is not undone.
   *
   * `GET /repositories/{repository}/restore`, again and again. Rejects with `task_failed`, `task_stalled`, `task_expired` or `timeout`.
   */
  waitForRestore(repository: string, taskId: string, options?: WaitOptions<RepositoryRestoreStatus>): Promise<void> {
    return runCall(
      this,
      { operation: "restoreStatus", repository, taskId, options, schema: optionSchemas.wait, waits: true },
      "waitForRestore",
    );
  }
}
