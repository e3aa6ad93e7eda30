import * as core from "./generated/core.js";
import { BodyError, discard, readBody, readErrorBody } from "./response-body.js";
import { SafeResponse } from "./response-head.js";
import type { Schema } from "./validate/schema.js";

/** What an attempt needs of its call. */
export interface AttemptContext {
  /** Delivers an event to the call's task in the core. */
  deliver(event: (task: number) => void): void;
  /** Removes secrets; with `cut`, also a part of one at the end. */
  redact(text: string, cut?: boolean): string;
}

/** One request: calls `fetch`, reads the response and tells the core, once, how it ended. */
export class RequestAttempt {
  /** Whether the head of the response has arrived. */
  isReadingBody = false;
  readonly #context: AttemptContext;
  readonly #schema: Schema | undefined;
  readonly #inBrowser: boolean;
  readonly #controller = new AbortController();
  /** Sends the request; undefined once it was sent without a signal. */
  #fetch: ((signal?: AbortSignal) => unknown) | undefined;
  #cancelReader: (() => void) | undefined;
  /** Whether an event has told the core how it ended, or the call needs none any more. */
  #isReported = false;
  /** Whether there is nothing to abort: `fetch` has rejected, or the whole body was read. */
  #isRequestDone = false;

  constructor(context: AttemptContext, schema: Schema | undefined, inBrowser: boolean) {
    this.#context = context;
    this.#schema = schema;
    this.#inBrowser = inBrowser;
  }

  /** Sends the request with the attempt's signal; without it, if `fetch` rejects the signal. */
  start(fetch: (signal?: AbortSignal) => unknown): void {
    this.#fetch = fetch;
    this.#send(fetch, this.#controller.signal);
  }

  /** Calls `fetch`, which may be the user's: it may throw, and return anything. */
  #send(fetch: (signal?: AbortSignal) => unknown, signal?: AbortSignal): void {
    try {
      Promise.resolve(fetch(signal)).then(this.#receive, this.#fail);
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Ends the attempt without an event, and aborts the request unless it is done: an abort costs as much as the rest of a call, and after a fetch that
   * rejected because of the response's head it makes Node emit an error that nobody can catch.
   */
  abort(): void {
    this.#isReported = true;
    if (this.#isRequestDone) return;
    this.#cancelReader?.();
    this.#controller.abort();
  }

  readonly #receive = (value: unknown): void => {
    if (this.#isReported) {
      discard(value); // `fetch` has ignored its signal
      return;
    }
    const response = SafeResponse.of(value, this.#context);
    if (!response) {
      this.#end((task) => core.notAResponse(task, value));
      return;
    }
    const { status } = response;
    this.isReadingBody = true;
    if (status >= 200 && status < 300) {
      readBody(response, this.#schema, this.#onReader, this.#inBrowser).then(
        (body) => {
          this.#isRequestDone = true;
          this.#end((task) => core.response(task, response, body));
        },
        (error: unknown) => this.#failBody(response, error),
      );
    } else if (status < 400) {
      this.#end((task) =>
        status >= 100 && status < 200 ? core.errorResponse(task, response, "") : core.redirect(task, response),
      );
      this.#controller.abort(); // nothing reads the rest
    } else {
      // Redacted before the core shortens it, which could leave half of a secret.
      void readErrorBody(response, this.#onReader, this.#inBrowser).then(({ text, isWhole }) => {
        this.#isRequestDone = isWhole;
        this.#end((task) => core.errorResponse(task, response, this.#context.redact(text, !isWhole)));
      });
    }
  };

  readonly #fail = (error: unknown): void => {
    const failure = networkFailure(error);
    if (failure?.response) {
      this.#receive(failure.response);
      return;
    }
    const fetch = this.#fetch;
    if (failure && fetch && !this.#isReported && SIGNAL_REFUSED.test(failure.message)) {
      this.#fetch = undefined;
      this.#send(fetch);
      return;
    }
    this.#isRequestDone = true;
    if (failure) this.#end((task) => core.connectionError(task, error, failure.code, failure.message));
    else this.#end((task) => core.foreignError(task, error));
  };

  #failBody(response: SafeResponse, error: unknown): void {
    const { problem, at, detail, cause } =
      error instanceof BodyError ? error : new BodyError("broken", undefined, undefined, error);
    this.#end((task) => core.invalidBody(task, response, problem, at, detail, cause));
  }

  readonly #onReader = (cancel: (() => void) | undefined): void => {
    this.#cancelReader = cancel;
    if (this.#isReported) cancel?.();
  };

  #end(event: (task: number) => void): void {
    if (this.#isReported) return;
    this.#isReported = true;
    this.#context.deliver(event);
  }
}

/**
 * The message with which Node's `fetch` rejects, before it sends anything, an AbortSignal that is not its own: jsdom's or happy-dom's. Without a signal the
 * request works; an abort then ends the call, but not the connection.
 */
const SIGNAL_REFUSED = /signal.*AbortSignal/;

/** Error codes of operating systems, OpenSSL, zlib and the runtimes. Those of libraries (`P2002`, `ABORT_ERR`) are not network failures. */
const NETWORK_CODES =
  /^(?:E[A-Z0-9]+|EAI_\w+|ERR_(?:SSL|TLS|HTTP|PROXY|STREAM|SOCKET|NETWORK|ACCESS)\S*|UND_\w+|HPE_\w+|Z_\w+|[A-Z_]*CERT[A-Z_]*|UNABLE_TO_\w+|SELF_SIGNED_\w+|HOSTNAME_MISMATCH|INVALID_CA|(?:Connection|Proxy|DNS|FailedToOpen)[A-Za-z]+)$/;

/** Texts of network failures of runtimes that throw a plain Error. */
const PLAIN_NETWORK_ERRORS = /^(?:Network connection lost|Network request failed|internal error; reference|net::ERR_)/;

/** Names of network failures: of browsers, happy-dom, node-fetch and Expo, and of a `fetch` that keeps a time limit of its own. */
const NETWORK_ERROR_NAMES = /^(?:Type|Network|Fetch|Timeout)Error$/;

/**
 * The error code and the messages in an error that `fetch` rejected with, and in its causes; or the response in it, with which HTTP libraries
 * (ky, ofetch, axios) reject for an error status. Undefined for an error that is not a network failure, such as errors that frameworks use for
 * control flow: it is passed through.
 */
function networkFailure(error: unknown): { code: string; message: string; response?: unknown } | undefined {
  if (typeof error !== "object" || error === null) return { code: "", message: typeof error === "string" ? error : "" };
  try {
    const { name, message, digest, response } = error as Partial<Record<string, unknown>> & {
      response?: { status?: number };
    };
    if (digest !== undefined) return undefined;
    if ((response?.status ?? 0) >= 300) return { code: "", message: "", response };
    const known = NETWORK_ERROR_NAMES.test(String(name)) || PLAIN_NETWORK_ERRORS.test(String(message));
    const { code, text } = causes(error);
    return known || code !== "" ? { code, message: text } : undefined;
  } catch {
    return { code: "", message: "" }; // it throws when it is read
  }
}

/** Node puts the system's error into the cause of fetch's, and several of them into an AggregateError. */
function causes(error: unknown): { code: string; text: string } {
  let code = "";
  let text = "";
  for (let depth = 0; depth < 6 && typeof error === "object" && error !== null; depth++) {
    const current = error as { code?: unknown; message?: unknown; cause?: unknown; errors?: unknown };
    if (code === "" && typeof current.code === "string" && NETWORK_CODES.test(current.code)) code = current.code;
    if (typeof current.message === "string") text += `${current.message} `;
    error = current.cause ?? (Array.isArray(current.errors) ? current.errors[0] : undefined);
  }
  return { code, text };
}
