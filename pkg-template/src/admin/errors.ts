import type { CallOptions, ErrorCode, Operation } from "../entry/index.js";
import { InvalidArgumentError, isLakeFSError, ResponseError } from "./lakefs.js";

/** An `invalid_argument`; `field` is where in the argument: `options.concurrency`. */
export function invalid(field: string, problem: string): InvalidArgumentError {
  const [argument = ""] = field.split(/\W/);
  return new InvalidArgumentError(`${field} ${problem}`, "invalid_argument", { argument, field });
}

/** What a change is refused with when the rules are no longer those of the plan. */
export function preconditionFailed(operation: Operation, repository: string, what: string): ResponseError {
  const message = `the ${what} rules have changed since the plan was made; make another`;
  return new ResponseError(message, "precondition_failed", { operation, repository, status: 412 });
}

/** What a restore into a repository that holds something else is refused with. */
export function alreadyExists(repository: string, problem: string): ResponseError {
  const operation = "createRepository";
  return new ResponseError(`the repository ${problem}`, "already_exists", { operation, repository, status: 409 });
}

/** A number as it is, of anything else the type: for messages. */
export const describe = (value: unknown): string => (typeof value === "number" ? String(value) : kindOf(value));

/** `string`, `null`, `an array`: what a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

/** What a call resolves with, and something else where it is refused with a code. The reason of an abort can be such an error too. */
export async function orElse<T, E>(
  result: Promise<T>,
  code: ErrorCode,
  otherwise: E,
  { signal }: CallOptions,
): Promise<T | E> {
  try {
    return await result;
  } catch (error) {
    if (isLakeFSError(error, code) && !signal?.aborted) return otherwise;
    throw error;
  }
}
