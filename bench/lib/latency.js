// How long one call takes to a server on this machine, one call at a time. Runs in Node and in pages.
import { memoryFetch } from "./canned.js";
import { makeClients } from "./clients.js";
import { compare, repeat } from "./rounds.js";

const operations = {
  "one repository": (client) => client.repository("repository-00007"),
  "a page of 1000": (client) => client.page(1000),
};

/**
 * By operation a row for each client; the first is raw `fetch` and `json()`. All are warm: some thousand calls on a fetch in memory come before.
 * All clients take turns: if only two alternated, a slow client would also slow the other and look better than it is.
 * What a first call costs is measured in cold.js.
 */
export async function latency({ endpoint, others = {}, rounds = 2400 }) {
  let send = memoryFetch;
  const world = { endpoint, fetch: (input, init) => send(input, init) };
  const clients = makeClients(world, others);
  const results = {};
  for (const [operation, run] of Object.entries(operations)) {
    send = memoryFetch;
    for (const client of Object.values(clients)) await repeat(() => run(client), 1000);
    send = (input, init) => fetch(input, init);
    for (const client of Object.values(clients)) await repeat(() => run(client), 1500);
    const contenders = Object.entries(clients).map(([name, client]) => ({ name, run: () => run(client) }));
    results[operation] = await compare(contenders, {
      rounds: operation.includes("page") ? rounds / 4 : rounds,
      calls: 1,
    });
  }
  return results;
}
