import { type InvalidArgumentError, makeError } from "../errors.js";
import type { Operation } from "../types.js";
import { cloneBySchema, fieldName, mismatch, type Schema } from "./schema.js";

/** The call that an argument belongs to. */
export interface Context {
  readonly operation?: Operation;
  readonly repository?: unknown;
}

/** An error about a field of an argument: `options.timeoutMs`. The message is the field's name and the problem. */
export function invalidArgument(field: string, problem: string, context?: Context): InvalidArgumentError {
  return misuse(field, `${field} ${problem}`, context);
}

/** The same with a message that does not begin with the field. */
export function misuse(field: string, message: string, { operation, repository }: Context = {}): InvalidArgumentError {
  const [argument = field] = field.split(/[.[]/);
  const known = typeof repository === "string" ? repository : undefined;
  return makeError("invalid_argument", message, {
    argument,
    field,
    operation,
    repository: known,
  }) as InvalidArgumentError;
}

/** Throws when an argument does not match its schema. */
export function validate(argument: string, value: unknown, schema: Schema, context?: Context): void {
  const found = read(argument, () => mismatch(value, schema, false), context);
  if (found) throw invalidArgument(fieldName(argument, found.path), found.problem, context);
}

/** A validated copy of an argument; later changes to the original have no effect. */
export function cloneValidated<T>(argument: string, value: T, schema: Schema, context?: Context): T {
  const copy = read(argument, () => cloneBySchema(value, schema), context);
  validate(argument, copy, schema, context);
  return copy as T;
}

/** Reads an argument, which may throw (getters, proxies). */
function read<T>(argument: string, look: () => T, context: Context | undefined): T {
  try {
    return look();
  } catch {
    throw invalidArgument(argument, "cannot be read: a getter or a proxy threw", context);
  }
}
