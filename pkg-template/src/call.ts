import { onAbort, reasonOf } from "./abort.js";
import { RequestAttempt } from "./attempt.js";
import { bearer, type ClientConfig, CONFIG, configOf } from "./client-config.js";
import {
  type ErrorCode,
  type ErrorFields,
  errorClass,
  isLakeFSError,
  makeError,
  ResponseError,
  type TimeoutError,
  type WasmError,
} from "./errors.js";
import * as core from "./generated/core.js";
import type { RepositoryCreation } from "./generated/models.js";
import { operations } from "./generated/operations.js";
import { normalize } from "./normalize.js";
import { notify } from "./notify.js";
import { redact, withoutSecrets } from "./redact.js";
import type { Attempt, Operation } from "./types.js";
import { type CallArguments, type ValidatedCall, validateCall } from "./validate/call.js";
import { validateChange } from "./validate/change.js";
import { setHeader } from "./validate/headers.js";
import type { OperationInfo } from "./validate/schema.js";
import { enterCore, generation, load, register, unregister } from "./wasm/instance.js";
import { requireGlobals } from "./wasm/load-error.js";

/** The number by which the core knows each operation. */
const numbers = Object.fromEntries(operations.map(({ id }, number) => [id, number])) as Record<Operation, number>;

/** `setTimeout` delays are 31 bits; larger values fire immediately. */
const MAX_TIMER = 2 ** 31 - 1;

/** The most characters of a text of the server's in an error: a message is a sentence, whatever a server sends. */
const LONGEST_TEXT = 2000;

/** How a call was rejected: with an error of this package, or with one that is not. */
type Rejection =
  | { readonly error: unknown }
  | { readonly code: ErrorCode; readonly message: string; readonly details: ErrorFields };
class Rejected {
  constructor(readonly reason: Rejection) {}
}

/**
 * Makes a call. The error is made here, in an async function that the caller awaits, so that its stack shows the caller; the core's frames and
 * the microtasks in between do not.
 */
export async function runCall<T>(
  client: { readonly [CONFIG]: ClientConfig },
  args: CallArguments,
  method: string = args.operation,
): Promise<T> {
  const config = configOf(client, method);
  let settled: unknown;
  try {
    settled = await new Promise<unknown>((settle) => new Call(config, validateCall(args), settle).begin());
  } catch (error) {
    if (!isLakeFSError(error)) requireGlobals();
    throw error;
  }
  if (!(settled instanceof Rejected)) return settled as T;
  const { reason } = settled;
  if ("error" in reason) throw reason.error;
  const CallError = errorClass(reason.code);
  // Checked after a failure: before each call it would cost 5 %. Not for a ResponseError: a response came, so no global is missing.
  if (CallError !== ResponseError) requireGlobals();
  throw new CallError(reason.message, reason.code, reason.details);
}

/**
 * The host of one call: performs what the core asks for (the interface `Host`, src/host.rs) and reports what happened. The core decides what
 * follows. Nothing is left when the call has ended: no timer, no listener, no request.
 */
class Call implements core.Host {
  readonly #config: ClientConfig;
  readonly #call: ValidatedCall;
  readonly #settle: (value: unknown) => void;
  readonly #startedAt = performance.now();
  #settled = false;
  /** The number of the core's task. 0 before the core has returned it. */
  #task = 0;
  #generation = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt: RequestAttempt | undefined;
  #stopListening: (() => void) | undefined;
  #stopWaiting: (() => void) | undefined;
  /** Operation and start of the current attempt, for `onAttempt`. */
  #operation = 0;
  #sentAt = 0;
  /** What the core cannot report after a crash: how many requests were sent, and whether one was a write. */
  #sent = 0;
  #writeWasSent = false;
  /** The JSON body. */
  #text: string | undefined;
  #token: string | undefined;
  #tokens: string[] = [];

  constructor(config: ClientConfig, call: ValidatedCall, settle: (value: unknown) => void) {
    this.#config = config;
    this.#call = call;
    this.#settle = settle;
    this.#text = call.text;
  }

  /** Starts the call, once the WebAssembly is loaded. */
  begin(): void {
    const { signal } = this.#call.options;
    if (signal?.aborted) {
      this.rejectAborted();
      return;
    }
    if (signal) this.#stopListening = onAbort(signal, this.#abort);
    register(this);
    if (generation > 0) {
      this.#start(this.#startedAt);
      return;
    }
    this.#startLoadTimer();
    load().then(
      () => this.#settled || this.#start(performance.now()),
      ({ code, message, reason, cause }: WasmError) => this.#rejectHere(code, message, { reason, cause }),
    );
  }

  #start(now: number): void {
    const { operation, repository, params, options } = this.#call;
    const { timeoutMs, totalTimeoutMs, retries } = this.#config.limits(options);
    const hasObserver = this.#config.onAttempt !== undefined;
    this.#generation = generation;
    this.#enter(() => {
      const { core: client } = this.#config;
      this.#task = client.start(
        this,
        numbers[operation],
        repository ?? "",
        params,
        timeoutMs,
        totalTimeoutMs,
        retries,
        hasObserver,
        this.#startedAt,
        now,
      );
    }, 0);
  }

  // ---- Commands of the core

  send(url: string, operation: number, timeoutMs: number, ifMatch: string | undefined): void {
    this.#attempt?.abort();
    const info: OperationInfo | undefined = operations[operation];
    if (!info) return;
    const attempt = new RequestAttempt(this, info.response, this.#config.inBrowser);
    this.#attempt = attempt;
    this.#operation = operation;
    if (this.#config.onAttempt) this.#sentAt = performance.now();
    this.#sent++;
    this.#writeWasSent ||= info.method !== "GET";
    attempt.start((signal) => this.#config.fetch(url, this.#requestInit(info, ifMatch, signal)));
    // After sending, while the server works.
    this.#startTimer(timeoutMs, () => {
      attempt.abort();
      this.deliver((task) => core.timedOut(task, attempt.isReadingBody));
    });
  }

  /** A fresh object: the user's `fetch` may change it. */
  #requestInit(
    { method, withoutCredentials = false }: OperationInfo,
    ifMatch: string | undefined,
    signal: AbortSignal | undefined,
  ): RequestInit {
    const transport = this.#config.transport(!withoutCredentials);
    const headers = { ...transport.headers };
    const init: RequestInit = { ...transport.init, method, headers, signal: signal ?? null };
    const callHeaders = this.#call.options.headers;
    if (callHeaders) for (const name of Object.keys(callHeaders)) setHeader(headers, name, callHeaders[name] ?? "");
    if (this.#text !== undefined && method !== "GET") {
      init.body = this.#text;
      setHeader(headers, "Content-Type", "application/json");
    }
    if (ifMatch !== undefined) setHeader(headers, "If-Match", ifMatch);
    if (this.#token !== undefined && !withoutCredentials) headers["Authorization"] = bearer(this.#token);
    return init;
  }

  requestToken(refresh: boolean, timeoutMs: number): void {
    const { tokens } = this.#config;
    const known = tokens?.known(refresh ? this.#token : undefined);
    if (!tokens || known !== undefined) {
      this.#useToken(known);
      return;
    }
    const { promise, leave } = tokens.wait(refresh);
    this.#stopWaiting = leave;
    this.#startTimer(timeoutMs, () => this.deliver((task) => core.timedOut(task, false)));
    promise.then(
      (token) => this.#useToken(token),
      (error: unknown) => this.deliver((task) => core.tokenFailed(task, error)),
    );
  }

  #useToken(token: string | undefined): void {
    this.#token = token;
    if (token !== undefined) this.#tokens.push(token);
    this.deliver(core.tokenReady);
  }

  sleep(milliseconds: number): void {
    this.#attempt?.abort();
    this.#startTimer(milliseconds, () => this.deliver(core.slept));
  }

  change(rules: unknown, timeoutMs: number): void {
    this.#startTimer(timeoutMs, () => this.deliver((task) => core.timedOut(task, false)));
    validateChange(this.#call.change, rules).then(
      (result) => {
        if ("problem" in result) return this.deliver((task) => core.invalidChange(task, result.field, result.problem));
        this.#text = result.text;
        this.deliver((task) => core.changed(task, result.rules));
      },
      (error: unknown) => this.deliver((task) => core.foreignError(task, error)),
    );
  }

  progress(status: unknown): void {
    const { onProgress } = this.#call;
    if (onProgress) notify(onProgress, status as never);
  }

  observe(report: core.AttemptReport): void {
    const { onAttempt } = this.#config;
    const info = operations[this.#operation];
    if (!onAttempt || !info) return;
    const { id, method, path } = info;
    const attempt: Attempt = { operation: id, method, path, duration: performance.now() - this.#sentAt, ...report };
    notify(onAttempt, attempt);
  }

  resolve(value: unknown): void {
    this.#end(normalize(this.#call.operation, value));
  }

  reject(
    code: ErrorCode,
    message: string,
    attempts: number,
    maybeApplied: boolean,
    details: core.ErrorDetails,
    cause: unknown,
  ): void {
    this.#attempt?.abort();
    this.#rejectHere(code, message, Object.assign(details, { attempts, maybeApplied, cause }));
  }

  rejectAborted(): void {
    this.#attempt?.abort();
    this.#end(new Rejected({ error: reasonOf(this.#call.options.signal) }));
  }

  rejectWith(error: unknown): void {
    const clean = withoutSecrets(error, this.#secrets());
    if (clean === error) {
      this.#end(new Rejected({ error }));
      return;
    }
    this.#rejectHere("connection_failed", "fetch failed with an error that contained a credential", {
      ...this.#known(),
      cause: clean,
    });
  }

  makeError(
    code: ErrorCode,
    message: string,
    attempts: number,
    maybeApplied: boolean,
    details: core.ErrorDetails,
  ): unknown {
    return makeError(code, this.redact(message), this.#withCall(Object.assign(details, { attempts, maybeApplied })));
  }

  // ---- Events for the core

  /** Delivers an event to the core's task; an event during `start` waits for its number. */
  deliver(event: (task: number) => void): void {
    if (this.#settled || this.#generation !== generation) return;
    if (this.#task === 0) void Promise.resolve().then(() => this.#task > 0 && this.deliver(event));
    else this.#enter(event, this.#task);
  }

  readonly #abort = (): void => {
    this.#attempt?.abort();
    if (this.#generation === 0) this.rejectAborted();
    else this.deliver(core.aborted);
  };

  #enter(action: (task: number) => void, task: number): void {
    try {
      enterCore(action, task);
    } catch (cause) {
      // Not a trap: this call alone fails.
      this.#rejectHere("connection_failed", "the request could not be sent", { ...this.#known(), cause });
    }
  }

  // ---- The end

  /** Ends the call because the instance under it is gone. */
  crash(cause: unknown): void {
    this.#attempt?.abort();
    const message = "the WebAssembly crashed during the call; the next call gets a fresh instance";
    this.#rejectHere("wasm_crashed", message, { ...this.#known(), cause });
  }

  /** What is known without the core. */
  #known(): ErrorFields {
    return { attempts: this.#sent, maybeApplied: this.#writeWasSent };
  }

  #rejectHere(code: ErrorCode, message: string, details: ErrorFields): void {
    if (this.#settled) return;
    this.#withCall(details);
    if (details.cause !== undefined) details.cause = withoutSecrets(details.cause, this.#secrets());
    this.#end(new Rejected({ code, message: this.redact(message), details }));
  }

  /** Adds what is known of the call, and redacts the names in a body; headers were redacted when they were read. */
  #withCall(details: ErrorFields): ErrorFields {
    const { operation, repository, params } = this.#call;
    details.operation = operation;
    details.repository = operation === "createRepository" ? (params.body as RepositoryCreation).name : repository;
    if (details.at !== undefined) details.at = this.redact(details.at);
    return details;
  }

  #end(value: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#settle(value);
    clearTimeout(this.#timer);
    this.#stopListening?.();
    this.#stopWaiting?.();
    unregister(this);
  }

  redact(text: string, cut = false): string {
    return redact(text, this.#secrets(), cut).slice(0, LONGEST_TEXT);
  }

  #secrets(): string[] {
    const { operation, options, params } = this.#call;
    const credentials = operation === "login" ? (params.body as Record<string, string>) : undefined;
    return this.#config.secrets(this.#tokens, options.headers, credentials);
  }

  #startTimer(milliseconds: number, onExpire: () => void): void {
    clearTimeout(this.#timer);
    if (this.#settled) return;
    const delay = Math.min(Math.max(milliseconds, 0), MAX_TIMER);
    this.#timer = milliseconds === Infinity ? undefined : setTimeout(onExpire, delay);
  }

  /** The core cannot keep the time before it is loaded. */
  #startLoadTimer(): void {
    const { timeoutMs, totalTimeoutMs } = this.#config.limits(this.#call.options);
    const isTotal = totalTimeoutMs < timeoutMs;
    const milliseconds = Math.min(timeoutMs, totalTimeoutMs);
    const phase: TimeoutError["phase"] = isTotal ? "total" : "wasm";
    const waiting = isTotal ? "(totalTimeoutMs)" : "loading the WebAssembly (timeoutMs)";
    this.#startTimer(milliseconds, () =>
      this.#rejectHere("timeout", `timed out after ${milliseconds} ms ${waiting}`, { phase }),
    );
  }
}
