// Validation of requests by lakeFS's description of its API, with the messages of kin-openapi, the library that lakeFS validates with.
import { byBytes, quote } from "./go.js";
import { ApiError, escapeLikeGo } from "./http-message.js";
import { type Json, JsonError, JsonNumber, JsonObject, parseJson } from "./json.js";
import type { LakeFS } from "./lakefs.js";
import {
  type BodySchema,
  bodySchema,
  isInline,
  type Parameter,
  type Reference,
  resolve,
  type Schema,
} from "./schemas.js";
import type { Version } from "./versions.js";

/** A value that does not match its schema. */
interface Violation {
  readonly path: readonly (string | number)[];
  readonly reason: string;
  /** Printed after the reason, if present. */
  readonly details?: { readonly schema: Schema; readonly value: Printable };
}

/**
 * @param values the parameter's values in the request
 * @throws ApiError
 */
export function validateParameter(parameter: Parameter, values: readonly string[], version: Version): void {
  const invalid = (problem: string) => {
    const place = `parameter ${quote(parameter.name)} in ${parameter.header ? "header" : "query"}`;
    return new ApiError(400, `${place} has an error: ${problem}`);
  };
  const [first] = values;
  if (!first) {
    if (parameter.required) throw invalid(first === "" ? version.emptyParameter : version.missingParameter);
    return;
  }
  if (parameter.type === "string") return;
  const value = version[parameter.type](first);
  if ("problem" in value) throw invalid(value.problem);
  if (!("number" in value)) return;
  const reason = rangeProblem(parameter, value.number, version);
  if (reason === undefined) return;
  const { default: fallback, maximum, minimum } = parameter;
  const schema = { ...(fallback && { default: Number(fallback) }), maximum, minimum, type: "integer" };
  throw invalid(reason + printDetails(schema, value.number, version));
}

function rangeProblem(parameter: Parameter, value: number, version: Version): string | undefined {
  const { minimum = -Infinity, maximum = Infinity } = parameter;
  if (!Number.isInteger(value)) return version.notAnInteger;
  if (value < minimum) return `number must be at least ${minimum}`;
  return value > maximum ? version.atMost(maximum) : undefined;
}

/**
 * Parses and validates a body.
 *
 * @returns the body with the defaults of its schema
 * @throws ApiError
 */
export function validateBody(body: Uint8Array, contentType: string, name: BodySchema, lakefs: LakeFS): Json {
  const { version } = lakefs;
  const invalid = (reason: string) => new ApiError(400, `request body has an error: ${reason}`);
  if (body.length === 0) throw invalid("value is required but missing");
  if (contentType.split(";", 1)[0] !== "application/json")
    throw invalid(`header Content-Type has unexpected value ${quote(contentType)}`);
  const parsed = parseBody(body, version);
  if ("problem" in parsed) throw invalid(`failed to decode request body: ${parsed.problem}`);
  const schema = bodySchema(name, version);
  const value = version.defaults ? withDefaults(parsed.value, schema) : parsed.value;
  const violation = validate(schema, value, lakefs);
  if (!violation) return value;
  const { path, reason, details } = violation;
  const place = path.length > 0 ? `Error at "/${path.join("/")}": ` : "";
  const shown = details ? printDetails(details.schema, details.value, version) : "";
  throw invalid(`${version.schemaMismatch(isInline(name) ? undefined : name)}: ${place}${reason}${shown}`);
}

function parseBody(body: Uint8Array, version: Version): { readonly value: Json } | { readonly problem: string } {
  try {
    const value = parseJson(body);
    const [huge] = hugeNumbers(value);
    if (huge === undefined) return { value };
    const { message, whileDecoding } = version.hugeNumber(huge);
    return whileDecoding ? { problem: message } : { value };
  } catch (error) {
    if (error instanceof JsonError) return { problem: error.message };
    throw error;
  }
}

/** Numbers beyond the range of 64-bit floats. */
function hugeNumbers(value: Json): string[] {
  if (value instanceof JsonNumber) return Number.isFinite(Number(value.text)) ? [] : [value.text];
  if (Array.isArray(value)) return value.flatMap(hugeNumbers);
  return value instanceof JsonObject ? value.entries.flatMap(([, member]) => hugeNumbers(member)) : [];
}

/** The first violation. */
function validate(reference: Schema | Reference, value: Json, lakefs: LakeFS): Violation | undefined {
  const schema = resolve(reference);
  if (value === null) return { path: [], reason: "Value is not nullable", details: { schema, value } };
  const type = typeOf(value);
  if (value instanceof JsonNumber) {
    const number = Number(value.text);
    if (!Number.isFinite(number)) return { path: [], reason: lakefs.version.hugeNumber(value.text).message };
    if (schema.type === "integer" && !Number.isInteger(number))
      return { path: [], reason: lakefs.version.notAnInteger, details: { schema, value: number } };
  }
  if (schema.type !== type) {
    const { reason, value: shown } = lakefs.version.wrongType(schema.type, type);
    return {
      path: [],
      reason,
      details: { schema, value: shown ?? (value instanceof JsonNumber ? Number(value.text) : value) },
    };
  }
  if (typeof value === "string") return validateString(schema, value);
  if (Array.isArray(value)) return validateArray(schema, value, lakefs);
  return value instanceof JsonObject ? validateObject(schema, value, lakefs) : undefined;
}

function typeOf(value: Exclude<Json, null>): Schema["type"] {
  if (value instanceof JsonNumber) return "integer";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  return Array.isArray(value) ? "array" : "object";
}

function validateString(schema: Schema, value: string): Violation | undefined {
  const violation = (reason: string) => ({ path: [], reason, details: { schema, value } });
  if (schema.minLength !== undefined && value.length < schema.minLength)
    return violation(`minimum string length is ${schema.minLength}`);
  // Go's dot matches any character but a line feed.
  if (schema.pattern !== undefined && !new RegExp(schema.pattern.replaceAll(".", "[^\\n]"), "u").test(value))
    return violation(`string doesn't match the regular expression "${schema.pattern}"`);
  return undefined;
}

function validateArray({ items }: Schema, value: Json[], lakefs: LakeFS): Violation | undefined {
  for (const [index, item] of value.entries()) {
    const found = items && validate(items, item, lakefs);
    if (found) return { ...found, path: [index, ...found.path] };
  }
  return undefined;
}

function validateObject(schema: Schema, value: JsonObject, lakefs: LakeFS): Violation | undefined {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const { entries } = value.sorted();
  for (const [key, member] of lakefs.version.sortsProperties ? entries : lakefs.random.shuffled(entries)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    const found = property && validate(property, member, lakefs);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  const missing = required.find((key) => value.get(key) === undefined);
  if (missing === undefined) return undefined;
  return { path: [missing], reason: `property "${missing}" is missing`, details: { schema, value } };
}

/** kin-openapi adds defaults for what is absent or null. With one of them, every key is there once, in order. */
function withDefaults(value: Json, schema: Schema): Json {
  if (!(value instanceof JsonObject)) return value;
  const missing = Object.entries(schema.properties ?? {}).flatMap(([key, property]): [string, Json][] => {
    const fallback = resolve(property).default;
    return fallback === undefined || (value.get(key) ?? null) !== null ? [] : [[key, fallback]];
  });
  return missing.length === 0 ? value : new JsonObject([...value.entries, ...missing]).sorted();
}

/** JSON, a schema, or a number as a 64-bit float. */
type Printable = Json | number | object;

function printDetails(schema: object, value: Printable, version: Version): string {
  return `\nSchema:\n  ${print(schema, version, "  ")}\n\nValue:\n  ${print(value, version, "  ")}\n`;
}

/** JSON as Go's encoder indents it, with sorted keys. */
function print(value: Printable, version: Version, indent: string): string {
  const deeper = `${indent}  `;
  const printItem = (item: Printable) => print(item, version, deeper);
  const printBlock = (lines: readonly string[], open: string, close: string) =>
    lines.length === 0 ? open + close : `${open}\n${lines.map((line) => deeper + line).join(",\n")}\n${indent}${close}`;
  if (value instanceof JsonNumber) return version.printsNumbersAsSent ? value.text : printItem(Number(value.text));
  if (Array.isArray(value)) return printBlock(value.map(printItem), "[", "]");
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return printScalar(value);
  const entries: readonly (readonly [string, Printable])[] =
    value instanceof JsonObject ? value.sorted().entries : definedEntries(value).sort(([a], [b]) => byBytes(a, b));
  return printBlock(
    entries.map(([key, member]) => `${printScalar(key)}: ${printItem(member)}`),
    "{",
    "}",
  );
}

function printScalar(value: string | number | boolean | null): string {
  return escapeLikeGo(JSON.stringify(value));
}

function definedEntries(value: object): [string, Printable][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
