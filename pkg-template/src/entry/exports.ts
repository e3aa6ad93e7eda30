// What `lakefs-wasm` exports, whichever way its WebAssembly is loaded.
import { load } from "../wasm/load.js";

export { branchMatcher } from "../branch-matcher.js";
export { LakeFSClient } from "../client.js";
export {
  type AnyLakeFSError,
  ConnectionError,
  type ErrorCode,
  type ErrorWithCode,
  InvalidArgumentError,
  isLakeFSError,
  isRetryable,
  LakeFSError,
  LoginRedirectError,
  ResponseError,
  TaskError,
  TimeoutError,
  UnexpectedResponseError,
  WasmError,
} from "../errors.js";
export type {
  AuthenticationToken,
  BranchProtectionRule,
  GarbageCollectionRule,
  GarbageCollectionRules,
  Pagination,
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
  StorageConfig,
  TaskInfo,
  User,
  VersionConfig,
} from "../generated/models.js";
export { version } from "../generated/version.js";
export type {
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
} from "../options.js";
export { reviveError } from "../revive.js";
export type { Attempt, Auth, Fetch, FetchInit, FetchResponse, Operation, SessionCookie } from "../types.js";

/**
 * Loads the WebAssembly before the first call, for a page that will certainly call. Optional.
 *
 * Rejects with `wasm_load_failed`; the next call tries again.
 *
 * @example
 * import { preload } from "lakefs-wasm";
 *
 * preload().catch(() => {}); // the first call tells what went wrong
 */
export function preload(): Promise<void> {
  return load();
}
