/** How many items are listed ahead of the work: about a page, so that the total is known early and memory stays constant. */
const LOOKAHEAD = 1000;

export interface Pool<T, R> {
  /** Lists the items. */
  readonly list: (signal: AbortSignal) => AsyncIterable<T>;
  /** The work. What it throws ends the loop. */
  readonly work: (item: T, signal: AbortSignal) => Promise<R>;
  /** Items at a time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  /** Called once the listing has ended. */
  readonly onTotal?: (total: number) => void;
}

/** Works on listed items, some at a time, and yields the results in the order of the list. Leaving the loop aborts pending work. */
export function mapInOrder<T, R>(pool: Pool<T, R>): AsyncIterableIterator<R> {
  const run = new Run(pool);
  const results = run.results();
  const end = results.return.bind(results);
  results.return = (value) => {
    run.abort(); // a next() that waits ends first
    return end(value);
  };
  return results;
}

class Run<T, R> {
  readonly #pool: Pool<T, R>;
  readonly #controller = new AbortController();
  readonly #list: AsyncIterable<T>;
  /** Items that are listed and not started. */
  readonly #upcoming: T[] = [];
  /** Results that were not yielded, in the order of the list. */
  readonly #started: Promise<R>[] = [];
  #running = 0;
  #isListed = false;
  readonly #waiting: (() => void)[] = [];

  constructor(pool: Pool<T, R>) {
    this.#pool = pool;
    this.#list = pool.list(this.#controller.signal);
  }

  abort(reason?: unknown): void {
    this.#controller.abort(reason);
  }

  async *results(): AsyncGenerator<R, undefined> {
    const { signal } = this.#pool;
    const abort = (): void => this.abort(signal?.reason);
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener("abort", abort, { once: true });
    const reading = this.#read();
    reading.catch(() => {}); // awaited at the end
    try {
      for (;;) {
        if (signal?.aborted) throw signal.reason;
        const first = this.#started[0];
        if (first) {
          const result = await first;
          void this.#started.shift();
          this.#start();
          yield result;
        } else if (this.#isListed) return await reading;
        else await this.#change();
      }
    } catch (error) {
      if (this.#controller.signal.aborted && !signal?.aborted) return undefined; // the caller has left the loop, so errors do not matter
      throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.abort();
      this.#changed();
    }
  }

  /** Starts work up to the limit, which also counts results that wait for a slower one before them. */
  #start(): void {
    const { concurrency, work } = this.#pool;
    const { signal } = this.#controller;
    while (this.#running < concurrency && this.#started.length < 2 * concurrency && !signal.aborted) {
      if (this.#upcoming.length === 0) return;
      this.#running++;
      const result = work(this.#upcoming.shift() as T, signal).finally(() => {
        this.#running--;
        this.#start();
      });
      result.catch(() => {}); // awaited later, in order
      this.#started.push(result);
      this.#changed();
    }
  }

  /** Reads the list, ahead of the work. */
  async #read(): Promise<undefined> {
    try {
      let total = 0;
      for await (const item of this.#list) {
        total++;
        this.#upcoming.push(item);
        this.#start();
        while (this.#upcoming.length >= LOOKAHEAD) {
          if (this.#controller.signal.aborted) return undefined;
          await this.#change();
        }
      }
      this.#pool.onTotal?.(total);
      return undefined;
    } finally {
      this.#isListed = true;
      this.#changed();
    }
  }

  /** Waits until work has started or the list has ended. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
