// What a client itself costs. Runs in Node and in pages.
import { ours } from "../clients/ours.js";
import { careful, raw } from "../clients/raw.js";
import { memoryFetch } from "./canned.js";
import { compare, processorClock } from "./rounds.js";

const expectStatus = async (promise, status) => {
  try {
    await promise;
  } catch (error) {
    if ((error.status ?? error.response?.status) === status) return;
    throw error;
  }
  throw new Error(`a client took ${status} for success`);
};

/** The operations, and how their results are checked. */
const operations = {
  "one repository": async (client) => {
    const { id } = await client.repository("repository-00007");
    if (id !== "repository-00007") throw new Error("another repository came");
  },
  "a page of 1000": async (client) => {
    const { results } = await client.page(1000);
    if (results.length !== 1000) throw new Error(`${results.length} repositories came`);
  },
  "a 404 as an error": (client) => expectStatus(client.repository("no-such-repository"), 404),
};

/**
 * By operation a row for each client. The first is the base line, careful hand-written code; "A/A" is the same code again, which shows the noise.
 *
 * @param {{ others?: Record<string, (world: object) => object>, rounds?: number, only?: string, clock?: () => number }} [options]
 */
export async function ownCost({ others = {}, rounds = 80, only = "", clock = processorClock } = {}) {
  const world = { endpoint: "http://lakefs.test", fetch: memoryFetch, inMemory: true };
  const clients = {
    "raw with a timeout": careful(world),
    "A/A": careful(world),
    raw: raw(world),
    "lakefs-wasm": ours(world),
  };
  for (const [name, make] of Object.entries(others)) clients[name] = make(world);
  const results = {};
  for (const [operation, run] of Object.entries(operations)) {
    if (!operation.includes(only)) continue;
    results[operation] = await compare(
      Object.entries(clients).map(([name, client]) => ({ name, run: () => run(client) })),
      { rounds, clock },
    );
  }
  return results;
}
