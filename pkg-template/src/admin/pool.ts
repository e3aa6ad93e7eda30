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
  let left = false;
  const leave = async (): Promise<void> => {
    left = true;
    controller.abort();
    await results.return(undefined).catch(() => {});
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        return await results.next();
      } catch (error) {
        if (left) return { done: true, value: undefined }; // Ignore errors after return().
        throw error;
      }
    },
    async return(value?: unknown) {
      await leave();
      return { done: true, value: value as R };
    },
  };
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
  let failure: { error: unknown } | undefined;
  const [arrived, room] = [new Wakeup(), new Wakeup()];
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
      arrived.fire();
      room.fire();
    }
  };
  const read = async (): Promise<void> => {
    try {
      let total = 0;
      for await (const item of list) {
        total++;
        upcoming.push(item);
        start();
        while (upcoming.length >= LOOKAHEAD && !controller.signal.aborted) await room.wait();
        if (controller.signal.aborted) return;
      }
      onTotal?.(total);
    } catch (error) {
      failure = { error };
    } finally {
      ended = true;
      arrived.fire();
    }
  };

  if (signal?.aborted) throw signal.reason;
  signal?.addEventListener("abort", abort, { once: true });
  void read();
  try {
    for (;;) {
      if (signal?.aborted) throw signal.reason;
      const first = started[0];
      if (first) {
        const result = await first;
        void started.shift();
        start();
        yield result;
      } else if (!ended) await arrived.wait();
      else if (failure) throw failure.error;
      else return undefined;
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    controller.abort();
    room.fire();
  }
}

/** Wakes the waiting function, if any. */
class Wakeup {
  #wake = (): void => {};

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  fire(): void {
    this.#wake();
  }
}
