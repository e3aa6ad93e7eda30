// The clients that a benchmark compares. Runs in Node and in pages.
import { ours } from "../clients/ours.js";
import { careful, raw } from "../clients/raw.js";

/**
 * The clients by name; the first is the base line, and "A/A" is its code again, which shows the noise.
 *
 * @param {{ endpoint: string, fetch: typeof fetch, inMemory?: boolean }} world
 * @param {Record<string, (world: object) => object>} others
 */
export function makeClients(world, others) {
  const clients = {
    raw: raw(world),
    "A/A": raw(world),
    "raw with a timeout": careful(world),
    "lakefs-wasm": ours(world),
  };
  for (const [name, make] of Object.entries(others)) clients[name] = make(world);
  return clients;
}
