// How the generated server code reads a request that the check let pass: stricter in some things, and in plain text where it stumbles.
import { conversionError, parseBool, parseInt64, unescape } from "./go.js";
import { type Json, JsonNumber, JsonObject } from "./json.js";
import { type Parameter, type Reference, resolve, type Schema } from "./schemas.js";
import { Refusal } from "./wire.js";

/** A body as a handler wants it. Integers are `bigint`s, because Go's have 64 bits. */
export type Bound = boolean | string | bigint | Bound[] | { [key: string]: Bound };

/** Thrown for a body that Go's decoder does not take into its struct. */
class Misfit {}

/** @throws Refusal in plain text, for `operation` with a capital */
export function bindBody(value: Json, schema: Schema, operation: string): Bound {
  try {
    return bind(value, schema);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Refusal(400, `Error unmarshalling body '${operation}' as JSON`);
  }
}

/** Go decodes into what is there: `before` is what an earlier key has left, and `null` leaves it. */
function bind(value: Json, reference: Schema | Reference, before?: Bound): Bound {
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
        return value.map((item, index) => bind(item, items, present[index]));
      break;
    }
    case "object":
      if (value instanceof JsonObject)
        return schema.additionalProperties
          ? bindMap(value, schema.additionalProperties, present)
          : bindStruct(value, schema, present);
  }
  throw new Misfit();
}

/** What Go's struct holds before anything is decoded into it; fields that are not required are pointers, and nil. */
function zero(reference: Schema | Reference): Bound {
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
        required.flatMap((name): [string, Bound][] => (properties[name] ? [[name, zero(properties[name])]] : [])),
      );
  }
}

/** A map without any key leaves what was there. */
function bindMap({ entries }: JsonObject, of: Schema, present: Bound): Bound {
  if (entries.length === 0) return present;
  const bound = Object.create(null) as { [key: string]: Bound };
  for (const [key, member] of entries) bound[key] = bind(member, of);
  return bound;
}

/** Go takes a key in any capitals for its field, one after another. */
function bindStruct({ entries }: JsonObject, { properties = {}, required = [] }: Schema, present: Bound): Bound {
  const bound = Object.assign(Object.create(null), present) as { [key: string]: Bound };
  const fields = Object.entries(properties);
  for (const [key, member] of entries) {
    const [name, of] =
      fields.find(([name]) => name === key) ?? fields.find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
    if (name === undefined || !of) continue;
    if (member !== null) bound[name] = bind(member, of, bound[name]);
    else if (!required.includes(name)) delete bound[name];
    else if (Array.isArray(bound[name])) bound[name] = [];
  }
  return bound;
}

/** @throws Refusal in plain text */
export function bindPath(name: string, encoded: string): string {
  const value = unescape(encoded, true);
  if (typeof value === "string") return value;
  throw new Refusal(
    400,
    `Invalid format for parameter ${name}: error unescaping query parameter '${name}': ${value.problem}`,
  );
}

/**
 * A parameter of the query; undefined when it is not there.
 *
 * @throws Refusal in plain text
 */
export function bindQuery({ name, type }: Parameter, values: readonly string[]): string | boolean | number | undefined {
  const refuse = (problem: string) => new Refusal(400, `Invalid format for parameter ${name}: ${problem}`);
  const [text] = values;
  if (text === undefined) return undefined;
  if (values.length > 1) throw refuse(`multiple values for single value parameter '${name}'`);
  if (type === "string") return text;
  const [parsed, reader] =
    type === "boolean" ? ([parseBool(text), "ParseBool"] as const) : ([parseInt64(text, 10), "ParseInt"] as const);
  if ("problem" in parsed)
    throw refuse(`error binding string parameter: ${conversionError(reader, text, parsed.problem)}`);
  return typeof parsed.value === "bigint" ? Number(parsed.value) : parsed.value;
}

/**
 * A header; undefined when it is not there.
 *
 * @throws Refusal in plain text
 */
export function bindHeader({ name }: Parameter, values: readonly string[]): string | undefined {
  const [text] = values;
  if (text === undefined) return undefined;
  if (values.length > 1) throw new Refusal(400, `Expected one value for ${name}, got ${values.length}`);
  const refuse = (problem: string) => new Refusal(400, `Invalid format for parameter ${name}: ${problem}`);
  if (text === "") throw refuse(`parameter '${name}' is empty, can't bind its value`);
  const value = unescape(text, true);
  if (typeof value !== "string") throw refuse(`error unescaping query parameter '${name}': ${value.problem}`);
  return value;
}
