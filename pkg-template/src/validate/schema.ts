/** What a value must be. The schemas of models are generated; those of options are in `options.ts` beside this file. */
export type Schema = "any" | "boolean" | "string" | "record" | "function" | "signal" | Range | List | ObjectSchema;
export interface Range {
  readonly min: number;
  readonly max: number;
  /** Fractions are allowed. */
  readonly fraction?: boolean;
}
export interface List {
  readonly list: Schema;
  /** A faster test of a response's items; when it fails, `list` says why. */
  readonly isItem?: (value: Unvalidated) => boolean;
  /** lakeFS sends null for an empty list. */
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
  /** Whether its requests carry none of the client's credentials. */
  readonly withoutCredentials?: boolean;
}

/** Where a value does not match its schema, and what it must be. */
export interface Mismatch {
  path: (string | number)[];
  problem: string;
}

/**
 * Compares a value with its schema. In a response (`isResponse`) a null list becomes an empty one in place. In an argument, strings must be
 * well-formed Unicode, and an optional field may be undefined.
 */
export function mismatch(value: unknown, schema: Schema, isResponse: boolean): Mismatch | undefined {
  if (typeof schema === "string") return scalar(value, schema, isResponse);
  if ("fields" in schema) return object(value, schema, isResponse);
  if ("list" in schema) return list(value, schema, isResponse);
  const fits = schema.fraction ? typeof value === "number" : Number.isSafeInteger(value);
  if (fits && (value as number) >= schema.min && (value as number) <= schema.max) return undefined;
  return wrong(rangeProblem(schema), value, typeof value === "number");
}

function scalar(value: unknown, schema: Schema & string, isResponse: boolean): Mismatch | undefined {
  switch (schema) {
    case "any":
      return undefined;
    case "boolean":
      return typeof value === "boolean" ? undefined : wrong("must be true or false", value);
    case "string":
      if (typeof value !== "string") return wrong("must be a string", value);
      return isResponse || isWellFormed(value)
        ? undefined
        : { path: [], problem: "contains a lone surrogate, which cannot be sent as UTF-8" };
    case "function":
      return typeof value === "function" ? undefined : wrong("must be a function", value);
    case "signal":
      return isSignal(value) ? undefined : wrong("must be an AbortSignal", value);
    case "record": {
      // The entries of a Map or a Headers object are not properties and would be lost.
      if (!isObject(value) || Symbol.iterator in value) return wrong("must be a plain object", value);
      for (const key of Object.keys(value)) {
        const found = scalar(value[key], "string", isResponse);
        if (found) return inside(key, found);
      }
      return undefined;
    }
  }
}

function object(value: unknown, schema: ObjectSchema, isResponse: boolean): Mismatch | undefined {
  if (!isObject(value)) return wrong("must be an object", value);
  for (const [name, of, required] of schema.fields) {
    const field = value[name];
    if (field === undefined) {
      if (required) return { path: [name], problem: "is missing" };
      continue;
    }
    if (field === null && isResponse && typeof of === "object" && "list" in of && of.orNull) {
      value[name] = [];
      continue;
    }
    const found = mismatch(field, of, isResponse);
    if (found) return inside(name, found);
  }
  return undefined;
}

function list(value: unknown, { list: of, isItem }: List, isResponse: boolean): Mismatch | undefined {
  if (!Array.isArray(value)) return wrong("must be an array", value);
  for (let index = 0; index < value.length; index++) {
    if (isResponse && isItem?.(value[index] as Unvalidated)) continue;
    const found = mismatch(value[index], of, isResponse);
    if (found) return inside(index, found);
  }
  return undefined;
}

/** A copy in which every field was read once, so that what was validated is what is used. */
export function cloneBySchema(value: unknown, schema: Schema): unknown {
  if (typeof schema === "string") {
    return schema === "record" && isObject(value) && !(Symbol.iterator in value) ? { ...value } : value;
  }
  if ("list" in schema) {
    return Array.isArray(value) ? Array.from(value, (item: unknown) => cloneBySchema(item, schema.list)) : value;
  }
  if (!("fields" in schema) || !isObject(value)) return value;
  const copy = { ...value };
  for (const [name, inner] of schema.fields) {
    // Getters of a class are on its prototype.
    const field = Object.hasOwn(copy, name) ? copy[name] : value[name];
    if (field !== undefined) copy[name] = cloneBySchema(field, inner);
  }
  // JSON.stringify would write what it returns, which nobody validated.
  if (typeof copy["toJSON"] === "function") delete copy["toJSON"];
  return copy;
}

function inside(step: string | number, found: Mismatch): Mismatch {
  found.path.unshift(step);
  return found;
}

function wrong(problem: string, value: unknown, isNumber = false): Mismatch {
  const got = value === null ? "null" : Array.isArray(value) ? "an array" : isNumber ? String(value) : typeof value;
  return { path: [], problem: `${problem}, got ${got}` };
}

function rangeProblem({ min, max, fraction }: Range): string {
  const what = fraction ? "a number" : "a whole number";
  if (max === Number.MAX_SAFE_INTEGER || max === Infinity) return `must be ${what}${min < 0 ? "" : ` ≥ ${min}`}`;
  return `must be ${what} from ${min} to ${max}`;
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

/** `rules[3].pattern`: a place in an argument. */
export function fieldName(argument: string, path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (name, step) => (typeof step === "number" ? `${name}[${step}]` : `${name}.${step}`),
    argument,
  );
}

/** `/results/3/id`: a place in a body, as a JSON pointer (RFC 6901). */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
