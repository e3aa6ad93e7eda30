/** What a value has to be. The kinds of models come from the generated table; those of options stand in options.ts. */
export type Kind = "any" | "boolean" | "string" | "record" | "function" | "signal" | Range | List | Shape;
export interface Range {
  readonly min: number;
  readonly max: number;
  /** Fractions are fine too. */
  readonly fraction?: boolean;
}
export interface List {
  readonly list: Kind;
  /** Tells faster that an item of an answer is what it has to be; when not, `list` tells why. */
  readonly fits?: (value: Loose) => boolean;
  /** lakeFS says null for an empty one. */
  readonly orNull?: boolean;
}
export interface Shape {
  readonly fields: readonly (readonly [name: string, kind: Kind, required: boolean])[];
}
/** Anything, to be asked for fields. */
export type Loose = Partial<Record<string, unknown>> | null | undefined;
/** An operation: its id, method and path, and what a good answer holds. */
export type Endpoint = readonly [id: string, method: string, path: string, answer: Kind | undefined];

/** Where a value is not what it has to be, and what it has to be. */
export interface Mismatch {
  path: (string | number)[];
  problem: string;
}

/**
 * Compares a value with its kind. `answer` is true for what lakeFS has sent: a null list becomes an empty one in place. What callers pass
 * has to be well-formed Unicode besides, and an optional field of theirs may be undefined.
 */
export function mismatch(value: unknown, kind: Kind, answer: boolean): Mismatch | undefined {
  if (typeof kind === "string") return scalar(value, kind, answer);
  if ("fields" in kind) return object(value, kind, answer);
  if ("list" in kind) return list(value, kind, answer);
  const fits = kind.fraction ? typeof value === "number" : Number.isSafeInteger(value);
  if (fits && (value as number) >= kind.min && (value as number) <= kind.max) return undefined;
  return wrong(rangeSentence(kind), value, typeof value === "number");
}

function scalar(value: unknown, kind: Kind & string, answer: boolean): Mismatch | undefined {
  switch (kind) {
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

function object(value: unknown, shape: Shape, answer: boolean): Mismatch | undefined {
  if (!isObject(value)) return wrong("has to be an object", value);
  for (const [name, kind, required] of shape.fields) {
    const field = value[name];
    if (field === undefined) {
      if (required) return { path: [name], problem: "is missing" };
      continue;
    }
    if (field === null && answer && typeof kind === "object" && "list" in kind && kind.orNull) {
      value[name] = [];
      continue;
    }
    const found = mismatch(field, kind, answer);
    if (found) return inside(name, found);
  }
  return undefined;
}

function list(value: unknown, { list, fits }: List, answer: boolean): Mismatch | undefined {
  if (!Array.isArray(value)) return wrong("has to be an array", value);
  for (let index = 0; index < value.length; index++) {
    if (answer && fits?.(value[index] as Loose)) continue;
    const found = mismatch(value[index], list, answer);
    if (found) return inside(index, found);
  }
  return undefined;
}

/** A copy in which every field was read once: what was checked is what is used, whatever the original says later. */
export function copied(value: unknown, kind: Kind): unknown {
  if (typeof kind === "string")
    return kind === "record" && isObject(value) && !(Symbol.iterator in value) ? { ...value } : value;
  if ("list" in kind)
    return Array.isArray(value) ? Array.from(value, (item: unknown) => copied(item, kind.list)) : value;
  if (!("fields" in kind) || !isObject(value)) return value;
  const copy = { ...value };
  for (const [name, inner] of kind.fields) {
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
