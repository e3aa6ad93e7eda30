// Decoding of validated requests, as lakeFS's generated code does it: stricter than the validation in some cases, with errors in plain text.
import { conversionError, decodePercent, parseBool, parseInt64 } from "./go.js";
import { ApiError } from "./http-message.js";
import { type Json, JsonNumber, JsonObject } from "./json.js";
import { type Parameter, type Reference, resolve, type Schema } from "./schemas.js";

/** A decoded body. Integers are `bigint`s, since Go's have 64 bits. */
export type Decoded = boolean | string | bigint | Decoded[] | { [key: string]: Decoded };

/** Thrown for a body that Go cannot decode into its struct. */
class DecodeError {}

/**
 * @param operation the operation id with an uppercase first letter
 * @throws ApiError in plain text
 */
export function decodeBody(value: Json, schema: Schema, operation: string): Decoded {
  try {
    return decode(value, schema);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new ApiError(400, `Error unmarshalling body '${operation}' as JSON`, "text");
  }
}

/** Go decodes into existing values: `before` is the value of an earlier key for the same field, and `null` keeps it. */
function decode(value: Json, reference: Schema | Reference, before?: Decoded): Decoded {
  const schema = resolve(reference);
  const present = before ?? zero(schema);
  if (value === null) return present;
  switch (schema.type) {
    case "string":
      if (typeof value === "string") return value;
      break;
    case "boolean":
      if (typeof value === "boolean") return value;
      break;
    case "integer":
      if (value instanceof JsonNumber) {
        const parsed = parseInt64(value.text, 10);
        if ("value" in parsed) return parsed.value;
      }
      break;
    case "array": {
      const { items } = schema;
      if (Array.isArray(value) && Array.isArray(present) && items)
        return value.map((item, index) => decode(item, items, present[index]));
      break;
    }
    case "object":
      if (value instanceof JsonObject)
        return schema.additionalProperties
          ? decodeMap(value, schema.additionalProperties, present)
          : decodeStruct(value, schema, present);
  }
  throw new DecodeError();
}

/** Go's zero value. Fields that are not required are pointers, so they are absent. */
function zero(reference: Schema | Reference): Decoded {
  const { type, properties = {}, required = [] } = resolve(reference);
  switch (type) {
    case "string":
      return "";
    case "boolean":
      return false;
    case "integer":
      return 0n;
    case "array":
      return [];
    case "object":
      return Object.fromEntries(
        required.flatMap((name): [string, Decoded][] => (properties[name] ? [[name, zero(properties[name])]] : [])),
      );
  }
}

/** An empty object keeps the existing map. */
function decodeMap({ entries }: JsonObject, schema: Schema, present: Decoded): Decoded {
  if (entries.length === 0) return present;
  const decoded = Object.create(null) as { [key: string]: Decoded };
  for (const [key, member] of entries) decoded[key] = decode(member, schema);
  return decoded;
}

/** Go matches keys to fields case-insensitively, and decodes every match. */
function decodeStruct({ entries }: JsonObject, { properties = {}, required = [] }: Schema, present: Decoded): Decoded {
  const decoded = Object.assign(Object.create(null), present) as { [key: string]: Decoded };
  const fields = Object.entries(properties);
  for (const [key, member] of entries) {
    const [name, schema] =
      fields.find(([name]) => name === key) ?? fields.find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
    if (name === undefined || !schema) continue;
    if (member !== null) decoded[name] = decode(member, schema, decoded[name]);
    else if (!required.includes(name)) delete decoded[name];
    else if (Array.isArray(decoded[name])) decoded[name] = [];
  }
  return decoded;
}

/** @throws ApiError in plain text */
export function decodePath(name: string, encoded: string): string {
  const value = decodePercent(encoded, true);
  if (typeof value === "string") return value;
  throw new ApiError(
    400,
    `Invalid format for parameter ${name}: error unescaping query parameter '${name}': ${value.problem}`,
    "text",
  );
}

/**
 * A query parameter; undefined when it is absent.
 *
 * @throws ApiError in plain text
 */
export function decodeQuery(
  { name, type }: Parameter,
  values: readonly string[],
): string | boolean | number | undefined {
  const invalid = (problem: string) => new ApiError(400, `Invalid format for parameter ${name}: ${problem}`, "text");
  const [text] = values;
  if (text === undefined) return undefined;
  if (values.length > 1) throw invalid(`multiple values for single value parameter '${name}'`);
  if (type === "string") return text;
  const [parsed, reader] =
    type === "boolean" ? ([parseBool(text), "ParseBool"] as const) : ([parseInt64(text, 10), "ParseInt"] as const);
  if ("problem" in parsed)
    throw invalid(`error binding string parameter: ${conversionError(reader, text, parsed.problem)}`);
  return typeof parsed.value === "bigint" ? Number(parsed.value) : parsed.value;
}

/**
 * A header; undefined when it is absent.
 *
 * @throws ApiError in plain text
 */
export function decodeHeader({ name }: Parameter, values: readonly string[]): string | undefined {
  const [text] = values;
  if (text === undefined) return undefined;
  if (values.length > 1) throw new ApiError(400, `Expected one value for ${name}, got ${values.length}`, "text");
  const invalid = (problem: string) => new ApiError(400, `Invalid format for parameter ${name}: ${problem}`, "text");
  if (text === "") throw invalid(`parameter '${name}' is empty, can't bind its value`);
  const value = decodePercent(text, true);
  if (typeof value !== "string") throw invalid(`error unescaping query parameter '${name}': ${value.problem}`);
  return value;
}
