import { makeError } from "./errors.js";
import type { Operation } from "./types.js";

/** The time and the abort of something that takes several calls. Nothing of it is left after {@link Span.end}. */
export class Span {
  readonly #deadline: number;
  readonly #milliseconds: number;
  readonly #signal: AbortSignal | undefined;
  readonly #operation: Operation;
  readonly #repository: string;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #reason: unknown;
  /** Requests sent, as far as whoever uses this counts them. */
  attempts = 0;

  constructor(operation: Operation, repository: string, milliseconds: number, signal: AbortSignal | undefined) {
    this.#operation = operation;
    this.#repository = repository;
    this.#milliseconds = milliseconds;
    this.#signal = signal;
    this.#deadline = performance.now() + milliseconds;
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted) this.#abort();
    else if (milliseconds <= 2 ** 31 - 1) this.#timer = setTimeout(this.#expire, milliseconds);
  }

  /** Aborted when time is up or the caller aborts; for the calls inside. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds left. */
  get left(): number {
    return this.#deadline - performance.now();
  }

  /** The same promise, rejected with the timeout or the caller's reason when that comes first. */
  race<T>(promise: T | PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(this.#reason);
      if (this.signal.aborted) return stop();
      this.signal.addEventListener("abort", stop);
      const settle = () => this.signal.removeEventListener("abort", stop);
      Promise.resolve(promise).then(resolve, reject).finally(settle);
    });
  }

  sleep(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    return this.race(slept).finally(() => clearTimeout(timer));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  readonly #abort = (): void => this.#stop(this.#signal?.reason);

  readonly #expire = (): void => {
    const { attempts } = this;
    const message = `not done within ${this.#milliseconds} ms in total`;
    this.#stop(makeError("timeout", message, { operation: this.#operation, repository: this.#repository, attempts, maybeApplied: true, phase: "total" }));
  };

  #stop(reason: unknown): void {
    this.#reason = reason;
    this.#controller.abort(reason);
  }
}
