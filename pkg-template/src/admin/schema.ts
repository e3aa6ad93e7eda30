import { invalid, kindOf } from "./errors.js";

/**
 * What a value must be: a type, a `text` (a string that is not empty), whole `days`, `retention` (garbage collection rules; null when there are none), an
 * array of one schema, or an object with fields; a field whose name ends in `?` may be missing.
 */
export type Schema =
  | "boolean"
  | "count"
  | "days"
  | "function"
  | "number"
  | "retention"
  | "string"
  | "text"
  | readonly [Schema]
  | { readonly [field: string]: Schema };

export const REPOSITORY: Schema = {
  id: "text",
  // Empty in a repository that was created without validation: a finding of the audit, and to be given with a restore.
  default_branch: "string",
  storage_namespace: "text",
  creation_date: "number",
  "storage_id?": "string",
  "read_only?": "boolean",
};
const RETENTION: Schema = {
  default_retention_days: "days",
  branches: [{ branch_id: "string", retention_days: "days" }],
};

/** Clones the fields of a value that its schema has. Throws an `InvalidArgumentError` that names the field that differs. */
export function cloneValidated(field: string, value: unknown, schema: Schema): unknown {
  if (Array.isArray(schema)) {
    if (!Array.isArray(value)) throw invalid(field, `must be an array, got ${kindOf(value)}`);
    return Array.from(value, (item, index) => cloneValidated(`${field}[${index}]`, item, schema[0]));
  }
  if (schema === "retention") return value === null ? value : cloneValidated(field, value, RETENTION);
  if (typeof schema === "object") {
    const given = requireObject(field, value);
    const copy: Record<string, unknown> = {};
    for (const [marked, inner] of Object.entries(schema)) {
      const name = marked.replace("?", "");
      const part = given[name];
      if (part !== undefined || name === marked) copy[name] = cloneValidated(`${field}.${name}`, part, inner);
    }
    return copy;
  }
  if (schema === "days" || schema === "count") {
    const limits = schema === "days" ? "of days, at most 2147483647" : "≥ 1";
    // lakeFS keeps 32 bits.
    if (typeof value === "number" && (value | 0) === value && (schema === "days" || value > 0)) return value;
    throw invalid(field, `must be a whole number ${limits}, got ${typeof value === "number" ? value : kindOf(value)}`);
  }
  if (schema === "text" && value === "") throw invalid(field, "must not be empty");
  const type = schema === "text" ? "string" : schema;
  if (typeof value === type) return value;
  throw invalid(field, `must be a ${type}, got ${kindOf(value)}`);
}

/** Returns a value as an object. Throws an `InvalidArgumentError` for anything else, also for an array. */
export function requireObject(field: string, value: unknown): Record<string, unknown> {
  if (kindOf(value) !== "object") throw invalid(field, `must be an object, got ${kindOf(value)}`);
  return value as Record<string, unknown>;
}
