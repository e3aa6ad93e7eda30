// JSON as Go's decoder reads it: the first value of a body, with every key in its order, numbers as they are written, and its own words
// where it stumbles.
import { byBytes, quote, utf8 } from "./go.js";

/** A number, as it is written. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** An object; a key can come again, and then the last one counts. */
export class JsonObject {
  constructor(readonly entries: (readonly [key: string, value: Json])[]) {}

  get(key: string): Json | undefined {
    return this.entries.filter(([other]) => other === key).at(-1)?.[1];
  }

  /** Each key once and in alphabetical order, as a Go map is written. */
  sorted(): JsonObject {
    const unique = [...new Map(this.entries)];
    return new JsonObject(unique.sort(([a], [b]) => byBytes(a, b)));
  }
}

export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;

/** Why a body is no JSON, in Go's words. */
export class JsonError {
  constructor(readonly message: string) {}
}

const DEPTH = 10_000;
const SPACE = /[ \t\r\n]/;

type Place = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end";
type Open = { readonly array: Json[] } | { readonly entries: (readonly [string, Json])[]; key: string };

/**
 * Reads the first value; what follows it is ignored.
 *
 * @throws JsonError
 */
export function parseJson(bytes: Uint8Array): Json {
  // One character a byte: Go's decoder looks at bytes, and names them.
  const text = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, part) =>
    String.fromCharCode(...bytes.subarray(part * 8192, (part + 1) * 8192)),
  ).join("");
  const open: Open[] = [];
  let place: Place = "value";
  let at = 0;

  for (;;) {
    while (at < text.length && SPACE.test(text.charAt(at))) at++;
    if (at >= text.length) throw new JsonError(text.trim() === "" ? "EOF" : "unexpected EOF");
    const character = text.charAt(at);
    let done: Json | undefined;

    if (place === "colon") {
      if (character !== ":") throw invalid(character, "after object key");
      at++;
      place = "value";
    } else if (place === "key" || (place === "key or end" && character !== "}")) {
      if (character !== '"') throw invalid(character, "looking for beginning of object key string");
      const { value, end } = string(text, at);
      const object = open.at(-1);
      if (object && "entries" in object) object.key = value;
      at = end;
      place = "colon";
    } else if (place === "key or end" || (place === "value or end" && character === "]")) {
      at++;
      done = close(open);
    } else if (place === "comma or end") {
      const inArray = "array" in (open.at(-1) ?? {});
      at++;
      if (character === ",") place = inArray ? "value" : "key";
      else if (character === (inArray ? "]" : "}")) done = close(open);
      else throw invalid(character, inArray ? "after array element" : "after object key:value pair");
    } else if (character === "{" || character === "[") {
      if (open.length >= DEPTH) throw invalid(character, "exceeded max depth");
      open.push(character === "[" ? { array: [] } : { entries: [], key: "" });
      at++;
      place = character === "[" ? "value or end" : "key or end";
    } else {
      const { value, end } = scalar(text, at);
      at = end;
      done = value;
    }

    if (done === undefined) continue;
    const around = open.at(-1);
    if (!around) return done;
    if ("array" in around) around.array.push(done);
    else around.entries.push([around.key, done]);
    place = "comma or end";
  }
}

function close(open: Open[]): Json {
  const closed = open.pop();
  return closed === undefined ? null : "array" in closed ? closed.array : new JsonObject(closed.entries);
}

function invalid(character: string, where: string): JsonError {
  const quoted = character === "'" ? "\\'" : character === '"' ? '"' : quote(character).slice(1, -1);
  return new JsonError(`invalid character '${quoted}' ${where}`);
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

function scalar(text: string, at: number): Read<Json> {
  const character = text.charAt(at);
  if (character === '"') return string(text, at);
  if (character === "-" || /\d/.test(character)) return number(text, at);
  for (const [word, value] of [
    ["true", true],
    ["false", false],
    ["null", null],
  ] as const) {
    if (!word.startsWith(character)) continue;
    for (let index = 1; index < word.length; index++) {
      if (at + index >= text.length) throw new JsonError("unexpected EOF");
      const next = text.charAt(at + index);
      if (next !== word[index]) throw invalid(next, `in literal ${word} (expecting '${word[index]}')`);
    }
    return { value, end: at + word.length };
  }
  throw invalid(character, "looking for beginning of value");
}

function number(text: string, start: number): Read<JsonNumber> {
  let at = start;
  const digits = (where: string) => {
    if (at >= text.length) throw new JsonError("unexpected EOF");
    if (!/\d/.test(text.charAt(at))) throw invalid(text.charAt(at), where);
    while (/\d/.test(text.charAt(at))) at++;
  };
  if (text[at] === "-") at++;
  if (text[at] === "0") at++;
  else digits("in numeric literal");
  if (text[at] === ".") {
    at++;
    digits("after decimal point in numeric literal");
  }
  if (text[at] === "e" || text[at] === "E") {
    at++;
    if (text[at] === "+" || text[at] === "-") at++;
    digits("in exponent of numeric literal");
  }
  return { value: new JsonNumber(text.slice(start, at)), end: at };
}

const SIMPLE: Readonly<Record<string, string>> = {
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

function string(text: string, start: number): Read<string> {
  let value = "";
  let from = start + 1;
  let at = from;
  const take = () => {
    value += utf8(Uint8Array.from(text.slice(from, at), (character) => character.charCodeAt(0)));
  };
  for (;;) {
    if (at >= text.length) throw new JsonError("unexpected EOF");
    const character = text.charAt(at);
    if (character === '"') break;
    if (character < " ") throw invalid(character, "in string literal");
    if (character !== "\\") {
      at++;
      continue;
    }
    take();
    const escape = text.charAt(++at);
    if (escape === "u") {
      for (let digit = 1; digit <= 4; digit++) {
        const hex = text.charAt(at + digit);
        if (hex === "") throw new JsonError("unexpected EOF");
        if (!/[0-9a-f]/i.test(hex)) throw invalid(hex, "in \\u hexadecimal character escape");
      }
      value += String.fromCharCode(Number.parseInt(text.slice(at + 1, at + 5), 16));
      at += 5;
    } else {
      if (escape === "") throw new JsonError("unexpected EOF");
      const simple = SIMPLE[escape];
      if (simple === undefined) throw invalid(escape, "in string escape code");
      value += simple;
      at++;
    }
    from = at;
  }
  take();
  return { value: value.replace(LONE_SURROGATE, "\uFFFD"), end: at + 1 };
}
