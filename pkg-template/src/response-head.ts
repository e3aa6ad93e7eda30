import type { ResponseHead } from "./generated/core.js";

/** The members of a `Response` that are used. A `fetch` of the user's may resolve with anything. */
interface ForeignResponse {
  readonly status?: unknown;
  readonly type?: unknown;
  readonly headers?: { get?(name: string): unknown };
  readonly body?: unknown;
  readonly bodyUsed?: unknown;
  arrayBuffer?(): unknown;
}

/** Removes secrets from a text. */
interface Redactor {
  redact(text: string): string;
}

/**
 * The one place that touches what `fetch` resolved with. Reading may throw there (frameworks wrap responses in proxies); here it does not:
 * a header that cannot be read counts as absent.
 */
export class SafeResponse implements ResponseHead {
  /** 0 for a redirect that a browser hides. */
  readonly status: number;
  readonly #response: ForeignResponse;
  readonly #redactor: Redactor;

  private constructor(response: ForeignResponse, status: number, redactor: Redactor) {
    this.status = status;
    this.#response = response;
    this.#redactor = redactor;
  }

  /** Undefined when it is not a response. */
  static of(value: unknown, redactor: Redactor): SafeResponse | undefined {
    try {
      const response = value as ForeignResponse;
      const { status } = response;
      const isHidden = status === 0 && response.type === "opaqueredirect";
      const isStatus = Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 0xffff;
      const isReadable =
        typeof response.headers?.get === "function" &&
        (typeof response.arrayBuffer === "function" || isStream(response.body));
      return isHidden || (isStatus && isReadable) ? new SafeResponse(response, status as number, redactor) : undefined;
    } catch {
      return undefined;
    }
  }

  get headers(): this {
    return this;
  }

  /**
   * A header for the core, which may put it into an error: redacted, since servers may echo what they were sent. The ETag is not redacted: it is sent
   * back as `If-Match`.
   */
  get(name: string): string | null {
    const value = this.header(name);
    return value === null || name === "etag" ? value : this.#redactor.redact(value);
  }

  /** A header that is not redacted. Node's `fetch` keeps spaces at its end. */
  header(name: string): string | null {
    try {
      const value = this.#response.headers?.get?.(name);
      if (typeof value === "string" || typeof value === "number") return String(value).trim();
      if (value === null) return null;
      Promise.resolve(value).catch(() => {}); // a promise may reject, and nobody awaits it
      return null;
    } catch {
      return null;
    }
  }

  /** Whether browsers count the bytes of its body as HTTP does: not those of other origins. */
  get isSameOrigin(): boolean {
    return read(() => this.#response.type) === "basic";
  }

  /** Whether something else has read the body. */
  get isRead(): boolean {
    return read(() => this.#response.bodyUsed) === true;
  }

  /** The body's stream, null when there is no body, and undefined where the response has no web stream. May throw. */
  get body(): ReadableStream<Uint8Array> | null | undefined {
    const { body } = this.#response;
    if (body === null) return null;
    return isStream(body) ? body : undefined;
  }

  /** May throw. */
  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#response.arrayBuffer?.() as Promise<ArrayBuffer>);
  }
}

function isStream(body: unknown): body is ReadableStream<Uint8Array> {
  return typeof (body as Partial<ReadableStream> | null | undefined)?.getReader === "function";
}

function read(property: () => unknown): unknown {
  try {
    return property();
  } catch {
    return undefined;
  }
}
