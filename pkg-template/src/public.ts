// What `lakefs-wasm` exports, whichever way its WebAssembly is loaded.
import { load } from "./loader.js";

export { LakeFSClient } from "./client.js";
export {
  type AnyLakeFSError,
  ConnectionError,
  type ErrorCode,
  type ErrorWithCode,
  InvalidArgumentError,
  isLakeFSError,
  LakeFSError,
  LoginRedirectError,
  ResponseError,
  TaskError,
  TimeoutError,
  UnexpectedResponseError,
  WasmError,
} from "./errors.js";
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
} from "./generated/models.js";
export { version } from "./generated/version.js";
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
} from "./options.js";
export type { Attempt, Auth, Fetch, Operation, SessionCookie } from "./types.js";

/**
 * Loads the WebAssembly ahead of the first call, for a page that knows it will call. Never needed.
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
