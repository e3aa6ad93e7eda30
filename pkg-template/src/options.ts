import { copied, fieldName, type Kind, mismatch, type Range, type Shape } from "./check.js";
import { type InvalidArgumentError, makeError } from "./errors.js";
import type { BranchProtectionRule } from "./generated/models.js";
import { isToken } from "./token.js";
import type { Attempt, Auth, Fetch, Operation } from "./types.js";

/** How a client reaches lakeFS. Everything can be left out. */
export interface ClientOptions {
  /**
   * Where lakeFS is: `https://lakefs.example.com`, with or without `/api/v1` and a path before it. In a page it may be left out, which means
   * the page's own origin, or relative. Elsewhere the default is `http://localhost:8000`. User info, query and fragment are refused.
   */
  endpoint?: string | URL | undefined;
  /** How the client proves who it is. Default: in a page `{ type: "cookie" }`, elsewhere `{ type: "none" }`, decided at the first call. */
  auth?: Auth | undefined;
  /** Used instead of `globalThis.fetch`, which is the default and looked up at each request; called with a string and an init object. */
  fetch?: Fetch | undefined;
  /**
   * Sent with every request, beside `Accept: application/json` and `X-Lakefs-Client: lakefs-wasm/VERSION`, which lakeFS logs.
   * `Authorization`, `Cookie` and `Host` are refused; values have to be visible ASCII. Default: none.
   */
  headers?: Record<string, string> | undefined;
  /** Milliseconds for one attempt, its body included; at least 1. Default 30,000; `Infinity` for no limit. */
  timeoutMs?: number | undefined;
  /** Milliseconds for a call with all its attempts and the pauses between; at least 1. Default 120,000; `Infinity` for no limit. */
  totalTimeoutMs?: number | undefined;
  /**
   * How often a request is sent again when that is safe: GET, PUT and DELETE after 420, 423, 429, 502, 503, 504 and broken connections, POST only
   * where it is known that nothing has left. The pauses are random, up to 200 ms before the first and up to twice as long before each next one,
   * 5 s at most, or what `Retry-After` asks for. Default 2; 0 for never.
   */
  retries?: number | undefined;
  /**
   * Called after every attempt, for logs and metrics. It is told no id and no secret. What it throws goes to `reportError` or `console.error`
   * and is never part of the call. Default: none.
   */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
}

/** What every method's last argument can have. */
export interface CallOptions {
  /** Ends the call, which then rejects with the signal's reason itself. Default: none. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt, its body included. Default: the client's, 30,000 unless it says otherwise. */
  timeoutMs?: number | undefined;
  /** Milliseconds for the call with all its attempts and the pauses between. Default: the client's, 120,000 unless it says otherwise. */
  totalTimeoutMs?: number | undefined;
  /** How often the request is sent again when that is safe. Default: the client's, 2 unless it says otherwise. */
  retries?: number | undefined;
  /** Sent with this call, beside the client's, whose headers of the same name they replace. Default: none. */
  headers?: Record<string, string> | undefined;
}

/** Which repositories to list. */
export interface ListRepositoriesOptions extends CallOptions {
  /** Only ids that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only ids after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
  /** How many at most, 1 to 1000. Default 100. */
  amount?: number | undefined;
  /** Only ids with this in them, upper and lower case apart. Servers before 1.46 ignore it. Default: all. */
  search?: string | undefined;
}

/** Which repositories to go through. */
export interface RepositoriesOptions extends CallOptions {
  /** Only ids that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only ids after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
  /** Only ids with this in them, upper and lower case apart. Right on servers that ignore it too. Default: all. */
  search?: string | undefined;
  /** How many a request asks for, 1 to 1000. Default 1000. */
  pageSize?: number | undefined;
}

/** How to create a repository. */
export interface CreateRepositoryOptions extends CallOptions {
  /** Whether it is created without a first commit and without looking at the storage namespace, to restore into. Default `false`. */
  bare?: boolean | undefined;
}

/** How to delete a repository. */
export interface DeleteRepositoryOptions extends CallOptions {
  /** Whether a read-only repository is deleted too. Default `false`. */
  force?: boolean | undefined;
}

/**
 * Whether to write branch protection rules on a condition. `ifMatch`: only if they are still those with this ETag; `""` means only if there
 * are none, `null` (an ETag that a proxy has removed) is refused with what to do about it. `overwrite`: whatever they are. One of the two has
 * to be there.
 */
export type SetBranchProtectionRulesOptions = CallOptions &
  (
    | {
        /** The `etag` that was read with the rules; `""` where there were none. */
        ifMatch: string | null;
        /** Not together with `ifMatch`. */
        overwrite?: never;
      }
    | {
        /** Writes whatever is stored by now. */
        overwrite: true;
        /** Not together with `overwrite`. */
        ifMatch?: never;
      }
  );

/** How to change branch protection rules. */
export interface UpdateBranchProtectionRulesOptions extends CallOptions {
  /** How often to read, change and write before giving up on others who were faster. Default 10. */
  attempts?: number | undefined;
}

/** How to wait for a dump or a restore. */
export interface WaitOptions<Status> extends CallOptions {
  /** The longest pause between two polls in milliseconds; they grow up to it. Default 3,000. */
  pollMs?: number | undefined;
  /** Gives up with `task_stalled` when the task's `update_time` is older than so many milliseconds by the server's clock. Default 3,600,000. */
  stallMs?: number | undefined;
  /** Milliseconds for the wait as a whole; `totalTimeoutMs` is for one poll. Default `Infinity`. */
  deadlineMs?: number | undefined;
  /** Called with each status. What it throws goes to `reportError` or `console.error`. Default: none. */
  onProgress?: ((status: Status) => void) | undefined;
}

/** The rules of a repository with the ETag that they were read with. */
export interface BranchProtection {
  /** The rules, in no particular order. */
  rules: BranchProtectionRule[];
  /** For `ifMatch`; `""` when there are no rules, `null` when a proxy has removed the header. */
  etag: string | null;
}

const MILLISECONDS: Range = { min: 1, max: Infinity, fraction: true };
const COUNT: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };
const PAGE: Range = { min: 1, max: 1000 };
const CALL: Shape["fields"] = [
  ["signal", "signal", false],
  ["timeoutMs", MILLISECONDS, false],
  ["totalTimeoutMs", MILLISECONDS, false],
  ["retries", COUNT, false],
  ["headers", "record", false],
];
const FILTER: Shape["fields"] = [
  ["prefix", "string", false],
  ["after", "string", false],
  ["search", "string", false],
];

/** What options have to be. */
export const shapes = {
  client: {
    // What is in auth depends on its type: see checkAuth.
    fields: [...CALL.slice(1), ["fetch", "function", false], ["onAttempt", "function", false], ["auth", { fields: [] }, false]],
  },
  call: { fields: CALL },
  list: { fields: [...CALL, ...FILTER, ["amount", PAGE, false]] },
  repositories: { fields: [...CALL, ...FILTER, ["pageSize", PAGE, false]] },
  create: { fields: [...CALL, ["bare", "boolean", false]] },
  delete: { fields: [...CALL, ["force", "boolean", false]] },
  update: { fields: [...CALL, ["attempts", { min: 1, max: Number.MAX_SAFE_INTEGER }, false]] },
  wait: {
    fields: [...CALL, ["pollMs", MILLISECONDS, false], ["stallMs", MILLISECONDS, false], ["deadlineMs", MILLISECONDS, false], ["onProgress", "function", false]],
  },
  login: { fields: [["accessKeyId", "string", true], ["secretAccessKey", "string", true]] },
} satisfies Record<string, Shape>;

/** An error that names an argument and the field in it. */
export function invalid(argument: string, message: string, operation?: Operation, repository?: unknown): InvalidArgumentError {
  const known = typeof repository === "string" ? repository : undefined;
  return makeError("invalid_argument", message, { argument, operation, repository: known }) as InvalidArgumentError;
}

/** Throws when an argument is not what it has to be. */
export function check(argument: string, value: unknown, kind: Kind, operation?: Operation, repository?: unknown): void {
  const found = read(argument, () => mismatch(value, kind, false), operation, repository);
  if (found) throw invalid(argument, `${fieldName(argument, found.path)} ${found.problem}`, operation, repository);
}

/** A checked copy of an argument. Throws when it is not what it has to be. */
export function take<T>(argument: string, value: T, kind: Kind, operation?: Operation, repository?: unknown): T {
  const copy = read(argument, () => copied(value, kind), operation, repository);
  check(argument, copy, kind, operation, repository);
  return copy as T;
}

/** What a look at an argument gives; getters and proxies can throw. */
function read<T>(argument: string, look: () => T, operation: Operation | undefined, repository: unknown): T {
  try {
    return look();
  } catch {
    throw invalid(argument, `${argument} cannot be read`, operation, repository);
  }
}

/** Throws when headers cannot be sent. Their values can be secrets: messages name the header only. */
export function checkHeaders(headers: Record<string, string> | undefined, operation?: Operation): void {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw invalid("options", "options.headers has a name that is no header's name", operation);
    if (/^(?:authorization|cookie|host)$/i.test(name)) throw invalid("options", `options.headers.${name} is refused; credentials go into auth`, operation);
    if (!isHeaderValue(value)) throw invalid("options", `options.headers.${name} has to be visible ASCII`, operation);
  }
}

/** Sets a header and removes others of the same name in another spelling. */
export function setHeader(headers: Record<string, string>, name: string, value: string): void {
  const plain = name.toLowerCase();
  for (const other of Object.keys(headers)) {
    if (other !== name && other.toLowerCase() === plain) delete headers[other];
  }
  headers[name] = value;
}

function isHeaderValue(value: string): boolean {
  return /^[\x21-\x7e\t ]*$/.test(value) && value.trim() === value;
}

const COOKIES = ["internal_auth_session", "oidc_auth_session", "saml_auth_session"];

/** Throws when credentials cannot be used here. Messages never hold their values. */
export function checkAuth(auth: unknown, inPage: boolean, ownFetch: boolean): void {
  const field = (name: string, kind: Kind) => check("options", { auth }, { fields: [["auth", { fields: [[name, kind, true]] }, true]] });
  const refuse = (message: string) => invalid("options", `options.auth.${message}`);
  field("type", "string");
  const { type, accessKeyId, token, name, value } = auth as Record<string, unknown>;
  switch (type) {
    case "none":
      return;
    case "basic":
      field("accessKeyId", "string");
      field("secretAccessKey", "string");
      if (accessKeyId === "") throw refuse("accessKeyId is empty");
      if ((accessKeyId as string).includes(":")) throw refuse("accessKeyId cannot have a colon");
      return;
    case "jwt":
      if (typeof token !== "function" && !isToken(token)) throw refuse("token has to be a token (visible ASCII, at least one character) or a function that returns one");
      return;
    case "cookie":
      if (name !== undefined && !COOKIES.includes(name as string)) throw refuse(`name has to be one of ${COOKIES.join(", ")}`);
      if (inPage && value !== undefined) throw refuse("value is refused in a page: the browser holds the cookie");
      if (value === undefined ? !inPage && !ownFetch : typeof value !== "string" || !/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/.test(value)) {
        throw refuse("value has to be the value of the session cookie");
      }
      return;
    default:
      throw refuse('type has to be "none", "basic", "jwt" or "cookie"');
  }
}
