// The settings of 1,000 repositories, against pools of the same width written by hand, with `fetch` and with the client's calls, and one after the other:
// node bench/settings.js [--rounds N] [--processor]
//   --processor  measures processor time instead, for a machine under other load
import { parseArgs } from "node:util";
import { LakeFSClient } from "lakefs-wasm";
import { listSettings } from "lakefs-wasm/admin";
import { auth } from "./clients/ours.js";
import { careful } from "./clients/raw.js";
import { keep } from "./lib/results.js";
import { compare, processorClock } from "./lib/rounds.js";
import { startServer } from "./lib/server.js";
import { show } from "./lib/show.js";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "15" }, processor: { type: "boolean", default: false } },
});
const TOTAL = 1000;
const WIDTH = 8;
/** Milliseconds until the server answers requests for settings, which lakeFS reads from its key-value store. */
const SERVER = 2;
const server = await startServer({ total: TOTAL, settingsMs: SERVER });
const plain = careful({ endpoint: server.url, fetch: (input, init) => fetch(input, init) });
const lakefs = new LakeFSClient({ endpoint: server.url, auth });

/** Every repository, page after page. */
async function list() {
  const found = [];
  for (let after = ""; ; ) {
    const { pagination, results } = await plain.page(1000, after);
    found.push(...results);
    if (!pagination.has_more) return found;
    after = pagination.next_offset;
  }
}

const withFetch = ({ id }) => Promise.all([plain.protection(id), plain.retention(id), plain.metadata(id)]);

/** `null` where a repository has no retention, as `plain.retention`. */
const retentionOf = (id) =>
  lakefs.getGCRules(id).catch((error) => {
    if (error.code === "not_found") return null;
    throw error;
  });
const withClient = ({ id }) =>
  Promise.all([lakefs.getBranchProtectionRules(id), retentionOf(id), lakefs.getRepositoryMetadata(id)]);

/** Workers that take repositories from one list, and results in its order. */
async function pool(read) {
  const repositories = await list();
  const results = new Array(repositories.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < repositories.length; index = next++) {
      const { id } = repositories[index];
      try {
        results[index] = { id, settings: await read(repositories[index]) };
      } catch (error) {
        results[index] = { id, error };
      }
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
  expectAll(results.filter(({ settings }) => settings).length);
}

async function oneAfterTheOther() {
  let seen = 0;
  for (const { id } of await list()) {
    await plain.protection(id);
    await plain.retention(id);
    await plain.metadata(id);
    seen++;
  }
  expectAll(seen);
}

async function admin() {
  let seen = 0;
  for await (const { settings } of listSettings(lakefs, { concurrency: WIDTH })) if (settings) seen++;
  expectAll(seen);
}

function expectAll(seen) {
  if (seen !== TOTAL) throw new Error(`the settings of ${seen} repositories came, not of ${TOTAL}`);
}

const rows = await compare(
  [
    { name: "a pool by hand", run: () => pool(withFetch) },
    { name: "A/A", run: () => pool(withFetch) },
    { name: "a pool by hand of the client's calls", run: () => pool(withClient) },
    { name: "lakefs-wasm", run: admin },
    { name: "one after the other", run: oneAfterTheOther },
  ],
  { rounds: Number(values.rounds), calls: 1, ...(values.processor && { clock: processorClock }) },
);
server.stop();
const milliseconds = (spread) => Object.fromEntries(Object.entries(spread).map(([key, value]) => [key, value / 1000]));
const results = rows.map((row) => ({ ...row, each: milliseconds(row.each) }));
show(
  `Node ${process.versions.node}: settings of ${TOTAL} repositories on loopback, answers after ${SERVER} ms, milliseconds`,
  results,
);
if (!values.processor) await keep("settings", { results });
