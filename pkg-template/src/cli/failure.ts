import { isLakeFSError } from "../entry/index.js";

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
} as const;

export const EXIT_CODES = `
Exit codes:
  0    done
  1    the audit found something at the level of --fail-on
  2    some repositories failed; the others are done
  3    nothing was done: wrong arguments, a bad file, no server, refused
       credentials, or "no" to the question of apply
  130  stopped by Ctrl-C`;

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
  if (isLakeFSError(error, "unauthenticated")) return `lakeFS refused the credentials: ${text}`;
  if (isLakeFSError(error, "connection_failed"))
    return `lakeFS cannot be reached: ${text}${causeOf(error.cause, text)}`;
  return text;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EADDRINUSE: "something else uses it",
  EISDIR: "it is a folder",
  ENOENT: "no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is not a folder",
};

/** Why a file or a port cannot be used, in words where the code is a usual one. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  return REASONS[String(code)] ?? String(code ?? message);
}

/** `ECONNREFUSED` and the like, which fetch hides in a chain of causes. */
function causeOf(cause: unknown, text: string): string {
  for (let one = cause, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    const { code } = one as { code?: unknown };
    if (typeof code === "string") return text.includes(code) ? "" : ` (${code})`;
  }
  return "";
}
