// Who there is, and what each may do, in lakeFS's words.
import type { Version } from "./versions.js";
import { Refusal } from "./wire.js";

export interface User {
  readonly id: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** Patterns of permissions; undefined for all. */
  readonly allow: readonly string[] | undefined;
}

/** Whether the user has a permission. */
export function may(user: User, action: string): boolean {
  return user.allow === undefined || user.allow.some((pattern) => matches(pattern, action));
}

/** `*` stands for any text, `?` for one character. */
function matches(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${expression}$`, "u").test(action);
}

/** Goes on when the user has every one of the permissions; the first that is missing is named. */
export function authorize(user: User | undefined, actions: readonly string[], version: Version): User {
  if (!user) throw new Refusal(401, "error authenticating request");
  const missing = actions.find((action) => !may(user, action));
  if (missing === undefined) return user;
  // The list's filter by permissions says no without a name.
  throw new Refusal(
    401,
    missing === "fs:ListRepositories" ? "insufficient permissions" : version.notPermitted(missing),
  );
}
