import { type AnyLakeFSError, type ErrorFields, makeError } from "./errors.js";

/**
 * Restores an error from `error.toJSON()`, or from JSON: `postMessage` and `structuredClone` drop the class and the code of every error, so
 * send what `toJSON` returns and revive it on the other side. Anything else is returned unchanged. Cause and stack are not transferred.
 *
 * @example
 * import { isLakeFSError, reviveError } from "lakefs-wasm";
 *
 * const error: unknown = await lakefs.getRepository("nobody").catch((reason: unknown) => reason);
 * const sent: unknown = structuredClone(isLakeFSError(error) ? error.toJSON() : error);
 * console.log(isLakeFSError(reviveError(sent), "repository_not_found")); // → true
 */
export function reviveError(value: unknown): unknown {
  const { name, message, code, ...details } = Object(value) as Partial<
    Pick<AnyLakeFSError, "name" | "message" | "code">
  > &
    ErrorFields;
  if (typeof message !== "string" || typeof code !== "string" || value instanceof Error) return value;
  const error = makeError(code, message, details);
  // An error of another package: its code may mean something else.
  return error.name === name ? error : value;
}
