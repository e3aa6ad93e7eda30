import { onAbort } from "./abort.js";
import { isLakeFSError, makeError } from "./errors.js";
import { LONGEST_TIMER } from "./flight.js";
import type { Operation } from "./types.js";

/** The time and the abort of something that takes several calls. Nothing of it is left after {@link Span.end}. */
export class Span {
  readonly #milliseconds: number;
  readonly #signal: AbortSignal | undefined;
  readonly #operation: Operation;
  readonly #repository: string;
  readonly #controller = new AbortController();
  readonly #deadline: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unlisten: (() => void) | undefined;
  #reason: unknown;
  /** Requests sent; those that a call which ended well sent again are not known here. */
  attempts = 0;

  constructor(operation: Operation, repository: string, milliseconds: number, signal: AbortSignal | undefined) {
    this.#operation = operation;
    this.#repository = repository;
    this.#milliseconds = milliseconds;
    this.#deadline = performance.now() + milliseconds;
    this.#signal = signal;
    if (signal?.aborted) {
      this.#abort();
      return;
    }
    if (signal) this.#unlisten = onAbort(signal, this.#abort);
    if (milliseconds <= LONGEST_TIMER) this.#timer = setTimeout(this.#expire, milliseconds);
  }

  /** Aborted when time is up or the caller aborts; for the calls inside. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds until time is up. */
  get left(): number {
    return this.#deadline - performance.now();
  }

  /** The same promise, rejected with the timeout or the caller's reason when that comes first. */
  race<T>(promise: T | PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(this.#reason);
      const settle = this.signal.aborted ? undefined : onAbort(this.signal, stop);
      if (!settle) stop();
      // Listened to in any case, or its rejection would be nobody's and end a Node process.
      Promise.resolve(promise).then(resolve, reject).finally(settle);
    });
  }

  /** One of the calls, its requests counted. */
  call<T>(sent: Promise<T>): Promise<T> {
    this.attempts++;
    const counted = sent.catch((error: unknown) => {
      if (!this.signal.aborted && isLakeFSError(error)) this.attempts += error.attempts - 1;
      throw error;
    });
    return this.race(counted);
  }

  sleep(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(milliseconds, LONGEST_TIMER));
    });
    return this.race(slept).finally(() => clearTimeout(timer));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#unlisten?.();
  }

  readonly #abort = (): void => this.#stop(this.#signal?.reason);

  readonly #expire = (): void => {
    const { attempts } = this;
    const message = `not done within ${this.#milliseconds} ms in total`;
    this.#stop(
      makeError("timeout", message, {
        operation: this.#operation,
        repository: this.#repository,
        attempts,
        maybeApplied: true,
        phase: "total",
      }),
    );
  };

  #stop(reason: unknown): void {
    this.#reason = reason;
    this.#controller.abort(reason);
  }
}
