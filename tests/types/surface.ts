// The public surface, stated once more and by hand, and compared with the package's types in both directions. It compiles, or the two differ.
import type * as Actual from "lakefs-wasm";
import type * as Inline from "lakefs-wasm/inline";
import type * as Node from "lakefs-wasm/node";
import type * as Slim from "lakefs-wasm/slim";
import type * as Testing from "lakefs-wasm/testing";
import type * as TestingNode from "lakefs-wasm/testing/node";

declare namespace Surface {
  interface LakeFSClient {
    with(options: ClientOptions): LakeFSClient;
    listRepositories(options?: ListRepositoriesOptions): Promise<RepositoryList>;
    createRepository(repository: RepositoryCreation, options?: CreateRepositoryOptions): Promise<Repository>;
    getRepository(repository: string, options?: CallOptions): Promise<Repository>;
    deleteRepository(repository: string, options?: DeleteRepositoryOptions): Promise<void>;
    getRepositoryMetadata(repository: string, options?: CallOptions): Promise<RepositoryMetadata>;
    getGCRules(repository: string, options?: CallOptions): Promise<GarbageCollectionRules>;
    setGCRules(repository: string, rules: GarbageCollectionRules, options?: CallOptions): Promise<void>;
    deleteGCRules(repository: string, options?: CallOptions): Promise<void>;
    getBranchProtectionRules(repository: string, options?: CallOptions): Promise<BranchProtection>;
    setBranchProtectionRules(
      repository: string,
      rules: readonly BranchProtectionRule[],
      options: SetBranchProtectionRulesOptions,
    ): Promise<void>;
    dumpSubmit(repository: string, options?: CallOptions): Promise<TaskInfo>;
    dumpStatus(repository: string, taskId: string, options?: CallOptions): Promise<RepositoryDumpStatus>;
    restoreSubmit(repository: string, refs: RefsRestore, options?: CallOptions): Promise<TaskInfo>;
    restoreStatus(repository: string, taskId: string, options?: CallOptions): Promise<RepositoryRestoreStatus>;
    repositories(options?: RepositoriesOptions): AsyncIterableIterator<Repository>;
    updateBranchProtectionRules(
      repository: string,
      change: (
        rules: BranchProtectionRule[],
      ) => readonly BranchProtectionRule[] | Promise<readonly BranchProtectionRule[]>,
      options?: UpdateBranchProtectionRulesOptions,
    ): Promise<BranchProtection>;
    waitForDump(repository: string, taskId: string, options?: WaitOptions<RepositoryDumpStatus>): Promise<RefsDump>;
    waitForRestore(repository: string, taskId: string, options?: WaitOptions<RepositoryRestoreStatus>): Promise<void>;
    listBranches(repository: string, options?: ListBranchesOptions): Promise<RefList>;
    branches(repository: string, options?: BranchesOptions): AsyncIterableIterator<Ref>;
    login(
      credentials: { accessKeyId: string; secretAccessKey: string },
      options?: CallOptions,
    ): Promise<AuthenticationToken>;
    logout(options?: CallOptions): Promise<void>;
    currentUser(options?: CallOptions): Promise<User | null>;
    serverConfig(options?: CallOptions): Promise<ServerConfig>;
  }

  interface ClientOptions {
    endpoint?: string | URL | undefined;
    auth?: Auth | undefined;
    fetch?: Fetch | undefined;
    headers?: Record<string, string> | undefined;
    timeoutMs?: number | undefined;
    totalTimeoutMs?: number | undefined;
    retries?: number | undefined;
    onAttempt?: ((attempt: Attempt) => void) | undefined;
  }
  type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  interface CallOptions {
    signal?: AbortSignal | undefined;
    timeoutMs?: number | undefined;
    totalTimeoutMs?: number | undefined;
    retries?: number | undefined;
    headers?: Record<string, string> | undefined;
  }
  interface ListRepositoriesOptions extends CallOptions {
    prefix?: string | undefined;
    after?: string | undefined;
    amount?: number | undefined;
    search?: string | undefined;
  }
  interface RepositoriesOptions extends CallOptions {
    prefix?: string | undefined;
    after?: string | undefined;
    search?: string | undefined;
    pageSize?: number | undefined;
  }
  interface ListBranchesOptions extends CallOptions {
    prefix?: string | undefined;
    after?: string | undefined;
    amount?: number | undefined;
  }
  interface BranchesOptions extends CallOptions {
    prefix?: string | undefined;
    after?: string | undefined;
    pageSize?: number | undefined;
  }
  interface CreateRepositoryOptions extends CallOptions {
    bare?: boolean | undefined;
  }
  interface DeleteRepositoryOptions extends CallOptions {
    force?: boolean | undefined;
  }
  type SetBranchProtectionRulesOptions = CallOptions &
    ({ ifMatch: string | null; overwrite?: never } | { overwrite: true; ifMatch?: never });
  interface UpdateBranchProtectionRulesOptions extends CallOptions {
    attempts?: number | undefined;
  }
  interface WaitOptions<Status> extends CallOptions {
    pollMs?: number | undefined;
    stallMs?: number | undefined;
    deadlineMs?: number | undefined;
    onProgress?: ((status: Status) => void) | undefined;
  }
  type SessionCookie = "internal_auth_session" | "oidc_auth_session" | "saml_auth_session";
  type Auth =
    | { type: "none" }
    | { type: "basic"; accessKeyId: string; secretAccessKey: string }
    | {
        type: "jwt";
        token: string | ((request: { refresh: boolean; signal: AbortSignal }) => string | Promise<string>);
      }
    | { type: "cookie"; name?: SessionCookie | undefined; value?: string | undefined };
  type Operation =
    | "listRepositories"
    | "createRepository"
    | "getRepository"
    | "deleteRepository"
    | "getRepositoryMetadata"
    | "getGCRules"
    | "setGCRules"
    | "deleteGCRules"
    | "getBranchProtectionRules"
    | "setBranchProtectionRules"
    | "dumpSubmit"
    | "dumpStatus"
    | "restoreSubmit"
    | "restoreStatus"
    | "listBranches"
    | "login"
    | "logout"
    | "currentUser"
    | "serverConfig";
  interface Attempt {
    operation: Operation;
    method: string;
    path: string;
    number: number;
    duration: number;
    status?: number;
    requestId?: string;
    error?: ErrorCode | "aborted";
    retryInMs?: number;
  }

  interface Repository {
    id: string;
    creation_date: number;
    default_branch: string;
    storage_namespace: string;
    storage_id?: string;
    read_only?: boolean;
  }
  interface RepositoryCreation {
    name: string;
    storage_namespace: string;
    storage_id?: string | undefined;
    default_branch?: string | undefined;
    sample_data?: boolean | undefined;
    read_only?: boolean | undefined;
  }
  interface RepositoryList {
    pagination: Pagination;
    results: Repository[];
  }
  interface Ref {
    id: string;
    commit_id: string;
  }
  interface RefList {
    pagination: Pagination;
    results: Ref[];
  }
  interface Pagination {
    has_more: boolean;
    next_offset: string;
    results: number;
    max_per_page: number;
  }
  type RepositoryMetadata = Record<string, string>;
  interface GarbageCollectionRules {
    default_retention_days: number;
    branches: GarbageCollectionRule[];
  }
  interface GarbageCollectionRule {
    branch_id: string;
    retention_days: number;
  }
  interface BranchProtectionRule {
    pattern: string;
  }
  interface BranchProtection {
    rules: BranchProtectionRule[];
    etag: string | null;
  }
  interface TaskInfo {
    id: string;
  }
  interface RefsDump {
    commits_meta_range_id: string;
    tags_meta_range_id: string;
    branches_meta_range_id: string;
  }
  interface RefsRestore extends RefsDump {
    force?: boolean | undefined;
  }
  interface RepositoryRestoreStatus {
    id: string;
    done: boolean;
    update_time: string;
    error?: string;
  }
  interface RepositoryDumpStatus extends RepositoryRestoreStatus {
    refs?: RefsDump;
  }
  interface AuthenticationToken {
    token: string;
    token_expiration?: number;
  }
  interface User {
    id: string;
    creation_date: number;
    friendly_name?: string;
    email?: string;
  }
  interface ServerConfig {
    version_config?: VersionConfig;
    storage_config?: StorageConfig;
    storage_config_list?: StorageConfig[];
  }
  interface VersionConfig {
    version?: string;
    latest_version?: string;
    upgrade_recommended?: boolean;
    upgrade_url?: string;
    version_context?: string;
  }
  interface StorageConfig {
    blockstore_type: string;
    blockstore_namespace_ValidityRegex: string;
    blockstore_namespace_example: string;
    default_namespace_prefix?: string;
    blockstore_id?: string;
    blockstore_description?: string;
  }

  interface LakeFSError extends Error {
    readonly code: ErrorCode;
    readonly operation?: Operation;
    readonly repository?: string;
    readonly attempts: number;
    readonly maybeApplied: boolean;
    readonly cause?: unknown;
  }
  interface ResponseError extends LakeFSError {
    readonly code:
      | "bad_request"
      | "unauthenticated"
      | "permission_denied"
      | "repository_not_found"
      | "not_found"
      | "already_exists"
      | "read_only"
      | "repository_deleting"
      | "precondition_failed"
      | "rate_limited"
      | "unavailable"
      | "server_error"
      | "unknown_endpoint";
    readonly status: number;
    readonly requestId?: string;
  }
  interface InvalidArgumentError extends LakeFSError {
    readonly code: "invalid_argument";
    readonly argument: string;
  }
  interface ConnectionError extends LakeFSError {
    readonly code: "connection_failed";
  }
  interface TimeoutError extends LakeFSError {
    readonly code: "timeout";
    readonly phase: "token" | "wasm" | "response" | "body" | "total";
  }
  interface LoginRedirectError extends LakeFSError {
    readonly code: "login_redirect";
    readonly status: number;
    readonly origin?: string;
  }
  interface UnexpectedResponseError extends LakeFSError {
    readonly code: "unexpected_response";
    readonly status: number;
    readonly contentType?: string;
    readonly at?: string;
  }
  interface TaskError extends LakeFSError {
    readonly code: "task_failed" | "task_stalled" | "task_expired";
    readonly taskId: string;
  }
  interface WasmError extends LakeFSError {
    readonly code: "wasm_load_failed" | "wasm_crashed";
    readonly reason?: "csp" | "unsupported" | "network" | "corrupt";
  }
  type AnyLakeFSError =
    | ResponseError
    | InvalidArgumentError
    | ConnectionError
    | TimeoutError
    | LoginRedirectError
    | UnexpectedResponseError
    | TaskError
    | WasmError;
  type ErrorCode =
    | ResponseError["code"]
    | "invalid_argument"
    | "connection_failed"
    | "timeout"
    | "login_redirect"
    | "unexpected_response"
    | TaskError["code"]
    | WasmError["code"];

  interface InMemoryLakeFS {
    readonly fetch: Fetch;
    readonly auth: { type: "basic"; accessKeyId: string; secretAccessKey: string };
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
    readonly requests: readonly {
      method: string;
      path: string;
      query: string;
      headers: Readonly<Record<string, string>>;
      body: string;
      operation?: Operation;
      status: number;
    }[];
    fail(fault: Fault, match?: { operation?: Operation | undefined; times?: number | undefined }): void;
    reset(): void;
  }
  type Fault =
    | { status: number; message?: string; headers?: Record<string, string>; afterApplying?: boolean }
    | { delayMs: number }
    | { hang: "response" | "body" }
    | { disconnect: "response" | "body"; afterApplying?: boolean }
    | { html: number }
    | { truncate: true };
  interface InMemoryOptions {
    version?: "1.84" | "1.12" | undefined;
    users?:
      | readonly { id: string; accessKeyId: string; secretAccessKey: string; allow?: readonly string[] | undefined }[]
      | undefined;
    blockstore?: "mem" | "local" | "s3" | undefined;
    lookupCacheSeconds?: number | undefined;
    taskMs?: number | undefined;
    now?: (() => number) | undefined;
  }
}

/** True when each can stand for the other; `any` stands for nothing. */
type Both<A, B> = 0 extends 1 & A
  ? "any"
  : [A] extends [B]
    ? [B] extends [A]
      ? true
      : "the package asks for more"
    : "the package gives less";
/** Methods as plain data, since TypeScript compares the parameters of methods one way only. */
type Calls<T> = {
  [K in keyof T]: T[K] extends (...given: infer Given) => infer Result ? { given: Given; result: Result } : T[K];
};
/** What comes with the issue on what the operations are used for; each is compared as soon as it is there. */
type Later = "repositories" | "updateBranchProtectionRules" | "waitForDump" | "waitForRestore";
type Shared = Exclude<keyof Surface.LakeFSClient, Later | "with"> | (keyof Actual.LakeFSClient & Later);
declare function agree<_ extends true>(): void;

agree<Both<Exclude<keyof Actual.LakeFSClient, Later>, Exclude<keyof Surface.LakeFSClient, Later>>>();
agree<
  Both<Calls<Pick<Actual.LakeFSClient, Shared & keyof Actual.LakeFSClient>>, Calls<Pick<Surface.LakeFSClient, Shared>>>
>();
agree<Both<Parameters<Actual.LakeFSClient["with"]>, [options: Surface.ClientOptions]>>();
agree<Both<ReturnType<Actual.LakeFSClient["with"]>, Actual.LakeFSClient>>();
agree<Both<ConstructorParameters<typeof Actual.LakeFSClient>, [options?: Surface.ClientOptions | undefined]>>();

agree<Both<Actual.ClientOptions, Surface.ClientOptions>>();
agree<Both<Actual.Fetch, Surface.Fetch>>();
agree<Both<Actual.CallOptions, Surface.CallOptions>>();
agree<Both<Actual.ListRepositoriesOptions, Surface.ListRepositoriesOptions>>();
agree<Both<Actual.RepositoriesOptions, Surface.RepositoriesOptions>>();
agree<Both<Actual.ListBranchesOptions, Surface.ListBranchesOptions>>();
agree<Both<Actual.BranchesOptions, Surface.BranchesOptions>>();
agree<Both<Actual.CreateRepositoryOptions, Surface.CreateRepositoryOptions>>();
agree<Both<Actual.DeleteRepositoryOptions, Surface.DeleteRepositoryOptions>>();
agree<Both<Actual.SetBranchProtectionRulesOptions, Surface.SetBranchProtectionRulesOptions>>();
agree<Both<Actual.UpdateBranchProtectionRulesOptions, Surface.UpdateBranchProtectionRulesOptions>>();
agree<Both<Actual.WaitOptions<{ id: string }>, Surface.WaitOptions<{ id: string }>>>();
agree<Both<Actual.Auth, Surface.Auth>>();
agree<Both<Actual.SessionCookie, Surface.SessionCookie>>();
agree<Both<Actual.Operation, Surface.Operation>>();
agree<Both<Actual.Attempt, Surface.Attempt>>();

agree<Both<Actual.Repository, Surface.Repository>>();
agree<Both<Actual.RepositoryCreation, Surface.RepositoryCreation>>();
agree<Both<Actual.RepositoryList, Surface.RepositoryList>>();
agree<Both<Actual.Ref, Surface.Ref>>();
agree<Both<Actual.RefList, Surface.RefList>>();
agree<Both<Actual.Pagination, Surface.Pagination>>();
agree<Both<Actual.RepositoryMetadata, Surface.RepositoryMetadata>>();
agree<Both<Actual.GarbageCollectionRules, Surface.GarbageCollectionRules>>();
agree<Both<Actual.GarbageCollectionRule, Surface.GarbageCollectionRule>>();
agree<Both<Actual.BranchProtectionRule, Surface.BranchProtectionRule>>();
agree<Both<Actual.BranchProtection, Surface.BranchProtection>>();
agree<Both<Actual.TaskInfo, Surface.TaskInfo>>();
agree<Both<Actual.RefsDump, Surface.RefsDump>>();
agree<Both<Actual.RefsRestore, Surface.RefsRestore>>();
agree<Both<Actual.RepositoryDumpStatus, Surface.RepositoryDumpStatus>>();
agree<Both<Actual.RepositoryRestoreStatus, Surface.RepositoryRestoreStatus>>();
agree<Both<Actual.AuthenticationToken, Surface.AuthenticationToken>>();
agree<Both<Actual.User, Surface.User>>();
agree<Both<Actual.ServerConfig, Surface.ServerConfig>>();
agree<Both<Actual.VersionConfig, Surface.VersionConfig>>();
agree<Both<Actual.StorageConfig, Surface.StorageConfig>>();

agree<Both<Actual.LakeFSError, Surface.LakeFSError>>();
agree<Both<Actual.ResponseError, Surface.ResponseError>>();
agree<Both<Actual.InvalidArgumentError, Surface.InvalidArgumentError>>();
agree<Both<Actual.ConnectionError, Surface.ConnectionError>>();
agree<Both<Actual.TimeoutError, Surface.TimeoutError>>();
agree<Both<Actual.LoginRedirectError, Surface.LoginRedirectError>>();
agree<Both<Actual.UnexpectedResponseError, Surface.UnexpectedResponseError>>();
agree<Both<Actual.TaskError, Surface.TaskError>>();
agree<Both<Actual.WasmError, Surface.WasmError>>();
agree<Both<Actual.AnyLakeFSError, Surface.AnyLakeFSError>>();
agree<Both<Actual.ErrorCode, Surface.ErrorCode>>();
agree<Both<Actual.ErrorWithCode<"timeout">, Surface.TimeoutError>>();
agree<Both<Actual.ErrorWithCode<"not_found">, Surface.ResponseError & { code: "not_found" }>>();
agree<Both<Actual.ErrorWithCode<"task_failed">, Surface.TaskError & { code: "task_failed" }>>();

agree<Both<typeof Actual.preload, () => Promise<void>>>();
agree<Both<typeof Actual.version, string>>();
agree<Both<Parameters<typeof Slim.configure>, [options: { wasm: Slim.Wasm | Promise<Slim.Wasm> }]>>();
agree<Both<ReturnType<typeof Slim.configure>, void>>();
agree<Both<Slim.Wasm, string | URL | Response | ArrayBuffer | ArrayBufferView | object>>();
agree<Both<keyof typeof Inline, keyof typeof Actual>>();
agree<Both<keyof typeof Slim, keyof typeof Actual | "configure">>();
agree<Both<Inline.LakeFSClient, Actual.LakeFSClient>>();
agree<Both<Slim.LakeFSClient, Actual.LakeFSClient>>();

agree<Both<Parameters<typeof Node.clientFromEnvironment>, [options?: Surface.ClientOptions | undefined]>>();
agree<Both<ReturnType<typeof Node.clientFromEnvironment>, Promise<Actual.LakeFSClient>>>();
agree<Both<keyof typeof Node, "clientFromEnvironment">>();

agree<Both<Parameters<typeof Testing.inMemoryLakeFS>, [options?: Surface.InMemoryOptions | undefined]>>();
agree<Both<Calls<ReturnType<typeof Testing.inMemoryLakeFS>>, Calls<Surface.InMemoryLakeFS>>>();
agree<Both<Calls<Testing.InMemoryLakeFS>, Calls<Surface.InMemoryLakeFS>>>();
agree<Both<Testing.Fault, Surface.Fault>>();
agree<
  Both<
    Parameters<typeof TestingNode.serve>,
    [lakefs: Surface.InMemoryLakeFS, options?: { port?: number | undefined; host?: string | undefined } | undefined]
  >
>();
agree<Both<ReturnType<typeof TestingNode.serve>, Promise<{ url: string; close(): Promise<void> }>>>();
