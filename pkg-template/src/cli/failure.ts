import process from "node:process";
import { type AnyLakeFSError, type ErrorCode, isLakeFSError, type Operation } from "../entry/index.js";

/** The exit codes. */
export const EXIT = {
  /** Done; nothing failed. */
  done: 0,
  /** The audit found something at the level of `--fail-on`. */
  found: 1,
  /** Some repositories failed. */
  someFailed: 2,
  /** Nothing was done: wrong arguments, a bad file, no server, refused credentials, or "no" to a question. */
  nothingDone: 3,
  /** Stopped by Ctrl-C. */
  stopped: 130,
  /** The output could not be written, so a command that writes has stopped. What shells report for SIGPIPE. */
  outputClosed: 141,
} as const;

export const EXIT_CODES = `
Exit codes:
  0    done
  1    the audit found something at the level of --fail-on
  2    some repositories failed; the others are done
  3    nothing was done: wrong arguments, a bad file, no server, refused
       credentials, or "no" to the question of apply
  130  stopped by Ctrl-C
  141  the output was closed (| head) before apply, backup or restore was
       done, or could not be written`;

/** Ends a command with a message and an exit code. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.nothingDone) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What went wrong, in one line without a stack. */
export function sentence(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
  if (isLakeFSError(error, "unauthenticated")) return `lakeFS refused the credentials: ${text}${credentialsHint()}`;
  if (isLakeFSError(error, "connection_failed")) return `lakeFS cannot be reached: ${withCause(text, error.cause)}`;
  if (isLakeFSError(error, "precondition_failed"))
    return /^precondition failed/i.test(text)
      ? "branch protection: others change it at the same time; run the command again"
      : text.replace("; make another", "; run the command again");
  return isLakeFSError(error) ? withSetting(error, text) : text;
}

/** What is wrong with credentials that look right: a secret's file ends with a line break, and `docker --env-file` keeps quotation marks. */
function credentialsHint(): string {
  const names = ["LAKECTL_CREDENTIALS_ACCESS_KEY_ID", "LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY"];
  const name = names.find((one) => /^[\s"']|[\s"']$/.test(process.env[one] ?? ""));
  return name === undefined ? "" : `; ${name} begins or ends with a space, a line break or a quotation mark`;
}

/** What an operation reads or writes, and lakeFS's permission for it. */
const OPERATIONS: { readonly [O in Operation]?: readonly [what: string, permission: string] } = {
  listRepositories: ["list of repositories", "fs:ListRepositories"],
  createRepository: ["creation", "fs:CreateRepository and fs:AttachStorageNamespace"],
  getRepository: ["repository", "fs:ReadRepository"],
  getRepositoryMetadata: ["metadata", "fs:ReadRepository"],
  getBranchProtectionRules: ["branch protection", "branches:GetBranchProtectionRules"],
  setBranchProtectionRules: ["branch protection", "branches:SetBranchProtectionRules"],
  getGCRules: ["garbage collection rules", "retention:GetGarbageCollectionRules"],
  setGCRules: ["garbage collection rules", "retention:SetGarbageCollectionRules"],
  deleteGCRules: ["garbage collection rules", "retention:SetGarbageCollectionRules"],
  listBranches: ["branches", "fs:ListBranches"],
  dumpSubmit: ["dump", "fs:ListTags, fs:ListBranches and fs:ListCommits"],
  dumpStatus: ["dump", "fs:ListTags, fs:ListBranches and fs:ListCommits"],
  restoreSubmit: ["restore", "fs:CreateTag, fs:CreateBranch and fs:CreateCommit"],
  restoreStatus: ["restore", "fs:CreateTag, fs:CreateBranch and fs:CreateCommit"],
};

/** Errors whose messages do not say which setting of the repository they are about. */
const ABOUT_A_SETTING: readonly ErrorCode[] = [
  "not_found",
  "permission_denied",
  "rate_limited",
  "server_error",
  "timeout",
  "unavailable",
  "unexpected_response",
];

/** Names the setting, and the permission where one is missing: older versions of lakeFS, and proxies, do not. */
function withSetting({ code, operation }: AnyLakeFSError, text: string): string {
  const [what, permission = ""] = (operation && OPERATIONS[operation]) ?? [];
  if (what === undefined || !ABOUT_A_SETTING.includes(code)) return text;
  const isNamed = permission.split(/, | and /).some((one) => text.includes(one));
  return `${what}: ${text}${code === "permission_denied" && !isNamed ? ` (it needs ${permission})` : ""}`;
}

/** Whether a repository was deleted after it was listed. */
export const wasDeleted = (error: unknown, id: string): boolean =>
  isLakeFSError(error) &&
  error.repository === id &&
  (error.code === "repository_not_found" || error.code === "repository_deleting");

/** The note about it. */
export const deletedNote = (id: string): string => `${id}: left out, since it was deleted after it was listed`;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EADDRINUSE: "something else uses it",
  EBUSY: "something else uses it",
  EDQUOT: "the disk quota is used up",
  EEXIST: "there is a file of this name",
  EISDIR: "it is a folder",
  ELOOP: "a symbolic link leads to itself",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is not a folder",
  EROFS: "the file system is read-only",
};

/** Why a file or a port cannot be used, in words where the code is a usual one. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  return REASONS[String(code)] ?? String(code ?? message);
}

/** Adds `ECONNREFUSED` and the like, which fetch hides in a chain of causes, and the host name that cannot be resolved. */
function withCause(text: string, cause: unknown): string {
  for (let one = cause, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    const { code, hostname } = one as { code?: unknown; hostname?: unknown };
    if (typeof code !== "string") continue;
    const detail = typeof hostname === "string" ? `${code} ${hostname}` : code;
    return text.includes(code) ? text.replace(`(${code})`, `(${detail})`) : `${text} (${detail})`;
  }
  return text;
}
