/** How many items are listed ahead of the work: about a page, so that the total is known early and memory stays constant. */
const LOOKAHEAD = 1000;

export interface MapOptions<T, R> {
  /** Lists the items. */
  readonly list: (signal: AbortSignal) => Iterable<T> | AsyncIterable<T>;
  /** The work. What it throws ends the loop. */
  readonly work: (item: T, signal: AbortSignal) => Promise<R>;
  /** Items at a time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  /** Called once the listing has ended. */
  readonly onTotal?: (total: number) => void;
}

/** Works on listed items, some at a time, and yields the results in the order of the list. Leaving the loop aborts pending work. */
export function mapInOrder<T, R>(options: MapOptions<T, R>): AsyncIterableIterator<R> {
  const controller = new AbortController();
  const results = run(options, options.list(controller.signal), controller);
  const end = results.return.bind(results);
  // Defined and not assigned: prototypes can be frozen (SES), and then the assignment would throw.
  return Object.defineProperty(results, "return", {
    value: (value: undefined) => {
      controller.abort(); // a next() that waits ends first
      return end(value);
    },
  });
}

async function* run<T, R>(
  options: MapOptions<T, R>,
  list: Iterable<T> | AsyncIterable<T>,
  controller: AbortController,
): AsyncGenerator<R, undefined> {
  const { signal } = options;
  const abort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) throw signal.reason;
  signal?.addEventListener("abort", abort);
  try {
    for await (const result of startAhead(options, list, controller.signal)) {
      if (signal?.aborted) throw signal.reason;
      yield result;
    }
    return undefined;
  } catch (error) {
    if (controller.signal.aborted && !signal?.aborted) return undefined; // the caller has left the loop, so errors do not matter
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    controller.abort();
  }
}

/** Starts work ahead of the loop and yields the results. */
async function* startAhead<T, R>(
  { work, concurrency, onTotal }: MapOptions<T, R>,
  list: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<R, undefined> {
  /** Items that are listed and not started. */
  const upcoming: T[] = [];
  /** Results that were not yielded, in the order of the list. */
  const started: Promise<R>[] = [];
  let running = 0;
  let isListed = false;
  let wake = (): void => {};
  /** Waits until work starts. Only one waits at a time: the loop without work, or the reader with much of it. */
  const untilStart = (): Promise<void> => new Promise((resolve) => (wake = resolve));

  /** Starts work up to the limit, which also counts results that wait for a slower one before them. */
  const start = (): void => {
    while (upcoming.length > 0 && running < concurrency && started.length < 2 * concurrency && !signal.aborted) {
      running++;
      const result = work(upcoming.shift() as T, signal).finally(() => {
        running--;
        start();
      });
      result.catch(() => {}); // awaited later, in order
      started.push(result);
      wake();
    }
  };

  /** Reads the list, ahead of the work. */
  const read = async (): Promise<void> => {
    let total = 0;
    for await (const item of list) {
      total++;
      upcoming.push(item);
      start();
      while (upcoming.length >= LOOKAHEAD) await untilStart();
    }
    isListed = true;
    onTotal?.(total);
  };

  const reading = read();
  reading.catch(() => {}); // awaited when everything that was listed is done
  for (;;) {
    const [first] = started;
    if (first) {
      const result = await first;
      void started.shift();
      start();
      yield result;
    } else if (isListed) return undefined;
    else await Promise.race([reading, untilStart()]);
  }
}
