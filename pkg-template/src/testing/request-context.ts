import type { Decoded } from "./decode.js";
import type { HttpResponse } from "./http-message.js";
import type { LakeFS } from "./lakefs.js";
import type { User } from "./permissions.js";

/** A validated request with decoded parameters, as handlers receive it. */
export interface RequestContext {
  readonly lakefs: LakeFS;
  /** undefined for a request without credentials. */
  readonly user: User | undefined;
  /** The path's `{repository}`; "" in other paths. */
  readonly repository: string;
  /** The path's `{branch}`; "" in other paths. */
  readonly branch: string;
  /** Query parameters by name. */
  readonly query: Readonly<Record<string, string | boolean | number | undefined>>;
  readonly ifMatch: string | undefined;
  /** Decoded by the operation's schema; undefined for none. */
  readonly body: Decoded | undefined;
  /**
   * Checks that the user has all these permissions.
   *
   * @throws ApiError with 401
   */
  authorize(...actions: string[]): User;
}

export type Handler = (context: RequestContext) => HttpResponse;
