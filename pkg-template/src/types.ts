import type { ErrorCode } from "./errors.js";
import type { Operation } from "./generated/models.js";

export type { Operation } from "./generated/models.js";

/** How a client proves who it is. */
export type Auth =
  /** Not at all. */
  | {
      /** Which of the ways it is. */
      type: "none";
    }
  /** With an access key; the key id cannot have a colon. Sends no cookies. */
  | {
      /** Which of the ways it is. */
      type: "basic";
      /** The access key's id, without a colon. */
      accessKeyId: string;
      /** The access key's secret. Sent with every request; in no error and no log. */
      secretAccessKey: string;
    }
  /**
   * With a token, as `login` gives one. A function is asked once for all calls that wait for it, and again, with `refresh: true`, after
   * lakeFS has refused what it gave; what it takes counts as phase `token` of the timeouts. Sends no cookies.
   */
  | {
      /** Which of the ways it is. */
      type: "jwt";
      /** A token: visible ASCII, without `Bearer`. Or a function that gives one; `signal` is aborted when nobody waits for it any more. */
      token:
        | string
        | ((request: {
            /** Whether lakeFS has refused what the function gave last. */
            refresh: boolean;
            /** Aborted when nobody waits for the token any more. */
            signal: AbortSignal;
          }) => string | Promise<string>);
    }
  /**
   * With the session cookie that one of lakeFS's logins has set. In a browser, which keeps it, `value` is refused; also in extensions, in pages
   * from a file and in windows of Tauri and Capacitor, unless `fetch` is yours there. Elsewhere `name` (default `internal_auth_session`) and
   * `value` become the `Cookie` header; `value` may be missing there only with a `fetch` of your own.
   */
  | {
      /** Which of the ways it is. */
      type: "cookie";
      /** Which login's cookie it is. Default `internal_auth_session`; in a page it does not matter. */
      name?: SessionCookie | undefined;
      /** The cookie's value as the browser would send it. Refused in a page, needed elsewhere unless `fetch` is yours. */
      value?: string | undefined;
    };

/** The cookies that lakeFS's logins set: its own, OpenID Connect's and SAML's. */
export type SessionCookie = "internal_auth_session" | "oidc_auth_session" | "saml_auth_session";

/**
 * A function like `fetch`, asked for no more than is used: `globalThis.fetch`, undici's, node-fetch's, `(url: string, init: RequestInit) =>
 * Promise<Response>` and stubs of a few lines all fit.
 *
 * @example
 * import { LakeFSClient } from "lakefs-wasm";
 *
 * const lakefs = new LakeFSClient({ fetch: (url, init) => fetch(url, { ...init, keepalive: true }) });
 * console.log(typeof lakefs.getRepository); // → function
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What a {@link Fetch} is called with. Each call gets one of its own. */
export interface FetchInit {
  /** The HTTP method, in capitals. */
  method: string;
  /** The headers of the request, one string for each name. */
  headers: Record<string, string>;
  /** JSON; absent where the operation sends none. */
  body?: string;
  /** Aborted when the call no longer waits for this request. */
  signal: AbortSignal;
  /** Redirects are not followed. */
  redirect: "manual";
  /** Whether the browser's cookies go with it; absent where the runtime's requests have no credentials. */
  credentials?: "omit" | "include";
  /** No cache may answer; absent where the runtime's requests have no such mode. */
  cache?: "no-store";
}

/** What a {@link Fetch} resolves with. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: {
    /** The value of a header, whose name can be in any case; null where there is none. */
    get(name: string): string | null;
  };
  /** The bytes of the body. Where there is a `body` with a reader, that is read instead. */
  arrayBuffer(): Promise<ArrayBufferLike>;
}

/** What `onAttempt` is told of one request. Holds no id and no secret. */
export interface Attempt {
  /** The call. */
  operation: Operation;
  /** The HTTP method. */
  method: string;
  /** The path below `/api/v1` as a template, without ids: `/repositories/{repository}`. */
  path: string;
  /** Which attempt of the call it was, from 1. */
  number: number;
  /** How long it took, in milliseconds. */
  duration: number;
  /** The HTTP status, where an answer came. */
  status?: number;
  /** lakeFS's `X-Request-Id`, where one came. */
  requestId?: string;
  /** What went wrong, where something did. */
  error?: ErrorCode | "aborted";
  /** The pause before the next attempt in milliseconds, where one follows. */
  retryInMs?: number;
}
