import type { ErrorCode } from "./errors.js";
import type { Operation } from "./generated/models.js";

export type { Operation } from "./generated/models.js";

/** How a client authenticates. */
export type Auth =
  /** Without credentials. */
  | {
      /** The kind of authentication. */
      type: "none";
    }
  /** With an access key. Sends no cookies. */
  | {
      /** The kind of authentication. */
      type: "basic";
      /** The access key's ID, without a colon. */
      accessKeyId: string;
      /** The access key's secret. Sent with every request; never in an error or log. */
      secretAccessKey: string;
    }
  /**
   * With a token, such as that of `login`. A function is called once for all pending calls, and again, with `refresh: true`, when
   * lakeFS refuses its token; its time counts as phase `token` of the timeouts. Sends no cookies.
   */
  | {
      /** The kind of authentication. */
      type: "jwt";
      /** A token (visible ASCII, without `Bearer`), or a function that returns one. */
      token:
        | string
        | ((request: {
            /** Whether lakeFS refused the function's last token. */
            refresh: boolean;
            /** Aborted when no call waits for the token. */
            signal: AbortSignal;
          }) => string | Promise<string>);
    }
  /**
   * With the session cookie of one of lakeFS's logins. A browser holds it, so `value` is refused there, also in extensions, pages
   * from a file and windows of Tauri and Capacitor, unless `fetch` is your own. Elsewhere `name` and
   * `value` become the `Cookie` header; `value` is required there, unless `fetch` is your own.
   */
  | {
      /** The kind of authentication. */
      type: "cookie";
      /** The cookie's name. Default `internal_auth_session`; without effect in a page. */
      name?: SessionCookie | undefined;
      /** The cookie's value as a browser would send it. Refused in a page, required elsewhere unless `fetch` is your own. */
      value?: string | undefined;
    };

/** The cookies that lakeFS's logins set: its own, OpenID Connect's and SAML's. */
export type SessionCookie = "internal_auth_session" | "oidc_auth_session" | "saml_auth_session";

/**
 * A function like `fetch`. The type requires only what is used: `globalThis.fetch`, undici's, node-fetch's, `(url: string, init: RequestInit) =>
 * Promise<Response>` and short stubs are assignable.
 *
 * @example
 * import { LakeFSClient } from "lakefs-wasm";
 *
 * const lakefs = new LakeFSClient({ fetch: (url, init) => fetch(url, { ...init, keepalive: true }) });
 * console.log(typeof lakefs.getRepository); // → function
 */
export type Fetch = (url: string, init: FetchInit) => FetchResponse | PromiseLike<FetchResponse>;

/** The second argument of a {@link Fetch}, a new object for each request. */
export interface FetchInit {
  /** The HTTP method, in capitals. */
  method: string;
  /** The headers of the request, one string for each name. */
  headers: Record<string, string>;
  /** JSON; absent where the operation sends none. */
  body?: string;
  /** Aborted when the call no longer needs this request. */
  signal: AbortSignal;
  /** Redirects are not followed. */
  redirect: "manual";
  /** Whether the browser sends cookies; absent where the runtime's requests have no credentials. */
  credentials?: "omit" | "include";
  /** No cache may answer; absent where the runtime's requests have no cache mode. */
  cache?: "no-store";
}

/** What a {@link Fetch} resolves with. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: {
    /** The value of a header, whose name is case-insensitive; null when it is absent. */
    get(name: string): string | null;
  };
  /** The bytes of the body. A `body` with a reader is preferred. */
  arrayBuffer(): Promise<ArrayBufferLike>;
}

/** One request, for `onAttempt`. Contains no IDs and no secrets. */
export interface Attempt {
  /** The operation. */
  operation: Operation;
  /** The HTTP method. */
  method: string;
  /** The path below `/api/v1` as a template, without IDs: `/repositories/{repository}`. */
  path: string;
  /** The number of the attempt in its call, from 1. */
  number: number;
  /** Its duration in milliseconds. */
  duration: number;
  /** The HTTP status; absent without a response. */
  status?: number;
  /** lakeFS's `X-Request-Id`; absent without one. */
  requestId?: string;
  /** The error's code, or `aborted`; absent on success. */
  error?: ErrorCode | "aborted";
  /** The pause before the next attempt in milliseconds; absent when none follows. */
  retryInMs?: number;
}
