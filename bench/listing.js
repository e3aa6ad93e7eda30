// 10,000 repositories, with as much work on each page as it takes to arrive: node bench/listing.js [--rounds N]
import { parseArgs } from "node:util";
import { LakeFSClient } from "lakefs-wasm";
import { auth } from "./clients/ours.js";
import { raw } from "./clients/raw.js";
import { keep } from "./lib/results.js";
import { compare, spread } from "./lib/rounds.js";
import { startServer } from "./lib/server.js";
import { show } from "./lib/show.js";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "12" } } });
const TOTAL = 10_000;
// The latency of a server in the same region, plus the time to make a page.
const server = await startServer({ delayMs: 40 });
const plain = raw({ endpoint: server.url, fetch: (input, init) => fetch(input, init) });
const lakefs = new LakeFSClient({ endpoint: server.url, auth });

/** Milliseconds of work on one repository: a page of them takes as long as a page takes to arrive. */
const work = (await arrival()) / 1000;
let owed = 0;
/** Synchronous work, which blocks the event loop and so the network; work on another machine would overlap better. */
function consume() {
  owed += work;
  if (owed < 1) return;
  const until = performance.now() + owed;
  while (performance.now() < until);
  owed = 0;
}

async function arrival() {
  const times = [];
  for (let number = 0; number < 12; number++) {
    const began = performance.now();
    await plain.page(1000, `repository-0${number % 9}999`);
    if (number > 1) times.push(performance.now() - began);
  }
  return spread(times).median;
}

async function loop() {
  let seen = 0;
  for (let after = ""; ; ) {
    const { pagination, results } = await plain.page(1000, after);
    for (const _ of results) {
      seen++;
      consume();
    }
    if (!pagination.has_more) return expectAll(seen);
    after = pagination.next_offset;
  }
}

async function iterate() {
  let seen = 0;
  for await (const _ of lakefs.repositories()) {
    seen++;
    consume();
  }
  expectAll(seen);
}

function expectAll(seen) {
  if (seen !== TOTAL) throw new Error(`${seen} repositories came, not ${TOTAL}`);
}

const rows = await compare(
  [
    { name: "a plain loop", run: loop },
    { name: "A/A", run: loop },
    { name: "lakefs-wasm", run: iterate },
  ],
  { rounds: Number(values.rounds), calls: 1 },
);
server.stop();
show(
  `Node ${process.versions.node}: 10,000 repositories in pages that take ${(work * 1000).toFixed(1)} ms to arrive and as long to work on, microseconds`,
  rows,
);
await keep("listing", { arrivalMs: work * 1000, results: rows });
