// Users and their permissions.
import { ApiError } from "./http-message.js";
import type { Version } from "./versions.js";

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
export function isAllowed(user: User, action: string): boolean {
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

/**
 * Checks that the user has all permissions.
 *
 * @throws ApiError with 401, which names the first one that is missing
 */
export function authorize(user: User | undefined, actions: readonly string[], version: Version): User {
  if (!user) throw new ApiError(401, "error authenticating request");
  const missing = actions.find((action) => !isAllowed(user, action));
  if (missing === undefined) return user;
  // lakeFS filters the list of repositories by permission, and that filter names none.
  throw new ApiError(
    401,
    missing === "fs:ListRepositories" ? "insufficient permissions" : version.notPermitted(missing),
  );
}
