import { TOTAL_TIMEOUT } from "./flight.js";
import { retryAfter } from "./loader.js";

/** What servers have asked for, by the error that tells of it. */
const headers = new WeakMap<object, string>();

/** Keeps an answer's `Retry-After` with the error that it has become. */
export function noteRetryAfter(error: object, response: Response): void {
  const header = response.headers.get("retry-after");
  if (header !== null) headers.set(error, header);
}

/** Milliseconds that a server has asked to be left alone for, 0 when it has not; no more than a call may take. */
export function askedPause(error: unknown): number {
  const header = headers.get(error as object);
  return header === undefined ? 0 : Math.min(retryAfter(header), TOTAL_TIMEOUT);
}
