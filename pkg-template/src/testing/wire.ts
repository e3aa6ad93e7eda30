// What travels: a request as it came off the wire, and an answer in the words and the spelling of Go's HTTP server.

/** A request, as raw as where it arrived can show it. */
export interface Incoming {
  readonly method: string;
  /** Path and query, encoded as they were sent. */
  readonly target: string;
  /** In their order; a name may come more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Longer cookies are not opened. */
export const COOKIE_LIMIT = 4096;

export type Header = readonly [name: string, value: string];

/** What lakeFS answers, before any fault. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** Thrown by whatever finds a reason to say no; the message is lakeFS's sentence. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly message: string,
  ) {}
}

const NO_SNIFF: Header = ["X-Content-Type-Options", "nosniff"];

/** JSON as Go's encoder writes it: `<`, `>`, `&` and the two line separators escaped, a newline at the end. A map keeps its order. */
function encodeJson(value: unknown): string {
  const text =
    value instanceof Map
      ? `{${Array.from(value, (pair) => pair.map((part) => JSON.stringify(part)).join(":")).join(",")}}`
      : JSON.stringify(value);
  const escaped = text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped}\n`;
}

export function json(status: number, value: unknown, headers: readonly Header[] = []): Answer {
  return { status, headers: [["Content-Type", "application/json"], ...headers, NO_SNIFF], body: encodeJson(value) };
}

/** lakeFS's error body. */
export function refused({ status, message }: Refusal): Answer {
  return json(status, { message });
}

/** What Go's `http.Error` writes. */
export function plain(status: number, message: string): Answer {
  return { status, headers: [["Content-Type", "text/plain; charset=utf-8"], NO_SNIFF], body: `${message}\n` };
}

export function noContent(): Answer {
  return { status: 204, headers: [], body: "" };
}

export function withHeader(answer: Answer, name: string, value: string): Answer {
  return { ...answer, headers: [...answer.headers, [name, value]] };
}

/** All values of a header. */
export function valuesOf(headers: readonly Header[], name: string): string[] {
  return headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
}
