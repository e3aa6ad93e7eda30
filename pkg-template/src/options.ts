import type { BranchProtectionRule } from "./generated/models.js";
import type { Attempt, Auth, Fetch } from "./types.js";

/** How a client reaches lakeFS. Everything can be left out. */
export interface ClientOptions {
  /**
   * Where lakeFS is: `https://lakefs.example.com`, with or without `/api/v1` and a path before it. Where the page has an http(s) origin it may be
   * left out, which means that origin, or relative. Elsewhere, also in extensions and in pages from a file, the default is
   * `http://localhost:8000`. User info, query and fragment are refused.
   */
  endpoint?: string | URL | undefined;
  /**
   * The path of lakeFS's API below the endpoint. Default `"/api/v1"`. With `""` the endpoint is the API already, as behind a gateway that maps
   * `https://gateway.example.com/lakefs-api/` to `/api/v1/`: paths of operations are appended to it as it is.
   */
  apiPath?: string | undefined;
  /** How the client proves who it is. Default: in a page with an http(s) origin `{ type: "cookie" }`, elsewhere `{ type: "none" }`, decided at the first call. */
  auth?: Auth | undefined;
  /** Used instead of `globalThis.fetch`, which is the default and looked up at each request; called with a string and an init object. */
  fetch?: Fetch | undefined;
  /**
   * Sent with every request, beside `Accept: application/json` and `X-Lakefs-Client: lakefs-wasm/VERSION`, which lakeFS logs.
   * `Authorization`, `Cookie` and `Host` are refused; values must be visible ASCII. Default: none.
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

/** Which branches to list. */
export interface ListBranchesOptions extends CallOptions {
  /** Only ids that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only ids after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
  /** How many at most, 1 to 1000. Default 100. */
  amount?: number | undefined;
}

/** Which branches to go through. */
export interface BranchesOptions extends CallOptions {
  /** Only ids that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only ids after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
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
