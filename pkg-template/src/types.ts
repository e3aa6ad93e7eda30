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
   * With the session cookie that one of lakeFS's logins has set. In a page the browser holds it and `value` is refused. Elsewhere `name`
   * (default `internal_auth_session`) and `value` become the `Cookie` header; `value` may be missing there only with a `fetch` of your own.
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

/** A function like `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

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
