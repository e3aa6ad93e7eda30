// Parts of Go's standard library whose results and errors lakeFS's callers see: parsing of numbers, booleans, queries and base64.

/** A parsed value or Go's error. */
export type Parsed<T> = { readonly value: T } | { readonly problem: "invalid syntax" | "value out of range" };

const SYNTAX = { problem: "invalid syntax" } as const;
const RANGE = { problem: "value out of range" } as const;

/** `strconv.ParseBool`. */
export function parseBool(text: string): Parsed<boolean> {
  if (["1", "t", "T", "TRUE", "true", "True"].includes(text)) return { value: true };
  if (["0", "f", "F", "FALSE", "false", "False"].includes(text)) return { value: false };
  return SYNTAX;
}

/** `strconv.ParseInt` for 64 bits. Base 0 accepts prefixes (`0x`, `0o`, `0b`, `0`) and underscores between digits. */
export function parseInt64(text: string, base: 0 | 10): Parsed<bigint> {
  const negative = text.startsWith("-");
  const unsigned = text.replace(/^[+-]/, "");
  const { radix, digits } = base === 10 ? { radix: 10, digits: unsigned } : splitPrefix(unsigned);
  if (digits === "") return SYNTAX;
  let value = 0n;
  for (const digit of digits) {
    if (digit === "_" && base === 0) continue;
    const number = /[0-9a-z]/i.test(digit) ? Number.parseInt(digit, 36) : 36;
    if (number >= radix) return SYNTAX;
    value = value * BigInt(radix) + BigInt(number);
    if (value >= 1n << 64n) return RANGE;
  }
  if (digits.includes("_") && !/^(0[xob]?_?)?[0-9a-f]+(_[0-9a-f]+)*$/i.test(unsigned)) return SYNTAX;
  if (value >= (negative ? (1n << 63n) + 1n : 1n << 63n)) return RANGE;
  return { value: negative ? -value : value };
}

function splitPrefix(text: string): { radix: number; digits: string } {
  const [, letter] = /^0([xob])./i.exec(text) ?? [];
  if (letter !== undefined) return { radix: { x: 16, o: 8, b: 2 }[letter.toLowerCase()] ?? 10, digits: text.slice(2) };
  return text.startsWith("0") && text !== "0" ? { radix: 8, digits: text.slice(1) } : { radix: 10, digits: text };
}

/** `strconv.ParseFloat` for 64 bits. */
export function parseFloat64(text: string): Parsed<number> {
  if (/^[+-]?(inf|infinity)$/i.test(text)) return { value: text.startsWith("-") ? -Infinity : Infinity };
  if (/^nan$/i.test(text)) return { value: Number.NaN };
  const hexadecimal = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i.exec(text);
  if (hexadecimal) {
    const [, sign = "", whole = "", fraction = "", exponent = ""] = hexadecimal;
    if (whole + fraction === "") return SYNTAX;
    const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
    return Number.isFinite(value) ? { value: sign === "-" ? -value : value } : RANGE;
  }
  const digits = text.replace(/(?<=\d)_(?=\d)/g, "");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)) return SYNTAX;
  const value = Number(digits);
  return Number.isFinite(value) ? { value } : RANGE;
}

/** The message of Go's `strconv.NumError`: `strconv.ParseInt: parsing "x": invalid syntax`. */
export function conversionError(name: "ParseInt" | "ParseBool" | "ParseFloat", text: string, problem: string): string {
  return `strconv.${name}: parsing ${quote(text)}: ${problem}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** `strconv.Quote`: the verb `%q`. */
export function quote(text: string): string {
  const inside = text.replace(/["\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => {
    const escaped = ESCAPES[character];
    if (escaped !== undefined) return escaped;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${inside}"`;
}

/** Go's error for an invalid percent-encoding. */
export interface EscapeError {
  readonly problem: string;
}

/** `url.PathUnescape`, or with `plus` `url.QueryUnescape`. */
export function decodePercent(text: string, plus = false): string | EscapeError {
  const bad = /%(?![0-9a-f]{2}).{0,2}/isu.exec(text);
  if (bad) return { problem: `invalid URL escape ${quote(bad[0])}` };
  const spaced = plus ? text.replaceAll("+", " ") : text;
  return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    utf8(Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16))),
  );
}

/** The path that Go's routers match: decoded, unless encoding that again gives another spelling. */
export function routingPath(raw: string): string | EscapeError {
  const path = decodePercent(raw);
  if (typeof path !== "string") return path;
  const encoded = [...new TextEncoder().encode(path)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[\w.~$&+,/:;=@-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return encoded.join("") === raw ? path : raw;
}

/** `url.ParseQuery`, without invalid pairs. */
export function parseQuery(query: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const pair of query.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const at = pair.indexOf("=");
    const name = decodePercent(at < 0 ? pair : pair.slice(0, at), true);
    const value = decodePercent(at < 0 ? "" : pair.slice(at + 1), true);
    if (typeof name !== "string" || typeof value !== "string") continue;
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** Compares strings by their bytes, as Go does. JavaScript compares UTF-16 units, which orders surrogate pairs differently. */
export function byBytes(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

/** Decodes UTF-8. Invalid bytes become U+FFFD, as in Go. */
export function utf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** base64: Go's `StdEncoding`, `URLEncoding`, or (not padded) `RawURLEncoding`. */
export function encodeBase64(bytes: Uint8Array, { url = false, padded = true } = {}): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => STANDARD[(group >> shift) & 63]);
    text += digits.slice(0, bytes.length - at + 1).join("");
  }
  if (padded) text = text.padEnd(Math.ceil(text.length / 4) * 4, "=");
  return url ? text.replaceAll("+", "-").replaceAll("/", "_") : text;
}

/** Decodes base64; `badAt` is the position of the first invalid byte. */
export function decodeBase64(
  text: string,
  { url = false, padded = true } = {},
): Uint8Array | { readonly badAt: number } {
  const alphabet = url ? STANDARD.replace("+/", "-_") : STANDARD;
  const bytes: number[] = [];
  let group: number[] = [];
  let at = 0;
  const skipLines = () => {
    while (text[at] === "\n" || text[at] === "\r") at++;
  };
  const push = () => {
    const [a = 0, b = 0, c = 0, d = 0] = group;
    bytes.push(...[(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d].slice(0, group.length - 1));
    group = [];
  };
  for (skipLines(); at < text.length; skipLines()) {
    const character = text.charAt(at++);
    const digit = alphabet.indexOf(character);
    if (digit >= 0) {
      group.push(digit);
      if (group.length === 4) push();
      continue;
    }
    if (character !== "=" || !padded || group.length < 2) return { badAt: at - 1 };
    skipLines();
    if (group.length === 2) {
      if (at >= text.length) return { badAt: text.length };
      if (text[at] !== "=") return { badAt: at - 1 };
      at++;
    }
    skipLines();
    if (at < text.length) return { badAt: at };
    push();
    return Uint8Array.from(bytes);
  }
  if (group.length === 1 || (group.length > 0 && padded)) return { badAt: at - group.length };
  if (group.length > 0) push();
  return Uint8Array.from(bytes);
}
