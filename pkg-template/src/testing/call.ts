// A request as a handler sees it: checked, bound, and with the user who asks.
import type { Bound } from "./bind.js";
import type { LakeFS } from "./lakefs.js";
import type { User } from "./permissions.js";
import type { Answer } from "./wire.js";

export interface Call {
  readonly lakefs: LakeFS;
  /** undefined for nobody. */
  readonly user: User | undefined;
  /** From the path; "" where it has none. */
  readonly repository: string;
  /** From the path; "" where it has none. */
  readonly branch: string;
  /** Parameters of the query by their names. */
  readonly query: Readonly<Record<string, string | boolean | number | undefined>>;
  readonly ifMatch: string | undefined;
  /** In the shape of the operation's schema; undefined for none. */
  readonly body: Bound | undefined;
  /** Goes on when the user has all these permissions. */
  authorize(...actions: string[]): User;
}

export type Handler = (call: Call) => Answer;
