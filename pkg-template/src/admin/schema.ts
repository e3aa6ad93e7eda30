import { describe, invalid, kindOf } from "./errors.js";

/**
 * What a value must be: a type, a `text` (a string that is not empty), whole `days`, an array of one schema, or an object with fields; a field whose name
 * ends in `?` may be missing.
 */
export type Schema =
  | "boolean"
  | "days"
  | "function"
  | "number"
  | "string"
  | "text"
  | readonly [Schema]
  | { readonly [field: string]: Schema };

/** Clones the fields of a value that its schema has. Throws an `InvalidArgumentError` that names the field that differs. */
export function cloneValidated(field: string, value: unknown, schema: Schema): unknown {
  if (Array.isArray(schema)) {
    if (!Array.isArray(value)) throw invalid(field, `must be an array, got ${kindOf(value)}`);
    return Array.from(value, (item, index) => cloneValidated(`${field}[${index}]`, item, schema[0]));
  }
  if (typeof schema === "object") return cloneFields(field, value, schema as { readonly [field: string]: Schema });
  if (schema === "days") {
    // lakeFS keeps 32 bits.
    if (!Number.isInteger(value) || ((value as number) | 0) !== value)
      throw invalid(field, `must be a whole number of days, at most 2147483647, got ${describe(value)}`);
    return value;
  }
  const type = schema === "text" ? "string" : schema;
  if (typeof value !== type) throw invalid(field, `must be a ${type}, got ${kindOf(value)}`);
  if (schema === "text" && value === "") throw invalid(field, "must not be empty");
  return value;
}

function cloneFields(
  field: string,
  value: unknown,
  schema: { readonly [field: string]: Schema },
): Record<string, unknown> {
  const given = requireObject(field, value);
  const copy: Record<string, unknown> = {};
  for (const [marked, inner] of Object.entries(schema)) {
    const name = marked.replace("?", "");
    const part = given[name];
    if (part !== undefined || name === marked) copy[name] = cloneValidated(`${field}.${name}`, part, inner);
  }
  return copy;
}

/** Returns a value as an object. Throws an `InvalidArgumentError` for anything else, also for an array. */
export function requireObject(field: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(field, `must be an object, got ${kindOf(value)}`);
  return value as Record<string, unknown>;
}
