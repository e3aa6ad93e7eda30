import type { BranchProtectionRule } from "./generated/models.js";
import type { Attempt, Auth, Fetch } from "./types.js";
import { type Context, invalidArgument } from "./validate/argument.js";
import { CREDENTIALS } from "./validate/auth.js";
import type { ObjectSchema, Range, Schema } from "./validate/schema.js";

// Everything about an option is here: its type and documentation, then how it is validated, and at the end what is sent of it.

/** Options of a client. All are optional. */
export interface ClientOptions {
  /**
   * The URL of lakeFS: `https://lakefs.example.com`, with or without `/api/v1` and a path before it. Default: the page's http(s) origin; elsewhere, also in
   * extensions and in pages from a file, `http://localhost:8000`. In a page it may be relative. User info, query and fragment are refused.
   */
  endpoint?: string | URL | undefined;
  /**
   * The path of lakeFS's API below the endpoint. Default `"/api/v1"`. With `""` the endpoint is the API itself, as behind a gateway that maps
   * `https://gateway.example.com/lakefs-api/` to `/api/v1/`: paths of operations are appended to it.
   */
  apiPath?: string | undefined;
  /** How the client authenticates. Default: in a page with an http(s) origin `{ type: "cookie" }`, elsewhere `{ type: "none" }`, decided at the first call. */
  auth?: Auth | undefined;
  /** Sends requests; called with a string and an init object. Default: `globalThis.fetch`, looked up at each request. */
  fetch?: Fetch | undefined;
  /**
   * Headers of every request, in addition to `Accept: application/json` and `X-Lakefs-Client: lakefs-wasm/VERSION`, which lakeFS logs.
   * `Authorization`, `Cookie` and `Host` are refused; values must be visible ASCII. Default: none.
   */
  headers?: Record<string, string> | undefined;
  /** Milliseconds for one attempt, including its body; at least 1. Default 30,000; `Infinity` for no limit. */
  timeoutMs?: number | undefined;
  /** Milliseconds for a call with all attempts and pauses; at least 1. Default 120,000; `Infinity` for no limit. */
  totalTimeoutMs?: number | undefined;
  /**
   * How often a request is retried where that is safe: GET, PUT and DELETE after 408, 420, 423, 425, 429, 502 to 504, 520 to 530 and broken connections, GET
   * also after 500, POST only where it is known that nothing was sent. The pauses are random, up to 200 ms before the first retry and up to twice as long
   * before each next one, 5 s at most, or what `Retry-After` asks for. Default 2; 0 for never.
   */
  retries?: number | undefined;
  /**
   * Called after every attempt, for logs and metrics, with data that contains no IDs and no secrets. What it throws goes to `reportError` or
   * `console.error` and does not affect the call. Default: none.
   */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
}

/** Options of a call, in every method's last argument. */
export interface CallOptions {
  /** Aborts the call, which rejects with the signal's reason. Default: none. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt, including its body. Default: the client's, which defaults to 30,000. */
  timeoutMs?: number | undefined;
  /** Milliseconds for the call with all attempts and pauses. Default: the client's, which defaults to 120,000. */
  totalTimeoutMs?: number | undefined;
  /** How often the request is retried where that is safe. Default: the client's, which defaults to 2. */
  retries?: number | undefined;
  /** Headers of this call, added to the client's and replacing those of the same name. Default: none. */
  headers?: Record<string, string> | undefined;
}

/** Which repositories to list. */
export interface ListRepositoriesOptions extends CallOptions {
  /** Only IDs that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only IDs after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
  /** The maximum number of results, 1 to 1000. Default 100. */
  amount?: number | undefined;
  /** Only IDs that contain this, case-sensitive. Servers before 1.46 ignore it. Default: all. */
  search?: string | undefined;
}

/** Which repositories to iterate over. */
export interface RepositoriesOptions extends CallOptions {
  /** Only IDs that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only IDs after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
  /** Only IDs that contain this, case-sensitive. Also works on servers that ignore it. Default: all. */
  search?: string | undefined;
  /** The number of results for each request, 1 to 1000. Default 1000. */
  pageSize?: number | undefined;
}

/** Which branches to list. */
export interface ListBranchesOptions extends CallOptions {
  /** Only IDs that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only IDs after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
  /** The maximum number of results, 1 to 1000. Default 100. */
  amount?: number | undefined;
}

/** Which branches to iterate over. */
export interface BranchesOptions extends CallOptions {
  /** Only IDs that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only IDs after this one, in byte order; it need not exist. Default: from the beginning. */
  after?: string | undefined;
  /** The number of results for each request, 1 to 1000. Default 1000. */
  pageSize?: number | undefined;
}

/** How to create a repository. */
export interface CreateRepositoryOptions extends CallOptions {
  /** Creates it without a first commit and without checking the storage namespace, to restore into. Default `false`. */
  bare?: boolean | undefined;
}

/** How to delete a repository. */
export interface DeleteRepositoryOptions extends CallOptions {
  /** Deletes a read-only repository, too. Default `false`. */
  force?: boolean | undefined;
}

/**
 * Whether to write branch protection rules conditionally; one of the two is required. `ifMatch`: only if the stored rules still have this ETag; `""` means only if
 * there are none, and `null` (a proxy removed the ETag) is refused with what to do about it. `overwrite`: unconditionally.
 */
export type SetBranchProtectionRulesOptions = CallOptions &
  (
    | {
        /** The `etag` that was read with the rules; `""` when there were none. */
        ifMatch: string | null;
        /** Not together with `ifMatch`. */
        overwrite?: never;
      }
    | {
        /** Overwrites whatever is stored. */
        overwrite: true;
        /** Not together with `overwrite`. */
        ifMatch?: never;
      }
  );

/** How to change branch protection rules. */
export interface UpdateBranchProtectionRulesOptions extends CallOptions {
  /** How many rounds of reading, changing and writing to make when others are faster. Default 10. */
  attempts?: number | undefined;
}

/** How to wait for a dump or a restore. */
export interface WaitOptions<Status> extends CallOptions {
  /** The longest pause between two polls in milliseconds; pauses grow up to it. Default 3,000. */
  pollMs?: number | undefined;
  /** Rejects with `task_stalled` when the task's `update_time` is older than this many milliseconds by the server's clock. Default 3,600,000. */
  stallMs?: number | undefined;
  /** Milliseconds for the whole wait; `totalTimeoutMs` is for one poll. Default `Infinity`. */
  deadlineMs?: number | undefined;
  /** Called with each status. What it throws goes to `reportError` or `console.error`. Default: none. */
  onProgress?: ((status: Status) => void) | undefined;
}

/** Branch protection rules with their ETag. */
export interface BranchProtection {
  /** The rules, sorted by pattern. */
  rules: BranchProtectionRule[];
  /** For `ifMatch`; `""` when there are no rules, `null` when a proxy removed the header. */
  etag: string | null;
}

/** A schema for each option; the compiler finds one that is missing. */
type Fields<Options> = { readonly [Name in keyof Options]-?: Schema };

const optional = <Options>(fields: Fields<Options>): ObjectSchema => ({
  fields: Object.entries<Schema>(fields).map(([name, schema]) => [name, schema, false]),
});

const MILLISECONDS: Range = { min: 1, max: Infinity, fraction: true };
const COUNT: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };
const PAGE_SIZE: Range = { min: 1, max: 1000 };
const LIMITS = { timeoutMs: MILLISECONDS, totalTimeoutMs: MILLISECONDS, retries: COUNT, headers: "record" } as const;
const CALL: Fields<CallOptions> = { signal: "signal", ...LIMITS };
const RANGE = { prefix: "string", after: "string" } as const;

/** How the options of the client and of each method are validated. */
export const optionSchemas = {
  client: optional<ClientOptions>({
    ...LIMITS,
    fetch: "function",
    onAttempt: "function",
    auth: CREDENTIALS,
    endpoint: "any",
    apiPath: "string",
  }),
  call: optional<CallOptions>(CALL),
  list: optional<ListRepositoriesOptions>({ ...CALL, ...RANGE, search: "string", amount: PAGE_SIZE }),
  repositories: optional<RepositoriesOptions>({ ...CALL, ...RANGE, search: "string", pageSize: PAGE_SIZE }),
  listBranches: optional<ListBranchesOptions>({ ...CALL, ...RANGE, amount: PAGE_SIZE }),
  branches: optional<BranchesOptions>({ ...CALL, ...RANGE, pageSize: PAGE_SIZE }),
  create: optional<CreateRepositoryOptions>({ ...CALL, bare: "boolean" }),
  delete: optional<DeleteRepositoryOptions>({ ...CALL, force: "boolean" }),
  update: optional<UpdateBranchProtectionRulesOptions>({
    ...CALL,
    attempts: { min: 1, max: Number.MAX_SAFE_INTEGER },
  }),
  wait: optional<WaitOptions<unknown>>({
    ...CALL,
    pollMs: MILLISECONDS,
    stallMs: MILLISECONDS,
    deadlineMs: MILLISECONDS,
    onProgress: "function",
  }),
};

const NO_ETAG =
  "is null: a proxy removes the ETag header, as nginx does when it compresses JSON. Remove application/json from its " +
  "gzip_types, or write without a condition with { overwrite: true }";

/** Throws unless there is either a usable `ifMatch` or `overwrite`. */
export function validateCondition(options: CallOptions, context: Context): void {
  const { ifMatch, overwrite } = options as { ifMatch?: unknown; overwrite?: unknown };
  if (ifMatch === null) throw invalidArgument("options.ifMatch", NO_ETAG, context);
  if (overwrite !== undefined && overwrite !== true) {
    throw invalidArgument("options.overwrite", "must be true or absent", context);
  }
  if ((ifMatch === undefined) === (overwrite === undefined)) {
    throw invalidArgument("options", "must have either ifMatch, the etag that was read, or overwrite: true", context);
  }
  if (ifMatch !== undefined && !(typeof ifMatch === "string" && /^(?!\*$)[\x21-\x7e]*$/.test(ifMatch))) {
    throw invalidArgument("options.ifMatch", "must be the etag that getBranchProtectionRules returned", context);
  }
}

/** The options that are part of a request, as text; `src/operations.rs` has their places in it. */
export function sentOptions(
  options: ListRepositoriesOptions & CreateRepositoryOptions & DeleteRepositoryOptions & { ifMatch?: string },
) {
  const { prefix, after, search, amount, bare, force, ifMatch } = options;
  return {
    prefix,
    after,
    search,
    amount: amount?.toString(),
    bare: bare ? "true" : undefined,
    force: force ? "true" : undefined,
    ifMatch,
  };
}

export type SentOptions = ReturnType<typeof sentOptions>;

/** How often updateBranchProtectionRules tries; the core counts in 32 bits. */
export const updateAttempts = ({ attempts = 10 }: UpdateBranchProtectionRulesOptions): number =>
  Math.min(attempts, 2 ** 32 - 1);

/** How to wait, with the defaults. */
export const waitParams = ({ pollMs = 3_000, stallMs = 3_600_000, deadlineMs = Infinity }: WaitOptions<never>) => ({
  pollMs,
  stallMs,
  deadlineMs,
});
