import type { Flight } from "./flight.js";
import { Client, pauseBefore, resume, retryAfter } from "./generated/core.js";
import { replaceInstance } from "./wasm/load.js";

export { generation, hasCompiled, load } from "./wasm/load.js";

/** The calls on their way. */
const flights = new Set<Flight>();

export function board(flight: Flight): void {
  flights.add(flight);
}

export function leave(flight: Flight): void {
  flights.delete(flight);
}

/** A trap ends the instance: the calls on their way are told, and the next one gets a fresh instance of the same module. */
export function crashed(cause: unknown): void {
  replaceInstance();
  const lost = [...flights];
  flights.clear();
  for (const flight of lost) flight.crash(cause);
}

export function makeClient(...given: ConstructorParameters<typeof Client>): Client {
  return new Client(...given);
}
export { type Client, pauseBefore, retryAfter };

/** Goes on with a call inside the WebAssembly. */
export function resumeTask(task: number, good: boolean, value: unknown): void {
  try {
    resume(task, good, value);
  } catch (error) {
    crashed(error);
  }
}
