// How long one call takes to a server on this machine, one call at a time. Runs in Node and in pages.
import { ours } from "../clients/ours.js";
import { careful, raw } from "../clients/raw.js";
import { memoryFetch } from "./canned.js";
import { compare, repeat } from "./rounds.js";

const operations = {
  "one repository": (client) => client.repository("repository-00007"),
  "a page of 1000": (client) => client.page(1000),
};

/**
 * By operation a row for each client; the first is raw `fetch` and `json()`. Each takes turns with that one alone, as in a program that has one
 * client: others in between would push its code out of the processor's caches. All are warm: some thousand calls on a fetch in memory come
 * before. What a first call costs is measured in cold.js.
 */
export async function latency({ endpoint, more = {}, rounds = 2400 }) {
  let send = memoryFetch;
  const world = { endpoint, fetch: (input, init) => send(input, init) };
  const base = raw(world);
  const clients = { "A/A": raw(world), "raw with a timeout": careful(world), "lakefs-wasm": ours(world) };
  for (const [name, make] of Object.entries(more)) clients[name] = make(world);
  const results = {};
  for (const [operation, run] of Object.entries(operations)) {
    send = memoryFetch;
    for (const client of [base, ...Object.values(clients)]) await repeat(() => run(client), 1000);
    send = (input, init) => fetch(input, init);
    results[operation] = [];
    for (const [name, client] of Object.entries(clients)) {
      for (const one of [base, client]) await repeat(() => run(one), 1500);
      const pair = [{ name: "raw", run: () => run(base) }, { name, run: () => run(client) }];
      const [first, second] = await compare(pair, { rounds: operation.includes("page") ? rounds / 4 : rounds, calls: 1 });
      if (results[operation].length === 0) results[operation].push(first);
      results[operation].push(second);
    }
  }
  return results;
}
