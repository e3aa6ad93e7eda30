// How long one call takes to a server on this machine, one call at a time. Runs in Node and in pages.
import { ours } from "../clients/ours.js";
import { careful, raw } from "../clients/raw.js";
import { compare } from "./rounds.js";

const operations = {
  "one repository": (client) => client.repository("repository-00007"),
  "a page of 1000": (client) => client.page(1000),
};

/** By operation a row for each client; the first is raw `fetch` and `json()`. */
export async function latency({ endpoint, more = {}, rounds = 2400 }) {
  const world = { endpoint, fetch: (input, init) => fetch(input, init) };
  const clients = { raw: raw(world), "A/A": raw(world), "raw with a timeout": careful(world), "lakefs-wasm": ours(world) };
  for (const [name, make] of Object.entries(more)) clients[name] = make(world);
  const results = {};
  for (const [operation, run] of Object.entries(operations)) {
    const contenders = Object.entries(clients).map(([name, client]) => ({ name, run: () => run(client) }));
    const own = operation.includes("page") ? rounds / 4 : rounds;
    results[operation] = await compare(contenders, { rounds: own, warmUp: own, calls: 1 });
  }
  return results;
}
