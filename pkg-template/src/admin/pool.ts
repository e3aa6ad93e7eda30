/** How many items are listed ahead of the work: about a page, so that the total is known early and memory stays constant. */
const LOOKAHEAD = 1000;

export interface Pool<T, R> {
  /** What is worked on. */
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
  const controller = new AbortController();
  const results = run(pool, pool.list(controller.signal), controller);
  const end = results.return.bind(results);
  results.return = (value) => {
    controller.abort(); // a next() that waits ends first
    return end(value);
  };
  return results;
}

async function* run<T, R>(
  { work, concurrency, signal, onTotal }: Pool<T, R>,
  list: AsyncIterable<T>,
  controller: AbortController,
): AsyncGenerator<R, undefined> {
  const upcoming: T[] = [];
  const started: Promise<R>[] = [];
  let running = 0;
  let ended = false;
  const waiting: (() => void)[] = [];
  const change = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const changed = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const abort = (): void => controller.abort(signal?.reason);

  /** Starts work up to the limit, which also counts results that wait for a slower one before them. */
  const start = (): void => {
    while (running < concurrency && started.length < 2 * concurrency && !controller.signal.aborted) {
      if (upcoming.length === 0) return;
      running++;
      const result = work(upcoming.shift() as T, controller.signal).finally(() => {
        running--;
        start();
      });
      result.catch(() => {}); // awaited later, in order
      started.push(result);
      changed();
    }
  };
  const read = async (): Promise<undefined> => {
    try {
      let total = 0;
      for await (const item of list) {
        total++;
        upcoming.push(item);
        start();
        while (upcoming.length >= LOOKAHEAD) {
          if (controller.signal.aborted) return undefined;
          await change();
        }
      }
      onTotal?.(total);
      return undefined;
    } finally {
      ended = true;
      changed();
    }
  };

  if (signal?.aborted) throw signal.reason;
  signal?.addEventListener("abort", abort, { once: true });
  const reading = read();
  reading.catch(() => {}); // it is awaited in the end
  try {
    for (;;) {
      if (signal?.aborted) throw signal.reason;
      const first = started[0];
      if (first) {
        const result = await first;
        void started.shift();
        start();
        yield result;
      } else if (ended) return await reading;
      else await change();
    }
  } catch (error) {
    if (controller.signal.aborted && !signal?.aborted) return undefined; // the caller has left: errors no longer matter
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    controller.abort();
    changed();
  }
}
