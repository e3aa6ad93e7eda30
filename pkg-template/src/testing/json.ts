// JSON as Go's decoder reads it: the first value of a body, with duplicate keys, numbers as they are written, and Go's error messages.
import { byBytes, quote, utf8 } from "./go.js";

/** A number as it is written. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** An object. Of duplicate keys the last one counts. */
export class JsonObject {
  constructor(readonly entries: readonly (readonly [key: string, value: Json])[]) {}

  get(key: string): Json | undefined {
    return this.entries.filter(([other]) => other === key).at(-1)?.[1];
  }

  /** Each key once, in the order in which Go writes maps. */
  sorted(): JsonObject {
    const unique = [...new Map(this.entries)];
    return new JsonObject(unique.sort(([a], [b]) => byBytes(a, b)));
  }
}

export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;

/** Thrown for invalid JSON, with Go's message. */
export class JsonError {
  constructor(readonly message: string) {}
}

/**
 * Reads the first value; what follows is ignored.
 *
 * @throws JsonError
 */
export function parseJson(bytes: Uint8Array): Json {
  return new Parser(bytes).parse();
}

const MAX_DEPTH = 10_000;

/** What the parser expects next. "key or end" and "value or end" follow an opening bracket. */
type Expected = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end";
type Container = { readonly array: Json[] } | { readonly entries: (readonly [string, Json])[]; key: string };

/** A parser without recursion, since Go accepts a depth that would overflow the stack. */
class Parser {
  /** One character a byte: Go's decoder looks at bytes, and names them in its errors. */
  private readonly text: string;
  private at = 0;
  private expected: Expected = "value";
  /** Open containers, outermost first. */
  private readonly open: Container[] = [];

  constructor(bytes: Uint8Array) {
    const parts = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, part) =>
      String.fromCharCode(...bytes.subarray(part * 8192, (part + 1) * 8192)),
    );
    this.text = parts.join("");
  }

  parse(): Json {
    for (;;) {
      const value = this.next();
      if (value === undefined) continue;
      const container = this.open.at(-1);
      if (!container) return value;
      if ("array" in container) container.array.push(value);
      else container.entries.push([container.key, value]);
      this.expected = "comma or end";
    }
  }

  /** Reads a token. Returns a value when one is complete. */
  private next(): Json | undefined {
    while (/^[ \t\r\n]$/.test(this.text.charAt(this.at))) this.at++;
    if (this.at >= this.text.length) throw new JsonError(this.text.trim() === "" ? "EOF" : "unexpected EOF");
    const character = this.text.charAt(this.at);
    switch (this.expected) {
      case "colon":
        if (character !== ":") throw invalidCharacter(character, "after object key");
        this.at++;
        this.expected = "value";
        return undefined;
      case "key or end":
        return character === "}" ? this.close() : this.key();
      case "key":
        return this.key();
      case "comma or end":
        return this.commaOrEnd(character);
      case "value or end":
        return character === "]" ? this.close() : this.value(character);
      case "value":
        return this.value(character);
    }
  }

  private key(): undefined {
    const character = this.text.charAt(this.at);
    if (character !== '"') throw invalidCharacter(character, "looking for beginning of object key string");
    const key = this.string();
    const container = this.open.at(-1);
    if (container && "entries" in container) container.key = key;
    this.expected = "colon";
  }

  private commaOrEnd(character: string): Json | undefined {
    const inArray = "array" in (this.open.at(-1) ?? {});
    if (character === (inArray ? "]" : "}")) return this.close();
    if (character !== ",")
      throw invalidCharacter(character, inArray ? "after array element" : "after object key:value pair");
    this.at++;
    this.expected = inArray ? "value" : "key";
    return undefined;
  }

  private close(): Json {
    this.at++;
    const container = this.open.pop();
    if (!container) return null;
    return "array" in container ? container.array : new JsonObject(container.entries);
  }

  private value(character: string): Json | undefined {
    if (character !== "{" && character !== "[") return this.scalar(character);
    if (this.open.length >= MAX_DEPTH) throw invalidCharacter(character, "exceeded max depth");
    this.at++;
    this.open.push(character === "[" ? { array: [] } : { entries: [], key: "" });
    this.expected = character === "[" ? "value or end" : "key or end";
    return undefined;
  }

  private scalar(character: string): Json {
    if (character === '"') return this.string();
    if (/[-\d]/.test(character)) return this.number();
    for (const [word, value] of LITERALS) if (word.startsWith(character)) return this.literal(word, value);
    throw invalidCharacter(character, "looking for beginning of value");
  }

  private literal<T>(word: string, value: T): T {
    for (const expected of word) {
      const character = this.characterAt(this.at++);
      if (character !== expected) throw invalidCharacter(character, `in literal ${word} (expecting '${expected}')`);
    }
    return value;
  }

  private number(): JsonNumber {
    const start = this.at;
    const isNext = (characters: string) => this.at < this.text.length && characters.includes(this.text.charAt(this.at));
    const readDigits = (where: string) => {
      const character = this.characterAt(this.at);
      if (!/\d/.test(character)) throw invalidCharacter(character, where);
      while (/\d/.test(this.text.charAt(this.at))) this.at++;
    };
    if (isNext("-")) this.at++;
    if (isNext("0")) this.at++;
    else readDigits("in numeric literal");
    if (isNext(".")) {
      this.at++;
      readDigits("after decimal point in numeric literal");
    }
    if (isNext("eE")) {
      this.at++;
      if (isNext("+-")) this.at++;
      readDigits("in exponent of numeric literal");
    }
    return new JsonNumber(this.text.slice(start, this.at));
  }

  private string(): string {
    let value = "";
    let from = ++this.at;
    const readUnescaped = () => {
      value += utf8(Uint8Array.from(this.text.slice(from, this.at), (character) => character.charCodeAt(0)));
    };
    for (;;) {
      const character = this.characterAt(this.at);
      if (character === '"') break;
      if (character < " ") throw invalidCharacter(character, "in string literal");
      if (character === "\\") {
        readUnescaped();
        value += this.escapeSequence();
        from = this.at;
      } else this.at++;
    }
    readUnescaped();
    this.at++;
    return value.replace(LONE_SURROGATE, "\uFFFD");
  }

  private escapeSequence(): string {
    const character = this.characterAt(++this.at);
    this.at++;
    if (character !== "u") {
      const simple = SIMPLE_ESCAPES[character];
      if (simple === undefined) throw invalidCharacter(character, "in string escape code");
      return simple;
    }
    const start = this.at;
    while (this.at < start + 4) {
      const digit = this.characterAt(this.at++);
      if (!/[0-9a-f]/i.test(digit)) throw invalidCharacter(digit, "in \\u hexadecimal character escape");
    }
    return String.fromCharCode(Number.parseInt(this.text.slice(start, this.at), 16));
  }

  /** @throws JsonError at the end of the text */
  private characterAt(at: number): string {
    if (at >= this.text.length) throw new JsonError("unexpected EOF");
    return this.text.charAt(at);
  }
}

const LITERALS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "/": "/",
  '"': '"',
};

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function invalidCharacter(character: string, where: string): JsonError {
  const quoted = character === "'" ? "\\'" : character === '"' ? '"' : quote(character).slice(1, -1);
  return new JsonError(`invalid character '${quoted}' ${where}`);
}
