import { describe, invalid, kindOf } from "./errors.js";

/**
 * What a value must be: a type, a `text` (a string that is not empty), whole `days`, an array of one shape, or an object with fields; a field whose name
 * ends in `?` may be missing.
 */
export type Shape =
  | "boolean"
  | "days"
  | "function"
  | "number"
  | "string"
  | "text"
  | readonly [Shape]
  | { readonly [field: string]: Shape };

/** The fields of a value that its shape has, as a copy. Throws an `InvalidArgumentError` that names the field that differs. */
export function checked(field: string, value: unknown, shape: Shape): unknown {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw invalid(field, `must be an array, got ${kindOf(value)}`);
    return Array.from(value, (item, index) => checked(`${field}[${index}]`, item, shape[0]));
  }
  if (typeof shape === "object") return checkedFields(field, value, shape as { readonly [field: string]: Shape });
  if (shape === "days") {
    // lakeFS keeps 32 bits.
    if (!Number.isInteger(value) || ((value as number) | 0) !== value)
      throw invalid(field, `must be a whole number of days, at most 2147483647, got ${describe(value)}`);
    return value;
  }
  const type = shape === "text" ? "string" : shape;
  if (typeof value !== type) throw invalid(field, `must be a ${type}, got ${kindOf(value)}`);
  if (shape === "text" && value === "") throw invalid(field, "must not be empty");
  return value;
}

function checkedFields(
  field: string,
  value: unknown,
  shape: { readonly [field: string]: Shape },
): Record<string, unknown> {
  const given = object(field, value);
  const copy: Record<string, unknown> = {};
  for (const [marked, inner] of Object.entries(shape)) {
    const name = marked.replace("?", "");
    const part = given[name];
    if (part !== undefined || name === marked) copy[name] = checked(`${field}.${name}`, part, inner);
  }
  return copy;
}

/** An object that is no array. */
export function object(field: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(field, `must be an object, got ${kindOf(value)}`);
  return value as Record<string, unknown>;
}
