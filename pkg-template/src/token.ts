/** A function that gives a JWT. */
export type TokenFunction = (request: { refresh: boolean; signal: AbortSignal }) => string | Promise<string>;

/** How many tokens are remembered. */
const REMEMBERED = 8;

interface Pending {
  readonly promise: Promise<string>;
  readonly controller: AbortController;
  waiting: number;
}

/** Whether a value can be a bearer token: visible ASCII without spaces. */
export function isToken(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}

/** Asks a token function once for all who wait, and again when lakeFS has refused what it gave. */
export class TokenSource {
  #token: string | undefined;
  #pending: Pending | undefined;
  readonly #ask: TokenFunction;
  /** The last ones, which no error may show: whoever waits for a new one can hear of an old one that somebody else was refused. */
  readonly given: string[] = [];

  constructor(ask: TokenFunction) {
    this.#ask = ask;
  }

  /** The token that is there, when it is another one than `refused`. */
  known(refused: string | undefined): string | undefined {
    return this.#token === refused ? undefined : this.#token;
  }

  /**
   * The token to come. `leave` has to be called by whoever does not wait any longer: when nobody does, the function's
   * signal is aborted, and the next call asks afresh.
   */
  wait(refresh: boolean): { promise: Promise<string>; leave: () => void } {
    const pending = (this.#pending ??= this.#start(refresh));
    pending.waiting++;
    return { promise: pending.promise, leave: () => this.#leave(pending) };
  }

  #start(refresh: boolean): Pending {
    this.#token = undefined;
    const controller = new AbortController();
    const ask = async (): Promise<string> => {
      const token: unknown = await this.#ask({ refresh, signal: controller.signal });
      if (!isToken(token))
        throw new TypeError("the function has to return a token: visible ASCII, at least one character");
      return token;
    };
    const promise = ask();
    const pending: Pending = { promise, controller, waiting: 0 };
    const settle = (token?: string) => {
      if (this.#pending !== pending) return;
      this.#pending = undefined;
      this.#token = token;
      if (token !== undefined && this.given.unshift(token) > REMEMBERED) this.given.pop();
    };
    promise.then(settle, () => settle());
    return pending;
  }

  #leave(pending: Pending): void {
    if (--pending.waiting > 0 || this.#pending !== pending) return;
    this.#pending = undefined;
    pending.controller.abort();
  }
}
