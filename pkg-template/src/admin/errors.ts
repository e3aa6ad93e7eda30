import type { CallOptions, Operation } from "../entry/index.js";
import { InvalidArgumentError, isLakeFSError, ResponseError } from "./lakefs.js";

/** An `invalid_argument`; `field` is where in the argument: `options.concurrency`. */
export function invalid(field: string, problem: string): InvalidArgumentError {
  return new InvalidArgumentError(`${field} ${problem}`, "invalid_argument", { argument: field.split(/\W/)[0], field });
}

/** The error for a change whose plan was made from other rules than the stored ones. */
export const preconditionFailed = (operation: Operation, repository: string, what: string): ResponseError =>
  new ResponseError(`the ${what} rules have changed since the plan was made; make another`, "precondition_failed", {
    operation,
    repository,
    status: 412,
  });

/** The error for a restore into a repository that holds something else. */
export const alreadyExists = (repository: string, problem: string): ResponseError =>
  new ResponseError(`the repository ${problem}`, "already_exists", {
    operation: "createRepository",
    repository,
    status: 409,
  });

export const quote: (text: string) => string = JSON.stringify;

/** For messages: the type of a value, `string`, `null`, `an array`. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

/**
 * Resolves with null when lakeFS says that something does not exist: `not found`, `repository not found`. A proxy's 404 is thrown, such as `404 page not found`:
 * it must not look like missing settings. The reason of an abort can have the code too, and is thrown.
 */
export async function orNull<T>(
  result: Promise<T>,
  code: "not_found" | "repository_not_found",
  { signal }: CallOptions,
): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (isLakeFSError(error, code) && /^(?!404).*not found$/.test(error.message) && !signal?.aborted) return null;
    throw error;
  }
}
