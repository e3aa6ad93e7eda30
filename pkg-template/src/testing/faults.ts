// What can be made to go wrong, and for which requests.
import type { Operation } from "../types.js";
import type { Fault } from "./fault.js";
import { type Answer, json, withHeader } from "./wire.js";

interface Planned {
  readonly fault: Fault;
  readonly operation: Operation | undefined;
  times: number;
}

export class Faults {
  private planned: Planned[] = [];

  constructor(private readonly operations: readonly string[]) {}

  add(
    fault: Fault,
    { operation, times = 1 }: { operation?: Operation | undefined; times?: number | undefined } = {},
  ): void {
    checkFault(fault);
    if (operation !== undefined && !this.operations.includes(operation))
      throw new TypeError(`fail: operation has to be one of ${this.operations.join(", ")}`);
    if (!(Number.isInteger(times) && times > 0) && times !== Infinity)
      throw new TypeError("fail: times has to be a positive integer, or Infinity");
    this.planned.push({ fault: { ...fault }, operation, times });
  }

  /** The fault that this request has to suffer. */
  take(operation: Operation | undefined): Fault | undefined {
    const found = this.planned.find((planned) => planned.operation === undefined || planned.operation === operation);
    if (!found) return undefined;
    found.times--;
    if (found.times <= 0) this.planned = this.planned.filter((planned) => planned !== found);
    return found.fault;
  }

  clear(): void {
    this.planned = [];
  }
}

const KINDS = ["status", "delayMs", "hang", "disconnect", "html", "truncate"];

function checkFault(fault: Fault): void {
  if (typeof fault !== "object" || fault === null || !KINDS.some((kind) => kind in fault))
    throw new TypeError(`fail: a fault has one of ${KINDS.join(", ")}`);
  const isStatus = (status: number) => Number.isInteger(status) && status >= 200 && status <= 599;
  if ("status" in fault && !isStatus(fault.status))
    throw new TypeError("fail: status has to be an integer from 200 to 599");
  if ("html" in fault && (!isStatus(fault.html) || WITHOUT_BODY.includes(fault.html)))
    throw new TypeError("fail: html has to be a status from 200 to 599 that allows a body");
  if ("delayMs" in fault && !(typeof fault.delayMs === "number" && fault.delayMs >= 0))
    throw new TypeError("fail: delayMs has to be a number of milliseconds, 0 or more");
  const part = "hang" in fault ? fault.hang : "disconnect" in fault ? fault.disconnect : "body";
  if (part !== "response" && part !== "body") throw new TypeError('fail: hang and disconnect are "response" or "body"');
  if ("truncate" in fault && fault.truncate !== true) throw new TypeError("fail: truncate is true");
}

/** Statuses whose answers have no body. */
export const WITHOUT_BODY: readonly number[] = [204, 205, 304];

/** lakeFS's words for a status, where it always has the same. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "error authenticating request",
  403: "read-only repository",
  404: "repository not found",
  409: "error creating repository: not unique",
  410: "repository in deletion",
  412: "Precondition failed",
  420: "Too many attempts, try again later",
  423: "Too many attempts, try again later",
  429: "Too many attempts, try again later",
  500: "internal server error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Throughput exceeded. Slow down and retry",
  504: "Gateway Timeout",
};

/** The answer of a fault that names its status. */
export function statusAnswer(
  { status, message, headers = {} }: Extract<Fault, { status: number }>,
  requestId: string,
): Answer {
  const bare: Answer =
    WITHOUT_BODY.includes(status) || (status < 400 && message === undefined)
      ? { status, headers: [], body: "" }
      : json(status, { message: message ?? MESSAGES[status] ?? `status ${status}` });
  return Object.entries(headers).reduce(
    (answer, [name, value]) => withHeader(without(answer, name), name, value),
    withHeader(bare, "X-Request-Id", requestId),
  );
}

function without(answer: Answer, name: string): Answer {
  return { ...answer, headers: answer.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()) };
}

export function pageAnswer(status: number): Answer {
  const body = `<!doctype html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
  return { status, headers: [["Content-Type", "text/html; charset=utf-8"]], body };
}

/** The first half of a body. */
export function half(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}
