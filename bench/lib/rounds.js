// Compares ways of doing the same thing in one process. Runs in Node and in pages; imports nothing.
//
// Benchmark libraries run the contenders one after the other: on a machine whose speed drifts by 10 % in a minute that compares the
// minutes. Here every round runs each contender once, in another order each time, and a ratio is taken inside its round.

/**
 * @typedef {{ name: string, run: () => unknown }} Contender
 * @typedef {{ median: number, p10: number, low: number, high: number }} Spread  low and high: the quartiles
 * @typedef {{ name: string, each: Spread, ratio: Spread, tenth: Spread }} Row  each: microseconds a call; ratio: to the first contender, in the
 *   same round; tenth: the tenth percentiles' ratio, in each eighth of the rounds
 */

/**
 * Runs rounds of contenders; the first is what the others are compared with.
 *
 * @param {Contender[]} contenders
 * @param {{ rounds?: number, milliseconds?: number, calls?: number, clock?: () => number }} [options]  how long a
 *   contender's turn takes, or how many calls it is
 * @returns {Promise<Row[]>}
 */
export async function compare(
  contenders,
  { rounds = 80, milliseconds = 8, calls, clock = () => performance.now() } = {},
) {
  const plans = [];
  for (const contender of contenders)
    plans.push({
      ...contender,
      calls: calls ?? (await callsIn(contender.run, milliseconds, clock)),
      times: /** @type {number[]} */ ([]),
    });
  for (let round = -1; round < rounds; round++) {
    for (const plan of shuffled(plans)) {
      const time = await timed(plan.run, plan.calls, clock);
      if (round >= 0) plan.times.push(time);
    }
  }
  const [base] = plans;
  return plans.map(({ name, times }) => {
    const part = Math.ceil(rounds / 8);
    const tenths = Array.from(
      { length: Math.ceil(rounds / part) },
      (_, index) => tenthIn(times, index * part, part) / tenthIn(base.times, index * part, part),
    );
    return {
      name,
      each: spread(times),
      ratio: spread(times.map((time, round) => time / base.times[round])),
      tenth: spread(tenths),
    };
  });
}

/**
 * The same comparison, run several times, as one: of each number the median.
 *
 * @param {Row[][]} runs  with the same contenders in the same order
 * @returns {Row[]}
 */
export function together(runs) {
  const middle = (/** @type {Spread[]} */ spreads) =>
    /** @type {Spread} */ (
      Object.fromEntries(Object.keys(spreads[0]).map((key) => [key, spread(spreads.map((one) => one[key])).median]))
    );
  return runs[0].map(({ name }, index) => {
    const rows = runs.map((run) => run[index]);
    return {
      name,
      each: middle(rows.map(({ each }) => each)),
      ratio: middle(rows.map(({ ratio }) => ratio)),
      tenth: middle(rows.map(({ tenth }) => tenth)),
    };
  });
}

const tenthIn = (times, first, length) => spread(times.slice(first, first + length)).p10;

/**
 * Milliseconds of processor time where available, otherwise wall time. Other load on the machine lengthens wall time;
 * what is measured here never waits for anything. Threads that collect garbage are counted.
 */
export const processorClock =
  typeof process === "object" && typeof process.cpuUsage === "function"
    ? () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      }
    : () => performance.now();

/** Microseconds a call, one after the other. */
async function timed(run, calls, clock) {
  const began = clock();
  for (let call = 0; call < calls; call++) await run();
  return ((clock() - began) * 1000) / calls;
}

/** Repeats something for so many milliseconds, so that the engine optimizes it. */
export async function repeat(run, milliseconds) {
  for (const until = performance.now() + milliseconds; performance.now() < until; ) await run();
}

/** How many calls fill a turn, after the engine has optimized. */
async function callsIn(run, milliseconds, clock) {
  await timed(run, 20, clock);
  const until = performance.now() + Math.max(300, milliseconds * 10);
  let each = 1000;
  // The fastest try: other load must not make the turns too short to measure.
  while (performance.now() < until)
    each = Math.max(0.1, Math.min(each, await timed(run, Math.ceil(Math.min(500, 20_000 / each)), clock)));
  return Math.max(1, Math.round((milliseconds * 1000) / each));
}

/** @param {number[]} values  @returns {Spread} */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    return below + (sorted[Math.ceil(place)] - below) * (place % 1);
  };
  return { median: at(0.5), p10: at(0.1), low: at(0.25), high: at(0.75) };
}

/** @template T  @param {T[]} list  @returns {T[]} */
export function shuffled(list) {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
