// Planned faults, and the responses that they cause.
import type { Operation } from "../types.js";
import type { Fault } from "./fault.js";
import { emptyResponse, type HttpResponse, jsonResponse, withHeader } from "./http-message.js";

interface PlannedFault {
  readonly fault: Fault;
  /** undefined for any. */
  readonly operation: Operation | undefined;
  times: number;
}

export class Faults {
  private planned: PlannedFault[] = [];

  constructor(private readonly operations: readonly string[]) {}

  add(
    fault: Fault,
    { operation, times = 1 }: { operation?: Operation | undefined; times?: number | undefined } = {},
  ): void {
    validateFault(fault);
    if (operation !== undefined && !this.operations.includes(operation))
      throw new TypeError(`fail: operation must be one of ${this.operations.join(", ")}`);
    if (!(Number.isInteger(times) && times > 0) && times !== Infinity)
      throw new TypeError("fail: times must be a positive integer or Infinity");
    this.planned.push({ fault: { ...fault }, operation, times });
  }

  /** Takes the first planned fault that matches a request. */
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

function validateFault(fault: Fault): void {
  if (typeof fault !== "object" || fault === null || !KINDS.some((kind) => kind in fault))
    throw new TypeError(`fail: the fault must have one of ${KINDS.join(", ")}`);
  const isStatus = (status: number) => Number.isInteger(status) && status >= 200 && status <= 599;
  if ("status" in fault && !isStatus(fault.status))
    throw new TypeError("fail: status must be an integer from 200 to 599");
  if ("html" in fault && (!isStatus(fault.html) || STATUSES_WITHOUT_BODY.includes(fault.html)))
    throw new TypeError("fail: html must be a status from 200 to 599 that allows a body");
  if ("delayMs" in fault && !(typeof fault.delayMs === "number" && fault.delayMs >= 0))
    throw new TypeError("fail: delayMs must be a number of milliseconds, 0 or more");
  const place = "hang" in fault ? fault.hang : "disconnect" in fault ? fault.disconnect : "body";
  if (place !== "response" && place !== "body")
    throw new TypeError('fail: hang and disconnect must be "response" or "body"');
  if ("truncate" in fault && fault.truncate !== true) throw new TypeError("fail: truncate must be true");
}

export const STATUSES_WITHOUT_BODY: readonly number[] = [204, 205, 304];

/** lakeFS's messages, for statuses that always or mostly have the same. */
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

/** The response of a fault with a status. */
export function statusResponse(
  { status, message, headers = {} }: Extract<Fault, { status: number }>,
  requestId: string,
): HttpResponse {
  const withoutBody = STATUSES_WITHOUT_BODY.includes(status) || (status < 400 && message === undefined);
  const response = withoutBody
    ? emptyResponse(status)
    : jsonResponse(status, { message: message ?? MESSAGES[status] ?? `status ${status}` });
  return Object.entries(headers).reduce(
    (response, [name, value]) => withHeader(withoutHeader(response, name), name, value),
    withHeader(response, "X-Request-Id", requestId),
  );
}

function withoutHeader(response: HttpResponse, name: string): HttpResponse {
  return { ...response, headers: response.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()) };
}

/** A page like those of proxies. */
export function htmlResponse(status: number): HttpResponse {
  const body = `<!doctype html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
  return { status, headers: [["Content-Type", "text/html; charset=utf-8"]], body };
}

/** The first half of a body. */
export function truncate(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}
