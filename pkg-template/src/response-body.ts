import type { BodyProblem } from "./generated/core.js";
import type { SafeResponse } from "./response-head.js";
import { isObject, mismatch, pointer, type Schema } from "./validate/schema.js";

/** The most that is read of a 2xx body, in bytes: 16 MiB. */
const MAX_BODY = 16 * 1024 * 1024;
/** The most that is read of an error body, in bytes: 64 KiB. */
const MAX_ERROR_BODY = 64 * 1024;

/** What is wrong with a body. The core makes an error of it (src/call.rs). */
export class BodyError {
  constructor(
    readonly problem: BodyProblem,
    /** Where, as a JSON pointer. */
    readonly at?: string,
    /** What is wrong there. */
    readonly detail?: string,
    readonly cause?: unknown,
  ) {}
}

/** Called with a function that stops reading, and with nothing when reading has ended. */
export type OnReader = (cancel: (() => void) | undefined) => void;

/** The validated body of a 2xx response; undefined where lakeFS sends none. Rejects with a {@link BodyError}. */
export async function readBody(
  response: SafeResponse,
  schema: Schema | undefined,
  onReader: OnReader,
  inBrowser: boolean,
): Promise<unknown> {
  if (schema === undefined && response.status === 204) return undefined;
  const { chunks, isWhole } = await readChunks(response, MAX_BODY, onReader, inBrowser);
  if (!isWhole) throw new BodyError("too_large");
  const bytes = joined(chunks);
  const text = decode(bytes);
  if (isHtml(text, response.header("content-type"))) throw new BodyError("html");
  if (schema === undefined) {
    if (bytes.length === 0) return undefined;
    throw new BodyError("unexpected", "");
  }
  const value = parse(text, response, bytes.length);
  const found = mismatch(value, schema, true);
  if (found) throw new BodyError("mismatch", pointer(found.path), found.problem);
  return value;
}

/** The message in an error body, or all that was read of it; empty when there is none. */
export async function readErrorBody(
  response: SafeResponse,
  onReader: OnReader,
  inBrowser: boolean,
): Promise<{ text: string; isWhole: boolean }> {
  let text: string;
  let isWhole: boolean;
  try {
    const bytes = joined((await readChunks(response, MAX_ERROR_BODY, onReader, inBrowser)).chunks);
    text = (lenient ??= new TextDecoder()).decode(bytes);
    isWhole = bytes.length < MAX_ERROR_BODY;
  } catch {
    return { text: "", isWhole: false };
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "string") return { text: value, isWhole };
    if (isObject(value)) {
      for (const name of ["message", "error", "detail", "title"]) {
        const message = Object.hasOwn(value, name) ? value[name] : undefined;
        if (typeof message === "string") return { text: message, isWhole };
      }
    }
  } catch {
    // Plain text.
  }
  return { text, isWhole };
}

function isHtml(text: string, contentType: string | null): boolean {
  return /^(?:text\/html|application\/xhtml)/i.test(contentType ?? "") || /^\s*</.test(text);
}

/** Made when first needed: an environment without `TextDecoder` can import the package, and calls say what is missing. */
let strict: TextDecoder | undefined;
let lenient: TextDecoder | undefined;

function decode(bytes: Uint8Array): string {
  try {
    return (strict ??= new TextDecoder("utf-8", { fatal: true })).decode(bytes);
  } catch (cause) {
    strict = undefined; // in Firefox a decoder keeps its state after a failure, and would not skip the next byte order mark
    throw new BodyError("not_utf8", "", undefined, cause);
  }
}

function parse(text: string, response: SafeResponse, received: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No cause: V8's message repeats some of the text, which may hold half a secret.
    const length = response.header("content-encoding") === null && response.header("content-length");
    if (length && Number(length) > received) throw new BodyError("truncated");
    throw new BodyError(text.trim() === "" ? "empty" : "not_json", "");
  }
}

/** Empty chunks of a body: runtimes send some between others. */
const MAX_EMPTY = 10_000;

/** All bytes; when there are more than `limit`, the first `limit` or somewhat more. One function, since each `await` costs a microtask. */
async function readChunks(
  response: SafeResponse,
  limit: number,
  onReader: OnReader,
  inBrowser: boolean,
): Promise<{ chunks: Uint8Array[]; isWhole: boolean }> {
  if (response.isRead) throw new BodyError("already_read");
  try {
    const { body } = response;
    if (body === null) return { chunks: [], isWhole: true };
    if (body === undefined) {
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { chunks: [bytes.subarray(0, limit)], isWhole: bytes.length <= limit };
    }
    const size = inBrowser ? contentLength(response) : undefined;
    if (body.locked) throw new BodyError("already_read");
    const reader = body.getReader();
    const cancel = () => void ignoreErrors(() => reader.cancel());
    onReader(cancel);
    const chunks: Uint8Array[] = [];
    let length = 0;
    let empty = 0;
    while (length <= limit && length !== size) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!ArrayBuffer.isView(value)) throw new TypeError("a chunk of the body is not a Uint8Array");
      // Views of other kinds count other things than bytes.
      const { buffer, byteOffset, byteLength } = value;
      const chunk = value.length === byteLength ? value : new Uint8Array(buffer, byteOffset, byteLength);
      // A stream that never ends in microtasks would keep timers from firing.
      if (byteLength === 0 && ++empty > MAX_EMPTY) throw new TypeError("the body has only empty chunks");
      chunks.push(chunk);
      length += byteLength;
    }
    const isWhole = length <= limit;
    if (!isWhole) cancel();
    // Chromium reports the end of the stream 0.1 ms later.
    else if (length === size) void ignoreErrors(() => reader.read());
    onReader(undefined);
    return { chunks, isWhole };
  } catch (cause) {
    throw cause instanceof BodyError ? cause : new BodyError("broken", undefined, undefined, cause);
  }
}

/** The length of the body, where the bytes of the stream are those that HTTP counted. */
function contentLength(response: SafeResponse): number | undefined {
  if (!response.isSameOrigin || response.header("content-encoding") !== null) return undefined;
  const length = response.header("content-length");
  return length === null ? undefined : Number(length);
}

/** Cancels the body of a response that nothing reads, which would keep its connection open. */
export function discard(response: unknown): void {
  void ignoreErrors(() => (response as Response).body?.cancel());
}

/** Runs a cleanup whose failure does not matter. */
async function ignoreErrors(action: () => unknown): Promise<void> {
  try {
    await action();
  } catch {
    // Foreign streams throw and reject as they like.
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (first && chunks.length === 1) return first;
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
