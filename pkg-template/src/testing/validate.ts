// The check of a request against lakeFS's description of its API, which comes before everything else. It speaks as kin-openapi does.

import { quote } from "./go.js";
import { type Json, JsonError, JsonNumber, JsonObject, parseJson } from "./json.js";
import { type BodySchema, bodySchema, type Parameter, type Reference, resolve, type Schema } from "./schemas.js";
import type { Version } from "./versions.js";

/** A value that breaks its schema: where, and in which sentence. */
interface Violation {
  readonly path: readonly (string | number)[];
  readonly reason: string;
  /** Printed after the sentence; without it the sentence stands alone. */
  readonly shown?: { readonly schema: Schema; readonly value: Json };
}

/** The sentence for a parameter, undefined when it is in order. `values` are what the request has under its name. */
export function checkParameter(parameter: Parameter, values: readonly string[], version: Version): string | undefined {
  const place = `parameter ${quote(parameter.name)} in ${parameter.header ? "header" : "query"} has an error: `;
  const [first] = values;
  if (first === undefined) return parameter.required ? place + version.missingParameter : undefined;
  if (first === "") return parameter.required ? place + version.emptyParameter : undefined;
  if (parameter.type === "string") return undefined;
  const value = version[parameter.type](first);
  if ("problem" in value) return place + value.problem;
  if (!("number" in value)) return undefined;
  const { minimum = -Infinity, maximum = Infinity } = parameter;
  const reason = !Number.isInteger(value.number)
    ? version.notAnInteger
    : value.number < minimum
      ? `number must be at least ${minimum}`
      : value.number > maximum
        ? version.atMost(maximum)
        : undefined;
  if (reason === undefined) return undefined;
  const { default: fallback } = parameter;
  const schema = {
    ...(fallback === undefined ? {} : { default: Number(fallback) }),
    maximum,
    minimum,
    type: "integer",
  };
  return `${place}${reason}${details(schema, value.number)}`;
}

/** A body that is in order, with the defaults of its schema, or the sentence on what is wrong; undefined for a body that is not there. */
export function checkBody(
  body: Uint8Array,
  contentType: string,
  { name, required }: { name: BodySchema; required: boolean },
  version: Version,
): { readonly value: Json | undefined } | { readonly problem: string } {
  const problem = (reason: string) => ({ problem: `request body has an error: ${reason}` });
  if (body.length === 0) return required ? problem("value is required but missing") : { value: undefined };
  if (contentType.split(";", 1)[0] !== "application/json")
    return problem(`header Content-Type has unexpected value ${quote(contentType)}`);
  const undecoded = (message: string) => problem(`failed to decode request body: ${message}`);
  let value: Json;
  try {
    value = parseJson(body);
  } catch (error) {
    if (error instanceof JsonError) return undecoded(error.message);
    throw error;
  }
  const huge = hugeNumbers(value)[0];
  if (huge !== undefined) {
    const { message, decoding } = version.hugeNumber(huge);
    if (decoding) return undecoded(message);
  }
  const schema = bodySchema(name, version);
  if (version.defaults) value = withDefaults(value, schema);
  const violation = visit(schema, value, version);
  if (!violation) return { value };
  const at = violation.path.length > 0 ? `Error at "/${violation.path.join("/")}": ` : "";
  const shown = violation.shown ? details(violation.shown.schema, plainValue(violation.shown.value)) : "";
  return problem(`${version.schemaMismatch(name === "rules" ? undefined : name)}: ${at}${violation.reason}${shown}`);
}

function visit(reference: Schema | Reference, value: Json, version: Version): Violation | undefined {
  const schema = resolve(reference);
  const violation = (reason: string, path: string[] = []): Violation => ({ path, reason, shown: { schema, value } });
  if (value === null) return violation("Value is not nullable");
  if (value instanceof JsonNumber) {
    const number = Number(value.text);
    if (!Number.isFinite(number)) return { path: [], reason: version.hugeNumber(value.text).message };
    if (schema.type !== "integer") return violation(version.wrongType(schema.type));
    return Number.isInteger(number) ? undefined : violation(version.notAnInteger);
  }
  if (typeof value === "boolean")
    return schema.type === "boolean" ? undefined : violation(version.wrongType(schema.type));
  if (typeof value === "string") {
    if (schema.type !== "string") return violation(version.wrongType(schema.type));
    if (schema.minLength !== undefined && value.length < schema.minLength)
      return violation(`minimum string length is ${schema.minLength}`);
    if (schema.pattern !== undefined && !matches(schema.pattern, value))
      return violation(`string doesn't match the regular expression "${schema.pattern}"`);
    return undefined;
  }
  if (Array.isArray(value)) {
    if (schema.type !== "array" || !schema.items) return violation(version.wrongType(schema.type));
    for (const [index, item] of value.entries()) {
      const found = visit(schema.items, item, version);
      if (found) return { ...found, path: [index, ...found.path] };
    }
    return undefined;
  }
  if (schema.type !== "object") return violation(version.wrongType(schema.type));
  for (const [key, member] of value.sorted().entries) {
    const of =
      schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : schema.additionalProperties;
    const found = of && visit(of, member, version);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  const missing = schema.required?.find((key) => value.get(key) === undefined);
  return missing === undefined ? undefined : violation(`property "${missing}" is missing`, [missing]);
}

/** Go's dot is any character but a line feed. */
function matches(pattern: string, value: string): boolean {
  return new RegExp(pattern.replaceAll(".", "[^\\n]"), "u").test(value);
}

/** What the validator sends on: defaults for what is missing or null; then every key is there once, and in order. */
function withDefaults(value: Json, schema: Schema): Json {
  if (!(value instanceof JsonObject)) return value;
  const missing = Object.entries(schema.properties ?? {}).flatMap(([key, property]): [string, Json][] => {
    const fallback = resolve(property).default;
    return fallback === undefined || (value.get(key) ?? null) !== null ? [] : [[key, fallback]];
  });
  return missing.length === 0 ? value : new JsonObject([...value.entries, ...missing]).sorted();
}

function hugeNumbers(value: Json): string[] {
  if (value instanceof JsonNumber) return Number.isFinite(Number(value.text)) ? [] : [value.text];
  if (Array.isArray(value)) return value.flatMap(hugeNumbers);
  return value instanceof JsonObject ? value.entries.flatMap(([, member]) => hugeNumbers(member)) : [];
}

function details(schema: object, value: unknown): string {
  const print = (printed: unknown) => JSON.stringify(sortedKeys(printed), null, 2).replaceAll("\n", "\n  ");
  return `\nSchema:\n  ${print(schema)}\n\nValue:\n  ${print(value)}\n`;
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortedKeys(member)]));
}

function plainValue(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainValue);
  return value instanceof JsonObject
    ? Object.fromEntries(value.entries.map(([key, member]) => [key, plainValue(member)]))
    : value;
}
