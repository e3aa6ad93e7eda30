import { onAbort } from "./abort.js";
import { setHeader } from "./arguments.js";
import { type OnReader, Problem, readAnswer, readComplaint } from "./body.js";
import type { Call, Checked } from "./call.js";
import { type Details, type ErrorCode, makeError, type TimeoutError } from "./errors.js";
import type { RepositoryCreation } from "./generated/models.js";
import { operations } from "./generated/operations.js";
import { generation, hasCompiled, resumeTask } from "./loader.js";
import type { CallOptions, ClientOptions } from "./options.js";
import { noteRetryAfter } from "./retry-after.js";
import { sameRules } from "./rules.js";
import { redact, secretsOf, withoutSecrets } from "./secrets.js";
import type { TokenSource } from "./token.js";
import type { Attempt } from "./types.js";
import type { Wire } from "./wire.js";

/** What ends a call badly (src/transport.rs). `detail` is what the error's class adds: argument, origin. */
type Verdict = readonly [code: ErrorCode, message: string, maybeApplied: boolean, status: number, detail: string];

/** What all flights of one client have in common. */
export interface Terms {
  readonly options: ClientOptions;
  /** How many requests may be sent again before an answer has come (src/retry.rs); clients can share it. */
  budget: { level: number };
  /** Where the token comes from a function; clients can share it. */
  tokens: TokenSource | undefined;
  /** What no error may show, whatever the call: known when it was first asked for. */
  secrets?: string[];
}

const NO_OPTIONS: CallOptions = {};

/** Milliseconds that a call may take with all its attempts, unless its options or its client's say otherwise. */
export const TOTAL_TIMEOUT = 120_000;

/** What a whole number of 32 bits holds. */
const MOST_RETRIES = 2 ** 32 - 1;

/** Timers hold 31 bits; what is longer would fire at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * One call on its way: keeps its time, listens for its abort, lends the WebAssembly what it cannot do itself (src/host.rs), and settles the
 * caller's promise. Nothing of it is left when the call has ended: no timer, no listener, no request.
 */
export class Flight {
  /** Requests sent. */
  attempts = 0;
  /** Whether the caller's promise is settled. */
  over = false;
  /** Of what fetch resolved to: 0 for a redirect that the browser hides, -1 for what is no response, -2 while there is none. */
  status = -2;
  /** Known when the WebAssembly is there. */
  wire: Wire | undefined;
  readonly #terms: Terms;
  readonly #call: Call;
  readonly #checked: Checked;
  readonly #options: CallOptions;
  readonly #resolve: (value: never) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #onEnd: (flight: Flight) => void;
  /** Set with the first phase. */
  #deadline: number | undefined;
  #phase: TimeoutError["phase"] = "wasm";
  #total = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  /** Of any attempt: a read that follows a write does not make it certain. */
  #mayHaveApplied = false;
  #tokens: string[] | undefined;
  /** The operation of the attempt. */
  #sent = 0;
  /** When the attempt began that nobody has been told of. */
  #began: number | undefined;
  #response: Response | undefined;
  #task = 0;
  /** Of the WebAssembly that has the task. */
  #generation = 0;
  #waiting = false;
  #cancelReader: (() => void) | undefined;
  #leaveToken: (() => void) | undefined;
  #unlisten: (() => void) | undefined;

  constructor(
    terms: Terms,
    call: Call,
    checked: Checked,
    resolve: (value: never) => void,
    reject: (reason: unknown) => void,
    onEnd: (flight: Flight) => void,
  ) {
    this.#terms = terms;
    this.#call = call;
    this.#checked = checked;
    this.#options = checked.options ?? NO_OPTIONS;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#onEnd = onEnd;
    const { signal } = this.#options;
    if (signal?.aborted) this.#abort();
    else if (signal) this.#unlisten = onAbort(signal, this.#abort);
  }

  /** Starts the clock for one phase of the call. */
  arm(phase: TimeoutError["phase"]): void {
    clearTimeout(this.#timer);
    const timeoutMs = this.#timeoutMs;
    const now = performance.now();
    const left = (this.#deadline ??= now + this.#totalTimeoutMs) - now;
    this.#phase = phase;
    this.#total = left < timeoutMs;
    const wait = Math.min(timeoutMs, left);
    this.#timer = wait === Infinity ? undefined : setTimeout(this.#expire, Math.min(Math.max(wait, 0), LONGEST_TIMER));
  }

  get #timeoutMs(): number {
    return this.#options.timeoutMs ?? this.#terms.options.timeoutMs ?? 30_000;
  }

  get #totalTimeoutMs(): number {
    return this.#options.totalTimeoutMs ?? this.#terms.options.totalTimeoutMs ?? TOTAL_TIMEOUT;
  }

  get more(): object {
    return this.#checked.more;
  }

  get body(): unknown {
    return this.#checked.body;
  }

  get left(): number {
    return (this.#deadline ?? Infinity) - performance.now();
  }

  get retries(): number {
    return Math.min(this.#options.retries ?? this.#terms.options.retries ?? 2, MOST_RETRIES);
  }

  get watched(): boolean {
    return this.#terms.options.onAttempt !== undefined;
  }

  get budget(): number {
    return this.#terms.budget.level;
  }

  set budget(level: number) {
    this.#terms.budget.level = level;
  }

  /**
   * Makes an attempt. It comes to the checked body of a good answer, with which the call may end; everything else is a rejection, also when
   * the call ends by itself. See src/host.rs.
   */
  fetch(
    url: string,
    operation: number,
    ends: boolean,
    mayApply: boolean,
    ifMatch: string | undefined,
    authorization: string | undefined,
  ): void {
    this.#race((resolve, reject) => {
      if (this.over) return;
      const sent = this.#send(url, this.#attempt(operation, mayApply, ifMatch, authorization));
      // Only now, while the server is at work. The caller's function may have ended the call.
      if (!this.over) this.arm("response");
      if (hasCompiled) spare ??= makeController();
      sent.then((response) => {
        if (this.over) return;
        const status = this.#receive(response);
        if (status < 200 || (status > 299 && status < 400)) {
          this.#controller?.abort(); // nobody reads the rest
          return reject();
        }
        this.#phase = "body";
        const inPage = this.wire?.inPage ?? false;
        if (status < 300) {
          const answered = (value: unknown): void => {
            this.report(undefined, undefined);
            if (!ends) return resolve(value);
            this.resolve(value);
            soon(resolve); // the WebAssembly hears of it after the caller
          };
          readAnswer(this.response, operations[operation]?.response, this.#onReader, inPage).then(answered, reject);
        }
        // Redacted before anything of it is cut off, or half a secret could stay.
        else
          readComplaint(this.response, this.#onReader, inPage).then(([text, cut]) =>
            reject(redact(text, this.#hidden(), cut)),
          );
      }, reject);
    });
  }

  /** Begins an attempt; what is left of the one before is given up. What it gives is fetch's own: the caller's function may change it. */
  #attempt(
    operation: number,
    mayApply: boolean,
    ifMatch: string | undefined,
    authorization: string | undefined,
  ): RequestInit {
    this.#controller?.abort();
    const { signal } = (this.#controller = spare ?? makeController());
    spare = undefined;
    this.#mayHaveApplied ||= mayApply;
    this.#sent = operation;
    this.#response = undefined;
    this.status = -2;
    this.attempts++;
    if (this.watched) this.#began = performance.now();
    const headers: Record<string, string> = { ...this.wire?.headers };
    // The copy last: V8 11 (Node 20) takes a microsecond for properties that come after one.
    const init: RequestInit = { method: operations[operation]?.method ?? "GET", headers, signal, ...this.wire?.init };
    const more = this.#options.headers;
    if (more) for (const name of Object.keys(more)) setHeader(headers, name, more[name] ?? "");
    const { text } = this.#checked;
    // A write can begin with a read.
    if (text !== undefined && operations[operation]?.id === this.#call.operation) {
      init.body = text;
      setHeader(headers, "Content-Type", "application/json");
    }
    if (ifMatch !== undefined) setHeader(headers, "If-Match", ifMatch);
    if (authorization !== undefined) headers["Authorization"] = authorization;
    return init;
  }

  /** A fetch of the caller's may throw, and return anything. */
  #send(url: string, init: RequestInit): Promise<Response> {
    try {
      return Promise.resolve(this.wire?.fetch(url, init) as Response);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** What fetch has resolved to. */
  get response(): Response {
    return this.#response as Response;
  }

  /** Takes what fetch has resolved to and gives its status. */
  #receive(response: Response): number {
    this.status = -1;
    try {
      const { status } = response;
      this.#response = response instanceof Response ? response : readable(response);
      if (status === 0 && response.type === "opaqueredirect") this.status = 0;
      else if (Number.isInteger(status) && status >= 100 && status <= 0xffff) this.status = status;
    } catch {
      // What throws when it is looked at is no response.
    }
    return this.status;
  }

  /** Lets the WebAssembly wait for what is started, or for the call to end by itself. */
  #race(start: (resolve: (value?: unknown) => void, reject: (reason?: unknown) => void) => void): void {
    this.#waiting = true;
    start(this.#landed, this.#failed);
    // Also when it was the caller's fetch that ended the call: the WebAssembly, being at it, heard nothing.
    if (this.over) soon(this.#failed);
  }

  /** The number of the WebAssembly's task, which has begun. */
  begun(task: number): void {
    this.#task = task;
    this.#generation = generation;
  }

  readonly #landed = (value?: unknown): void => this.#resume(true, value);
  readonly #failed = (error?: unknown): void => this.#resume(false, error);

  #resume(good: boolean, value: unknown): void {
    if (!this.#waiting || this.#generation !== generation) return;
    this.#waiting = false;
    resumeTask(this.#task, good, value);
  }

  /** Where a redirect leads: never path or query, which can hold secrets of the login. */
  origin(url: string): string | undefined {
    try {
      const location = this.response.headers.get("location");
      const origin = location === null ? "null" : new URL(this.#redacted(location), url).origin;
      // What addresses like data: have.
      return origin === "null" ? undefined : origin;
    } catch {
      return undefined;
    }
  }

  /** `ECONNREFUSED` and its like, which Node puts into the cause of fetch's error. */
  systemCode(error: unknown): string {
    try {
      for (let depth = 0; depth < 5 && typeof error === "object" && error !== null; depth++) {
        const { code, cause } = error as { code?: unknown; cause?: unknown };
        if (typeof code === "string") return code;
        error = cause;
      }
    } catch {
      // An object that throws when it is looked at has no code.
    }
    return "";
  }

  /** The token of the client's token function. */
  token(refused: string | undefined): void {
    const { tokens } = this.#terms;
    const known = tokens?.known(refused);
    if (!tokens || known !== undefined) return this.#race((resolve) => soon(() => resolve(this.#use(known))));
    this.arm("token");
    const { promise, leave } = tokens.wait(refused !== undefined);
    this.#leaveToken = leave;
    this.#race((resolve, reject) => {
      promise.then((token) => resolve(this.#use(token)), reject);
    });
  }

  /** Notes a token that is going to be sent. */
  #use<T extends string | undefined>(token: T): T {
    if (token !== undefined) (this.#tokens ??= []).push(token);
    return token;
  }

  pause(milliseconds: number): void {
    this.#race((resolve) => {
      if (this.over) return;
      clearTimeout(this.#timer);
      this.#controller?.abort();
      this.#timer = setTimeout(resolve, milliseconds);
    });
  }

  /** Tells whoever wants to know of the attempt that has just ended. */
  report(error: Attempt["error"], retryInMs: number | undefined): void {
    const { onAttempt } = this.#terms.options;
    const endpoint = operations[this.#sent];
    if (!onAttempt || !endpoint || this.#began === undefined) return;
    const attempt: Attempt = {
      operation: endpoint.id,
      method: endpoint.method,
      path: endpoint.path,
      number: this.attempts,
      duration: performance.now() - this.#began,
    };
    this.#began = undefined;
    const requestId = this.#requestId();
    if (this.#response) attempt.status = this.#response.status;
    if (requestId !== undefined) attempt.requestId = requestId;
    if (error !== undefined) attempt.error = error;
    if (retryInMs !== undefined) attempt.retryInMs = retryInMs;
    notify(onAttempt, attempt);
  }

  sameRules(stored: Parameters<typeof sameRules>[0]): boolean {
    return sameRules(stored, this.body as typeof stored);
  }

  resolve(value: unknown): void {
    if (!this.#end()) return;
    if (this.#response) this.#call.seen?.(this.#response, (text) => this.#redacted(text));
    this.#resolve(value as never);
  }

  /** Ends the call with what is wrong with a body. */
  reject({ code, message, contentType, at, cause }: Problem, maybeApplied: boolean): void {
    const details =
      code === "unexpected_response"
        ? { contentType: contentType && this.#redacted(contentType), at: at && this.#redacted(at) }
        : {};
    this.error(code, message, {
      ...details,
      status: code === "connection_failed" ? undefined : this.#response?.status,
      maybeApplied,
      cause,
    });
  }

  /** Ends the call with an error that the WebAssembly names. */
  fail(verdict: Verdict, cause: unknown): void {
    const [code, message, maybeApplied, status, detail] = verdict;
    if (code === "invalid_argument") return this.error(code, message, { argument: detail, maybeApplied, cause });
    const details: Details = { maybeApplied };
    if (code === "connection_failed") details.cause = cause;
    else {
      details.status = status;
      if (code === "login_redirect") details.origin = detail || undefined;
      else details.requestId = this.#requestId();
    }
    // Not from within the WebAssembly: its frames would fill the error's stack, and looking at them costs more than all the rest of an error.
    void Promise.resolve().then(() => this.error(code, message, details));
  }

  /** Ends the call with an error of this package. */
  error(code: ErrorCode, message: string, details: Details): void {
    if (!this.#end()) return;
    const { operation, repository } = this.#call;
    details.operation = operation;
    details.repository = operation === "createRepository" ? (this.body as RepositoryCreation).name : repository;
    details.attempts = this.attempts;
    if (details.cause !== undefined) details.cause = withoutSecrets(details.cause, this.#hidden());
    const error = makeError(code, this.#redacted(message), details);
    if (code === "unavailable" || code === "rate_limited") noteRetryAfter(error, this.response);
    this.#reject(error);
  }

  /** Ends the call because the WebAssembly under it is gone. */
  crash(cause: unknown): void {
    this.#stop();
    this.error("wasm_crashed", "the WebAssembly crashed during the call; the next call gets a fresh one", {
      maybeApplied: this.#mayHaveApplied,
      cause,
    });
  }

  readonly #abort = (): void => {
    this.report("aborted", undefined);
    this.#stop();
    if (this.#end()) this.#reject(this.#options.signal?.reason);
    this.#failed();
  };

  readonly #expire = (): void => {
    this.report("timeout", undefined);
    this.#stop();
    const phase = this.#total ? "total" : this.#phase;
    const message = this.#total
      ? `not done within ${this.#totalTimeoutMs} ms in total`
      : `no ${WAITED_FOR[phase]} within ${this.#timeoutMs} ms`;
    this.error("timeout", message, { phase, maybeApplied: this.#mayHaveApplied });
    this.#failed();
  };

  readonly #onReader: OnReader = (cancel) => {
    this.#cancelReader = cancel;
    if (this.over) cancel?.();
  };

  /** Gives up what is in flight. */
  #stop(): void {
    this.#cancelReader?.();
    this.#controller?.abort();
  }

  #requestId(): string | undefined {
    const id = this.#response?.headers.get("x-request-id");
    return id ? this.#redacted(id) : undefined;
  }

  /** What a server has said, which can be an echo of what it was sent. */
  #redacted(text: string): string {
    return redact(text, this.#hidden());
  }

  /** What no error may show. */
  #hidden(): string[] {
    const { auth, headers } = this.#terms.options;
    const more = this.#options.headers;
    const typed = this.#call.operation === "login" ? (this.body as Record<string, string>) : undefined;
    const given = this.#terms.tokens?.given;
    if (!given && !more && !typed) return (this.#terms.secrets ??= secretsOf(auth, [], headers));
    return secretsOf(auth, [...(this.#tokens ?? []), ...(given ?? [])], headers, more, typed);
  }

  #end(): boolean {
    if (this.over) return false;
    this.over = true;
    clearTimeout(this.#timer);
    this.#unlisten?.();
    this.#leaveToken?.();
    this.#onEnd(this);
    return true;
  }
}

/**
 * For the next attempt, made while the server is at work: it takes Node 20 some microseconds, which that one's request does not wait for. Not
 * where WebAssembly comes compiled: such hosts (workerd) may tie a signal to the request that they were answering when it was made.
 */
let spare: AbortController | undefined;

function makeController(): AbortController {
  const controller = new AbortController();
  void controller.signal; // Node makes it when it is first asked for
  return controller;
}

/** What is looked at in an answer's head. */
const HEADERS = [
  "content-type",
  "content-length",
  "content-encoding",
  "date",
  "etag",
  "location",
  "retry-after",
  "x-request-id",
];

/** A response of another make, read once: its headers can be anything. Throws when it is no response at all. */
function readable(response: Response): Response {
  const { status, type, body } = response;
  const headers = new Headers();
  for (const name of HEADERS) {
    const value: unknown = response.headers.get(name);
    if (typeof value === "string" || typeof value === "number") headers.set(name, String(value));
    else if (value !== null && value !== undefined) throw new TypeError(`${name} is no header`);
  }
  return { status, type, body, headers, arrayBuffer: () => response.arrayBuffer() } as Response;
}

/** Calls back in a microtask. Chromium's `queueMicrotask` takes ten times as long. */
function soon(callback: () => void): void {
  void Promise.resolve().then(callback);
}

const WAITED_FOR: Record<TimeoutError["phase"], string> = {
  token: "token from the token function",
  wasm: "WebAssembly",
  response: "answer",
  body: "whole answer",
  total: "end",
};

/** Calls a function of the user's whose mistakes are none of the call's. */
export function notify<T>(callback: (value: T) => unknown, value: T): void {
  try {
    const result = callback(value);
    // Of another realm, or of zone.js: no instance of this Promise.
    if (typeof (result as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function")
      Promise.resolve(result).catch(report);
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else console.error(error);
}
