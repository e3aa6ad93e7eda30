/** What a value must be. The schemas of models are generated; those of options are in arguments.ts. */
export type Schema = "any" | "boolean" | "string" | "record" | "function" | "signal" | Range | List | ObjectSchema;
export interface Range {
  readonly min: number;
  readonly max: number;
  /** Fractions are fine too. */
  readonly fraction?: boolean;
}
export interface List {
  readonly list: Schema;
  /** A faster test of a response's items; when it fails, `list` says why. */
  readonly isItem?: (value: Unvalidated) => boolean;
  /** lakeFS says null for an empty one. */
  readonly orNull?: boolean;
}
export interface ObjectSchema {
  readonly fields: readonly (readonly [name: string, schema: Schema, required: boolean])[];
}
/** Any value, before validation. */
export type Unvalidated = Partial<Record<string, unknown>> | null | undefined;
/** An operation, with the schema of a 2xx body; none for a 204. */
export interface OperationInfo {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly response: Schema | undefined;
}

/** Where a value is not what it has to be, and what it has to be. */
export interface Mismatch {
  path: (string | number)[];
  problem: string;
}

/**
 * Compares a value with its schema. `answer` is true for what lakeFS has sent: a null list becomes an empty one in place. What callers pass
 * has to be well-formed Unicode besides, and an optional field of theirs may be undefined.
 */
export function mismatch(value: unknown, schema: Schema, answer: boolean): Mismatch | undefined {
  if (typeof schema === "string") return scalar(value, schema, answer);
  if ("fields" in schema) return object(value, schema, answer);
  if ("list" in schema) return list(value, schema, answer);
  const fits = schema.fraction ? typeof value === "number" : Number.isSafeInteger(value);
  if (fits && (value as number) >= schema.min && (value as number) <= schema.max) return undefined;
  return wrong(rangeSentence(schema), value, typeof value === "number");
}

function scalar(value: unknown, schema: Schema & string, answer: boolean): Mismatch | undefined {
  switch (schema) {
    case "any":
      return undefined;
    case "boolean":
      return typeof value === "boolean" ? undefined : wrong("has to be true or false", value);
    case "string":
      if (typeof value !== "string") return wrong("has to be a string", value);
      return answer || isWellFormed(value)
        ? undefined
        : { path: [], problem: "has a lone surrogate, which no server can be sent" };
    case "function":
      return typeof value === "function" ? undefined : wrong("has to be a function", value);
    case "signal":
      return isSignal(value) ? undefined : wrong("has to be an AbortSignal", value);
    case "record": {
      // The entries of a Map or a Headers would be passed over.
      if (!isObject(value) || Symbol.iterator in value) return wrong("has to be an object", value);
      for (const key of Object.keys(value)) {
        const found = scalar(value[key], "string", answer);
        if (found) return inside(key, found);
      }
      return undefined;
    }
  }
}

function object(value: unknown, schema: ObjectSchema, answer: boolean): Mismatch | undefined {
  if (!isObject(value)) return wrong("has to be an object", value);
  for (const [name, field, required] of schema.fields) {
    const given = value[name];
    if (given === undefined) {
      if (required) return { path: [name], problem: "is missing" };
      continue;
    }
    if (given === null && answer && typeof field === "object" && "list" in field && field.orNull) {
      value[name] = [];
      continue;
    }
    const found = mismatch(given, field, answer);
    if (found) return inside(name, found);
  }
  return undefined;
}

function list(value: unknown, { list, isItem }: List, answer: boolean): Mismatch | undefined {
  if (!Array.isArray(value)) return wrong("has to be an array", value);
  for (let index = 0; index < value.length; index++) {
    if (answer && isItem?.(value[index] as Unvalidated)) continue;
    const found = mismatch(value[index], list, answer);
    if (found) return inside(index, found);
  }
  return undefined;
}

/** A copy in which every field was read once: what was checked is what is used, whatever the original says later. */
export function copied(value: unknown, schema: Schema): unknown {
  if (typeof schema === "string")
    return schema === "record" && isObject(value) && !(Symbol.iterator in value) ? { ...value } : value;
  if ("list" in schema)
    return Array.isArray(value) ? Array.from(value, (item: unknown) => copied(item, schema.list)) : value;
  if (!("fields" in schema) || !isObject(value)) return value;
  const copy = { ...value };
  for (const [name, inner] of schema.fields) {
    // Getters of a class stand on its prototype.
    const field = Object.hasOwn(copy, name) ? copy[name] : value[name];
    if (field !== undefined) copy[name] = copied(field, inner);
  }
  // It would be written as something that nobody has checked.
  if (typeof copy["toJSON"] === "function") delete copy["toJSON"];
  return copy;
}

function inside(step: string | number, found: Mismatch): Mismatch {
  found.path.unshift(step);
  return found;
}

function wrong(problem: string, value: unknown, number = false): Mismatch {
  const got = value === null ? "null" : Array.isArray(value) ? "an array" : number ? String(value) : typeof value;
  return { path: [], problem: `${problem}, and is ${got}` };
}

function rangeSentence({ min, max, fraction }: Range): string {
  const what = fraction ? "a number" : "a whole number";
  if (max === Number.MAX_SAFE_INTEGER || max === Infinity)
    return min < 0 ? `has to be ${what}` : `has to be ${what} from ${min}`;
  return `has to be ${what} from ${min} to ${max}`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSignal(value: unknown): value is AbortSignal {
  return (
    isObject(value) &&
    typeof value["aborted"] === "boolean" &&
    typeof value["addEventListener"] === "function" &&
    typeof value["removeEventListener"] === "function"
  );
}

function isWellFormed(text: string): boolean {
  return (
    !/[\ud800-\udfff]/.test(text) ||
    !/(?:[\ud800-\udbff](?![\udc00-\udfff]))|(?:(?<![\ud800-\udbff])[\udc00-\udfff])/.test(text)
  );
}

/** `rules[3].pattern`: where something is in an argument. */
export function fieldName(argument: string, path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (name, step) => (typeof step === "number" ? `${name}[${step}]` : `${name}.${step}`),
    argument,
  );
}

/** `/results/3/id`: where something is in a body, as a JSON pointer (RFC 6901). */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
