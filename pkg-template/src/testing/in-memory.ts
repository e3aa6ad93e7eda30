import type { Auth, Operation } from "../types.js";
import { Engine } from "./engine.js";
import type { Fault } from "./fault.js";
import { createFetch } from "./fetch.js";
import { resolveOptions } from "./options.js";

export type { Fault } from "./fault.js";

/** An in-memory lakeFS; {@link inMemoryLakeFS} makes one. */
export interface InMemoryLakeFS {
  /**
   * A function like `fetch` that responds as lakeFS does, whatever host the address names: for `new LakeFSClient({ fetch: lakefs.fetch,
   * auth: lakefs.auth })`, and behind `Deno.serve((request) => lakefs.fetch(request))`, `Bun.serve({ fetch: (request) => lakefs.fetch(request) })`
   * or a service worker. It follows no redirects, and honors abort signals. Responses have `Set-Cookie` except in pages, where browsers remove it.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The first user's key, as the client's `auth` option. */
  readonly auth: Extract<Auth, { type: "basic" }>;
  /** The first user's key, as the argument of `login`. */
  readonly credentials: {
    /** The access key's ID. */
    accessKeyId: string;
    /** The access key's secret. */
    secretAccessKey: string;
  };
  /**
   * The requests received, newest last: method, path and query as they were sent, headers by lowercase name (without `Authorization` and
   * `Cookie`), body, and the status of the response, which is 0 until there is one. `operation` is the client's operation, if it is one.
   * The array grows; copy what should not change.
   */
  readonly requests: readonly {
    /** The HTTP method. */
    method: string;
    /** The path as it was sent, `/api/v1` included. */
    path: string;
    /** The query as it was sent, without its `?`; `""` for none. */
    query: string;
    /** The headers by lowercase name, without `Authorization` and `Cookie`. */
    headers: Readonly<Record<string, string>>;
    /** The body; `""` for none. */
    body: string;
    /** The client's operation, if the request is one. */
    operation?: Operation;
    /** The HTTP status of the response; 0 until there is one. */
    status: number;
  }[];
  /**
   * Makes the next requests fail: `times` of them (default 1), of one operation or (default) of any. One fault applies to a request: the
   * first planned one that matches.
   *
   * Throws a `TypeError` for an invalid fault.
   */
  fail(
    fault: Fault,
    match?: {
      /** The operation whose requests fail. Default: any. */
      operation?: Operation | undefined;
      /** How many requests fail, from 1; Infinity for all. Default 1. */
      times?: number | undefined;
    },
  ): void;
  /** Removes repositories, used namespaces, tasks, faults and requests. Refuses tokens and cookies issued before. */
  reset(): void;
}

/**
 * Makes an in-memory lakeFS, for tests and demonstrations: lakeFS's repositories API, branches and sessions, with the responses of version
 * 1.84, including headers, error messages and oddities. Nothing is sent, and all data is in memory.
 *
 * In a page, where a `Response` cannot have `Set-Cookie`, use the key and secret, or the token of a login; over a port (`serve` of
 * `lakefs-wasm/testing/node`) sessions work as they do on lakeFS.
 *
 * Throws a `TypeError` for invalid options.
 *
 * @example
 * import { LakeFSClient } from "lakefs-wasm";
 * import { inMemoryLakeFS } from "lakefs-wasm/testing";
 *
 * const lakefs = inMemoryLakeFS({ blockstore: "s3" });
 * const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
 * await client.createRepository({ name: "demo", storage_namespace: "s3://bucket/demo" });
 * console.log(lakefs.requests[0]?.operation, lakefs.requests[0]?.status); // → createRepository 201
 */
export function inMemoryLakeFS(options?: {
  /** The version of lakeFS. Default "1.84". */
  version?: "1.84" | "1.12" | undefined;
  /**
   * The users. Default: one user "admin" with lakeFS's example key. `allow` lists permissions by lakeFS's names, where `*` matches any
   * text: `["fs:List*", "fs:Read*"]`. Default: all permissions. They apply to every repository.
   */
  users?:
    | readonly {
        /** The user's name. */
        id: string;
        /** The access key's ID, different for each user. */
        accessKeyId: string;
        /** The access key's secret. */
        secretAccessKey: string;
        /** The user's permissions. Default: all. */
        allow?: readonly string[] | undefined;
      }[]
    | undefined;
  /** The kind of object store, which decides the storage namespaces that are accepted: `mem://`, `local://` or `s3://`. Default "mem". */
  blockstore?: "mem" | "local" | "s3" | undefined;
  /** Seconds for which a repository that was read is still found after its deletion. Default 0; lakeFS has 5 to 7. */
  lookupCacheSeconds?: number | undefined;
  /** Milliseconds that a dump or a restore takes. Default 0: it is done at once. */
  taskMs?: number | undefined;
  /**
   * The clock, in milliseconds since 1970, for all dates, tokens, tasks and caches. Default `Date.now`. With a clock given, IDs and
   * orders are the same in every run, too.
   */
  now?: (() => number) | undefined;
}): InMemoryLakeFS {
  const resolved = resolveOptions(options);
  const engine = new Engine(resolved, options?.now !== undefined);
  const [{ accessKeyId, secretAccessKey }] = resolved.users;
  const lakefs: InMemoryLakeFS = {
    fetch: createFetch(engine),
    auth: { type: "basic", accessKeyId, secretAccessKey },
    credentials: { accessKeyId, secretAccessKey },
    requests: engine.requests,
    fail: (fault, match) => engine.faults.add(fault, match),
    reset: () => engine.reset(),
  };
  // For `serve`, which passes requests on as they were sent. A global symbol, since the two modules share no code.
  Object.defineProperty(lakefs, Symbol.for("lakefs-wasm.testing.engine"), { value: engine });
  return lakefs;
}
