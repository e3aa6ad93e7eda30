import type { AnyLakeFSError, Operation } from "../index.js";
import { InvalidArgumentError, ResponseError } from "./lakefs.js";

/** An `invalid_argument`; `field` is where in the argument: `options.concurrency`. */
export function invalid(field: string, problem: string, cause?: unknown): InvalidArgumentError {
  const argument = /^\w+/.exec(field)?.[0] ?? field;
  const error = new InvalidArgumentError(`${field} ${problem}`, "invalid_argument", { argument, cause });
  return Object.assign(error, { field });
}

/** What a write without a condition of lakeFS's is refused with when somebody else was faster. */
export function preconditionFailed(operation: Operation, repository: string, message: string): ResponseError {
  return new ResponseError(message, "precondition_failed", { operation, repository, status: 412 });
}

/** What a repository that cannot be created because there is one is refused with. */
export function alreadyExists(repository: string, message: string): AnyLakeFSError {
  return new ResponseError(message, "already_exists", { operation: "createRepository", repository, status: 409 });
}

/** `string`, `null`, `an array`: what a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}
