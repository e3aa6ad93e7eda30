import type { Auth, Operation } from "../types.js";
import { Engine } from "./engine.js";
import type { Fault } from "./fault.js";
import { fetchOf } from "./handler.js";
import { settingsOf } from "./options.js";

export type { Fault } from "./fault.js";

/** A lakeFS in memory; {@link inMemoryLakeFS} makes one. */
export interface InMemoryLakeFS {
  /**
   * A function like `fetch` that answers as lakeFS does, whatever host the address names: for `new LakeFSClient({ fetch: lakefs.fetch,
   * auth: lakefs.auth })`, and behind `Deno.serve((request) => lakefs.fetch(request))`, `Bun.serve({ fetch: (request) => lakefs.fetch(request) })`
   * or a service worker. It follows no redirects, and honours abort signals. Its answers carry `Set-Cookie` where a `Response` can; in a page it cannot.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The first user's key, as a client's option. */
  readonly auth: Extract<Auth, { type: "basic" }>;
  /** The first user's key, as the argument of `login`. */
  readonly credentials: {
    /** The access key's id. */
    accessKeyId: string;
    /** Its secret. */
    secretAccessKey: string;
  };
  /**
   * What arrived, newest last: method, path and query as they were sent, headers by their names in small letters (`Authorization` and
   * `Cookie` left out), body, and the status of the answer, which is 0 as long as there is none. `operation` is the client's call, where
   * the request is one. The list grows; copy what should not change.
   */
  readonly requests: readonly {
    /** The HTTP method. */
    method: string;
    /** The path as it was sent, `/api/v1` included. */
    path: string;
    /** The query as it was sent, without its `?`; `""` for none. */
    query: string;
    /** The headers by their names in small letters, without `Authorization` and `Cookie`. */
    headers: Readonly<Record<string, string>>;
    /** The body; `""` for none. */
    body: string;
    /** The client's call, where the request is one. */
    operation?: Operation;
    /** The HTTP status of the answer; 0 as long as there is none. */
    status: number;
  }[];
  /**
   * Makes the next requests fail: `times` of them (default 1), of one operation or (default) of any. A request suffers one fault, the one
   * that was planned first of those that match.
   *
   * Throws a `TypeError` for a fault that is none.
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
  /** Empty again: no repositories, no namespaces in use, no tasks, no faults, no requests. Tokens and cookies from before are refused. */
  reset(): void;
}

/**
 * Makes a lakeFS in memory, for tests and demonstrations: lakeFS's repositories API with its sessions, answering as a server of version 1.84
 * does, down to headers, the sentences of its errors and its oddities. Nothing leaves the process, and nothing outlives it.
 *
 * In a page, where a `Response` cannot carry `Set-Cookie`, use its key and secret, or the token of a login; over a port (`serve` of
 * `lakefs-wasm/testing/node`) sessions work as they do on lakeFS.
 *
 * Throws a `TypeError` for options that it does not know how to take.
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
  /** The version whose answers it gives. Default "1.84". */
  version?: "1.84" | "1.12" | undefined;
  /**
   * Who may call. Default: one user "admin" with lakeFS's example key. `allow` holds permissions in lakeFS's words, where `*` stands for
   * any text: `["fs:List*", "fs:Read*"]`. Default: all of them, on every repository.
   */
  users?:
    | readonly {
        /** The user's name. */
        id: string;
        /** The access key's id, which no other user has. */
        accessKeyId: string;
        /** The access key's secret. */
        secretAccessKey: string;
        /** What the user may do. Default: everything. */
        allow?: readonly string[] | undefined;
      }[]
    | undefined;
  /** Where it claims to keep objects, which decides the storage namespaces that it takes: `mem://`, `local://` or `s3://`. Default "mem". */
  blockstore?: "mem" | "local" | "s3" | undefined;
  /** Seconds that a repository, once it was looked up, is still found after it was deleted. Default 0; lakeFS has 5 to 7. */
  lookupCacheSeconds?: number | undefined;
  /** Milliseconds that a dump or a restore takes. Default 0: it is done when it is submitted. */
  taskMs?: number | undefined;
  /**
   * The clock, in milliseconds since 1970, from which all dates, tokens, tasks and caches go. Default `Date.now`. With a clock of the
   * test's own, ids and orders are the same in every run, too.
   */
  now?: (() => number) | undefined;
}): InMemoryLakeFS {
  const settings = settingsOf(options);
  const engine = new Engine(settings, options?.now !== undefined);
  const [{ accessKeyId, secretAccessKey }] = settings.users;
  const lakefs: InMemoryLakeFS = {
    fetch: fetchOf(engine),
    auth: { type: "basic", accessKeyId, secretAccessKey },
    credentials: { accessKeyId, secretAccessKey },
    requests: engine.arrived,
    fail: (fault, match) => engine.faults.add(fault, match),
    reset: () => engine.reset(),
  };
  // For `serve`, which has to see requests as they are on the wire; a name, so that the two modules share no code.
  Object.defineProperty(lakefs, Symbol.for("lakefs-wasm.testing.engine"), { value: engine });
  return lakefs;
}
