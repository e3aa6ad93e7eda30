import type { Operation } from "./types.js";

/** Found on errors of every copy of this package. */
const BRAND = Symbol.for("lakefs-wasm.error");

/** The fields of an error beside its code and its message. */
export interface ErrorFields {
  operation?: Operation | undefined;
  repository?: string | undefined;
  attempts?: number | undefined;
  maybeApplied?: boolean;
  cause?: unknown;
  status?: number | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
  argument?: string | undefined;
  field?: string | undefined;
  phase?: TimeoutError["phase"];
  origin?: string | undefined;
  contentType?: string | undefined;
  at?: string | undefined;
  taskId?: string | undefined;
  reason?: WasmError["reason"];
}

/**
 * Every call rejects with one, except an aborted call, which rejects with `signal.reason`. {@link LakeFSError.code} tells errors apart;
 * {@link isLakeFSError} also knows errors of other copies of this package.
 */
export abstract class LakeFSError extends Error {
  /** What happened, for programs. */
  abstract readonly code: ErrorCode;
  /** The call that failed. */
  declare readonly operation?: Operation;
  /** The ID of the repository, where the call has one. */
  declare readonly repository?: string;
  /** How many requests were sent. */
  declare readonly attempts: number;
  /** Whether the server may have applied the request; false only if it certainly has not. */
  declare readonly maybeApplied: boolean;
  /** The error behind it, where there is one. */
  declare readonly cause?: unknown;

  /** @internal */
  constructor(message: string, code: ErrorCode, details: ErrorFields) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    const fields: Record<string, unknown> = this as never;
    fields["code"] = code;
    fields["attempts"] = 0;
    fields["maybeApplied"] = false;
    for (const name in details) {
      const value = details[name as keyof ErrorFields];
      if (value !== undefined && name !== "cause") fields[name] = value;
    }
  }

  /** Returns all fields except the cause and the stack as plain data: for logs, and for `postMessage` with {@link reviveError}. */
  toJSON(): Record<string, unknown> {
    return Object.assign<object, object>({ name: this.name, message: this.message }, this) as Record<string, unknown>;
  }
}

/** lakeFS, or a proxy in front of it, responded with an error status. `message` is lakeFS's own. */
export class ResponseError extends LakeFSError {
  /** What the status means. */
  declare readonly code:
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
  /** The HTTP status. */
  declare readonly status: number;
  /** lakeFS's `X-Request-Id`, which is in the server's log. */
  declare readonly requestId?: string;
  /** Milliseconds until the server accepts another request (`Retry-After`), with `rate_limited` and `unavailable`. */
  declare readonly retryAfterMs?: number;
}

/** An argument or an option is invalid. Nothing was sent. */
export class InvalidArgumentError extends LakeFSError {
  /** Always `invalid_argument`. */
  declare readonly code: "invalid_argument";
  /** The name of the parameter. */
  declare readonly argument: string;
  /** Where in the argument: `rules[3].pattern`, `options.timeoutMs`; the parameter's name when it is the whole argument. */
  declare readonly field: string;
}

/** There was no connection, or it broke before the response was complete. */
export class ConnectionError extends LakeFSError {
  /** Always `connection_failed`. */
  declare readonly code: "connection_failed";
}

/** Time ran out. */
export class TimeoutError extends LakeFSError {
  /** Always `timeout`; `phase` tells more. */
  declare readonly code: "timeout";
  /**
   * What the call was waiting for: the token function, the WebAssembly, the response's head, its body; `total` when the limit of the whole
   * call (`totalTimeoutMs`, `deadlineMs`) was reached.
   */
  declare readonly phase: "token" | "wasm" | "response" | "body" | "total";
}

/** A redirect, or HTML instead of JSON: the session has expired, or the endpoint is not lakeFS. */
export class LoginRedirectError extends LakeFSError {
  /** Always `login_redirect`. */
  declare readonly code: "login_redirect";
  /** The HTTP status; 0 where a browser hides it. */
  declare readonly status: number;
  /** The origin that the redirect leads to. */
  declare readonly origin?: string;
}

/** A success status with a body or header that is not lakeFS's, or a 304. */
export class UnexpectedResponseError extends LakeFSError {
  /** Always `unexpected_response`; `at` tells more. */
  declare readonly code: "unexpected_response";
  /** The HTTP status. */
  declare readonly status: number;
  /** The response's content type. */
  declare readonly contentType?: string;
  /** Where in the body, as a JSON pointer: `/results/3/id`. */
  declare readonly at?: string;
}

/** A dump or a restore did not finish. */
export class TaskError extends LakeFSError {
  /** Whether the task failed, stalled or expired. */
  declare readonly code: "task_failed" | "task_stalled" | "task_expired";
  /** The task's ID; another wait can continue with it. */
  declare readonly taskId: string;
}

/** The WebAssembly could not be loaded, or crashed. The next call uses a fresh instance. */
export class WasmError extends LakeFSError {
  /** Whether loading failed or it crashed. */
  declare readonly code: "wasm_load_failed" | "wasm_crashed";
  /**
   * Why it could not be loaded: the page's Content Security Policy, an engine that lacks a feature, the network, a file that is corrupt or of
   * another version, or too little memory.
   */
  declare readonly reason?: "csp" | "unsupported" | "network" | "corrupt" | "memory";
}

/** Every error of this package. */
export type AnyLakeFSError =
  | ResponseError
  | InvalidArgumentError
  | ConnectionError
  | TimeoutError
  | LoginRedirectError
  | UnexpectedResponseError
  | TaskError
  | WasmError;
/** Every `code`. */
export type ErrorCode = AnyLakeFSError["code"];
/** The error that has a code. */
export type ErrorWithCode<C extends ErrorCode> = AnyLakeFSError extends infer E
  ? E extends { code: infer K }
    ? C extends K
      ? E & { code: C }
      : never
    : never
  : never;

// Bundlers of applications shorten the names of classes.
for (const [name, errorType] of Object.entries({
  LakeFSError,
  ResponseError,
  InvalidArgumentError,
  ConnectionError,
  TimeoutError,
  LoginRedirectError,
  UnexpectedResponseError,
  TaskError,
  WasmError,
})) {
  Object.defineProperty(errorType, "name", { value: name });
  Object.defineProperty(errorType.prototype, "name", { value: name, configurable: true, writable: true });
}
Object.defineProperty(LakeFSError.prototype, BRAND, { value: true });

/** Makes the error that a code stands for. */
export function makeError(code: ErrorCode, message: string, details: ErrorFields): AnyLakeFSError {
  return new (errorClass(code))(message, code, details) as AnyLakeFSError;
}

/** The class of the errors with a code. */
export function errorClass(
  code: ErrorCode,
): new (
  message: string,
  code: ErrorCode,
  details: ErrorFields,
) => LakeFSError {
  switch (code) {
    case "invalid_argument":
      return InvalidArgumentError;
    case "connection_failed":
      return ConnectionError;
    case "timeout":
      return TimeoutError;
    case "login_redirect":
      return LoginRedirectError;
    case "unexpected_response":
      return UnexpectedResponseError;
    case "task_failed":
    case "task_stalled":
    case "task_expired":
      return TaskError;
    case "wasm_load_failed":
    case "wasm_crashed":
      return WasmError;
    default:
      return ResponseError;
  }
}

/**
 * Tells whether a value is an error of any copy of this package; with a code, whether it has that code.
 *
 * @example
 * import { isLakeFSError } from "lakefs-wasm";
 *
 * const error: unknown = await lakefs.getRepository("nobody").catch((reason: unknown) => reason);
 * if (isLakeFSError(error, "repository_not_found")) console.log(error.status, error.repository); // → 404 nobody
 */
export function isLakeFSError(error: unknown): error is AnyLakeFSError;
/** Tells whether a value is an error of any copy of this package with this code, and narrows its type. */
export function isLakeFSError<C extends ErrorCode>(error: unknown, code: C): error is ErrorWithCode<C>;
export function isLakeFSError(error: unknown, code?: ErrorCode): boolean {
  try {
    const branded = typeof error === "object" && error !== null && (error as Record<symbol, unknown>)[BRAND] === true;
    return branded && (code === undefined || (error as AnyLakeFSError).code === code);
  } catch {
    return false; // a proxy that cannot be read
  }
}

/**
 * Tells whether the same call may succeed later: the server was busy or unreachable, or time ran out. The client has retried
 * what is safe already, so a layer above should try once or twice at most. Before repeating a write, check `maybeApplied`.
 *
 * @example
 * import { isRetryable } from "lakefs-wasm";
 *
 * // TanStack Query, SWR and others that retry:
 * const retry = (failures: number, error: unknown) => failures < 1 && isRetryable(error);
 */
export function isRetryable(error: unknown): boolean {
  const codes: ErrorCode[] = ["unavailable", "rate_limited", "connection_failed", "timeout"];
  return isLakeFSError(error) && codes.includes(error.code);
}
