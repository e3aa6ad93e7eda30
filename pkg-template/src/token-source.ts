/** A function that provides a JWT. */
export type TokenFunction = (request: { refresh: boolean; signal: AbortSignal }) => string | Promise<string>;

/** How many tokens are remembered, to redact them. */
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

/** Calls a token function once for all calls that wait, and again when lakeFS has refused its token. */
export class TokenSource {
  #token: string | undefined;
  #pending: Pending | undefined;
  readonly #provide: TokenFunction;
  /** The latest tokens, which no error may show: a response to one call may echo the token of another. */
  readonly #latest: string[] = [];

  constructor(provide: TokenFunction) {
    this.#provide = provide;
  }

  /** The latest tokens. A method, so that nothing prints them. */
  remembered(): readonly string[] {
    return this.#latest;
  }

  /** The current token, unless it is the refused one. */
  known(refused: string | undefined): string | undefined {
    return this.#token === refused ? undefined : this.#token;
  }

  /**
   * Waits for the next token. A call that stops waiting calls `leave`; when no call waits, the function's signal is aborted and the next
   * call calls the function again.
   */
  wait(refresh: boolean): { promise: Promise<string>; leave: () => void } {
    const pending = (this.#pending ??= this.#start(refresh));
    pending.waiting++;
    return { promise: pending.promise, leave: () => this.#leave(pending) };
  }

  #start(refresh: boolean): Pending {
    this.#token = undefined;
    const controller = new AbortController();
    const provide = async (): Promise<string> => {
      const token: unknown = await this.#provide({ refresh, signal: controller.signal });
      if (!isToken(token))
        throw new TypeError("options.auth.token must return a token: visible ASCII, at least one character");
      return token;
    };
    const promise = provide();
    const pending: Pending = { promise, controller, waiting: 0 };
    const settle = (token?: string) => {
      if (this.#pending !== pending) return;
      this.#pending = undefined;
      this.#token = token;
      if (token !== undefined && this.#latest.unshift(token) > REMEMBERED) this.#latest.pop();
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
