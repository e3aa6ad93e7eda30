// Requests as they arrive, and responses as Go's HTTP server writes them.

export type Header = readonly [name: string, value: string];

export interface HttpRequest {
  readonly method: string;
  /** Path and query, encoded as they were sent. */
  readonly target: string;
  /** In the order in which they were sent; a name can occur more than once. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** Thrown where lakeFS refuses a request. The message is lakeFS's. */
export class ApiError {
  constructor(
    readonly status: number,
    readonly message: string,
    readonly format: "json" | "text" = "json",
  ) {}
}
const NO_SNIFF: Header = ["X-Content-Type-Options", "nosniff"];

/** Escapes the characters that Go's JSON encoder escapes and JavaScript's does not. */
export function escapeLikeGo(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** JSON as Go's encoder writes it. Maps keep their order of keys, which objects with numeric keys do not. */
function encodeJson(value: unknown): string {
  const text =
    value instanceof Map
      ? `{${Array.from(value, (pair) => pair.map((part) => JSON.stringify(part)).join(":")).join(",")}}`
      : JSON.stringify(value);
  return `${escapeLikeGo(text)}\n`;
}

export function jsonResponse(status: number, value: unknown, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [["Content-Type", "application/json"], ...headers, NO_SNIFF], body: encodeJson(value) };
}

/** The response to a thrown {@link ApiError}; throws anything else again. */
export function errorResponse(error: unknown): HttpResponse {
  if (!(error instanceof ApiError)) throw error;
  const { status, message, format } = error;
  return format === "text" ? textResponse(status, message) : jsonResponse(status, { message });
}

/** A response of Go's `http.Error`. */
export function textResponse(status: number, message: string): HttpResponse {
  return { status, headers: [["Content-Type", "text/plain; charset=utf-8"], NO_SNIFF], body: `${message}\n` };
}

/** Go's response to bytes that are not an HTTP request: without a date and a length, and the last one of the connection. */
export const BAD_REQUEST: HttpResponse = {
  status: 400,
  headers: [
    ["Content-Type", "text/plain; charset=utf-8"],
    ["Connection", "close"],
  ],
  body: "400 Bad Request",
};

export function emptyResponse(status: number): HttpResponse {
  return { status, headers: [], body: "" };
}

export function withHeader(response: HttpResponse, name: string, value: string): HttpResponse {
  return { ...response, headers: [...response.headers, [name, value]] };
}

/** All values of a header; `name` is in lower case. */
export function valuesOf(headers: readonly Header[], name: string): string[] {
  return headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
}

/** Thrown where a handler of lakeFS panics: Go then closes the connection without a response. */
export class HandlerPanic {}
