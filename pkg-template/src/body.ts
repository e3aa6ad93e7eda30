import { isObject, type Schema, mismatch, pointer } from "./check.js";
import type { ErrorCode } from "./errors.js";

/** Bytes of a good answer that are read at most: 16 MiB. */
const LARGEST_BODY = 16 * 1024 * 1024;
/** Bytes of an answer that says no that are read at most: 64 KiB. */
const LARGEST_COMPLAINT = 64 * 1024;

/** What is wrong with a body; becomes an error in flight.ts. */
export class Problem {
  constructor(
    readonly code: ErrorCode,
    readonly message: string,
    readonly contentType: string | undefined,
    readonly at?: string,
    readonly cause?: unknown,
  ) {}

  /** Whether the connection broke while the body was read. */
  get broken(): boolean {
    return this.code === "connection_failed";
  }
}

/** Called with a function that stops the reading, and with nothing when it has ended. */
export type OnReader = (cancel: (() => void) | undefined) => void;

/** The body of a good answer, checked; undefined where none is due. Rejects with a {@link Problem}. */
export async function readAnswer(
  response: Response,
  kind: Schema | undefined,
  onReader: OnReader,
  inPage: boolean,
): Promise<unknown> {
  if (kind === undefined && (response.status === 204 || response.body === null)) return undefined;
  const contentType = response.headers.get("content-type") ?? undefined;
  const bytes = await readBytes(response, LARGEST_BODY, onReader, inPage, contentType);
  if (bytes === undefined) throw new Problem("unexpected_response", "the answer is larger than 16 MiB", contentType);
  if (kind === undefined && bytes.length === 0) return undefined;
  const text = decode(bytes, contentType);
  if (isPage(text, contentType)) {
    throw new Problem(
      "login_redirect",
      "the server answered with a page where JSON was due: a login that ran out, or a wrong endpoint",
      contentType,
    );
  }
  if (kind === undefined)
    throw new Problem("unexpected_response", "the answer has a body where none was due", contentType, "");
  const value = parse(text, response, bytes.length, contentType);
  const found = mismatch(value, kind, true);
  if (found) {
    const at = pointer(found.path);
    throw new Problem(
      "unexpected_response",
      `the answer is not what lakeFS says: ${at || "the body"} ${found.problem}`,
      contentType,
      at,
    );
  }
  return value;
}

/** The text of an answer that says no: of JSON its message, else as it came; empty when there is none. With it, whether more has followed. */
export async function readComplaint(
  response: Response,
  onReader: OnReader,
  inPage: boolean,
): Promise<[text: string, cut: boolean]> {
  let text;
  let cut;
  try {
    const bytes = await readBytes(response, LARGEST_COMPLAINT, onReader, inPage, undefined, true);
    text = lenient.decode(bytes);
    cut = (bytes?.length ?? 0) >= LARGEST_COMPLAINT;
  } catch {
    return ["", false];
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "string") return [value, cut];
    if (isObject(value)) {
      for (const name of ["message", "error", "detail", "title"]) {
        if (Object.hasOwn(value, name) && typeof value[name] === "string") return [value[name], cut];
      }
    }
  } catch {
    // Plain text, then.
  }
  return [text, cut];
}

function isPage(text: string, contentType: string | undefined): boolean {
  return /^(?:text\/html|application\/xhtml)/i.test(contentType ?? "") || /^\s*</.test(text);
}

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder();

function decode(bytes: Uint8Array, contentType: string | undefined): string {
  try {
    return strict.decode(bytes);
  } catch (cause) {
    throw new Problem("unexpected_response", "the answer is not UTF-8", contentType, "", cause);
  }
}

function parse(text: string, response: Response, received: number, contentType: string | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What V8 says of it repeats some of the text, and half a secret could be in that.
    const length = response.headers.get("content-encoding") === null && response.headers.get("content-length");
    if (length && Number(length) > received)
      throw new Problem("connection_failed", "the answer broke off", contentType);
    const problem = text.trim() === "" ? "the answer is empty" : "the answer is not JSON";
    throw new Problem("unexpected_response", problem, contentType, "");
  }
}

/** All bytes; undefined when there are more than `limit`, or with `cut` the first so many. */
async function readBytes(
  response: Response,
  limit: number,
  onReader: OnReader,
  inPage: boolean,
  contentType?: string,
  cut = false,
): Promise<Uint8Array | undefined> {
  const { body } = response;
  if (body === null) return new Uint8Array();
  try {
    // Polyfills and test doubles have no web stream.
    if (typeof body?.getReader !== "function") {
      const bytes = new Uint8Array(await response.arrayBuffer());
      return bytes.length <= limit ? bytes : cut ? bytes.subarray(0, limit) : undefined;
    }
    const reader = body.getReader();
    const cancel = () => void quietly(() => reader.cancel());
    onReader(cancel);
    const size = inPage ? sizeOf(response) : undefined;
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!ArrayBuffer.isView(value)) throw new TypeError("a chunk of the body is no Uint8Array");
      chunks.push(value);
      length += value.length;
      if (length > limit) {
        cancel();
        if (!cut) return undefined;
        break;
      }
      if (length === size) {
        // Chromium takes a tenth of a millisecond more to say that this was all; nobody has to wait for that.
        reader.read().catch(() => {});
        break;
      }
    }
    onReader(undefined);
    const [first] = chunks;
    return first && chunks.length === 1 ? first : joined(chunks, length);
  } catch (cause) {
    throw new Problem(
      "connection_failed",
      "the connection broke while the answer was read",
      contentType,
      undefined,
      cause,
    );
  }
}

/**
 * The bytes that are due, where HTTP counts them as they arrive; a page does not see whether what other origins send it was compressed. Only for
 * pages: elsewhere an answer ends with its last byte by itself.
 */
function sizeOf({ type, headers }: Response): number | undefined {
  const size = type === "basic" && headers.get("content-encoding") === null ? headers.get("content-length") : null;
  return size === null ? undefined : Number(size);
}

/** Does what nobody waits for, and what streams of another make can be wrong in. */
async function quietly(action: () => unknown): Promise<void> {
  try {
    await action();
  } catch {
    // Nothing depends on it.
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
