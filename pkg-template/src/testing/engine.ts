// One lakeFS with its planned faults and its record of requests. The fetch function and the server on a port both send their requests here.
import type { Operation } from "../types.js";
import type { Fault } from "./fault.js";
import { Faults, htmlResponse, statusResponse, truncate } from "./faults.js";
import { utf8 } from "./go.js";
import { HandlerPanic, type HttpRequest, type HttpResponse, withHeader } from "./http-message.js";
import { LakeFS } from "./lakefs.js";
import type { ServerOptions } from "./options.js";
import { Random } from "./random.js";
import { operations } from "./routes.js";
import { type Destination, destinationOf, respond } from "./server.js";

/** See {@link InMemoryLakeFS.requests}. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly operation?: Operation;
  readonly status: number;
}

/** What happens to a request: a response with the part of its body that is sent, and how the body ends; or no response at all. */
export type Reply =
  | { readonly response: HttpResponse; readonly body: string; readonly ending: "complete" | "hang" | "disconnect" }
  | { readonly response?: never; readonly ending: "hang" | "disconnect" };

export class Engine {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new Faults([...operations, "logout"]);
  private readonly random: Random;
  private lakefs: LakeFS;

  /** @param repeatable whether ids and orders are the same in every run */
  constructor(
    readonly options: ServerOptions,
    repeatable: boolean,
  ) {
    this.random = new Random(repeatable);
    this.lakefs = new LakeFS(options, this.random);
  }

  reset(): void {
    this.requests.length = 0;
    this.faults.clear();
    this.lakefs = new LakeFS(this.options, this.random);
  }

  /** Handles a request. Rejects with the signal's reason when it is aborted before there is a response. */
  async handle(request: HttpRequest, signal?: AbortSignal): Promise<Reply> {
    const destination = destinationOf(request, this.lakefs.version);
    const operation = operationOf(destination);
    const recorded: { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] } = {
      ...describe(request),
      ...(operation === undefined ? {} : { operation }),
      status: 0,
    };
    this.requests.push(recorded);
    const apply = () => this.apply(request, destination);
    const fault = this.faults.take(operation);
    const reply = fault ? this.fail(fault, apply) : complete(apply());
    if (fault && "delayMs" in fault) await pause(fault.delayMs, signal);
    if (reply.response) recorded.status = reply.response.status;
    return reply;
  }

  /** undefined when lakeFS closes the connection instead of responding. */
  private apply(request: HttpRequest, destination: Destination): HttpResponse | undefined {
    try {
      return respond(this.lakefs, request, destination);
    } catch (error) {
      if (error instanceof HandlerPanic) return undefined;
      throw error;
    }
  }

  private fail(fault: Fault, apply: () => HttpResponse | undefined): Reply {
    if ("status" in fault) {
      if (fault.afterApplying) apply();
      return complete(this.withDate(statusResponse(fault, this.random.uuid())));
    }
    if ("html" in fault) return complete(this.withDate(htmlResponse(fault.html)));
    if ("delayMs" in fault) return complete(apply());
    if ("truncate" in fault) {
      const response = apply();
      return complete(response && { ...response, body: truncate(response.body) });
    }
    const [place, ending] = "hang" in fault ? [fault.hang, "hang" as const] : [fault.disconnect, "disconnect" as const];
    if (place === "response") {
      if ("disconnect" in fault && fault.afterApplying) apply();
      return { ending };
    }
    const response = apply();
    return response && response.body !== "" ? { response, body: truncate(response.body), ending } : { ending };
  }

  private withDate(response: HttpResponse): HttpResponse {
    return withHeader(response, "Date", this.lakefs.date());
  }
}

function complete(response: HttpResponse | undefined): Reply {
  return response ? { response, body: response.body, ending: "complete" } : { ending: "disconnect" };
}

function operationOf(destination: Destination): Operation | undefined {
  if (destination.kind === "route") return destination.route.operation;
  return destination.kind === "logout" ? "logout" : undefined;
}

const CREDENTIALS = ["authorization", "cookie"];

function describe({ method, target, headers, body }: HttpRequest): Omit<RecordedRequest, "status"> {
  const queryAt = target.indexOf("?");
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!CREDENTIALS.includes(key)) shown[key] = Object.hasOwn(shown, key) ? `${shown[key]}, ${value}` : value;
  }
  return {
    method,
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    query: queryAt < 0 ? "" : target.slice(queryAt + 1),
    headers: shown,
    body: utf8(body),
  };
}

/** Resolves after so many milliseconds, Infinity for never; rejects with the signal's reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const abort = () => {
      finish();
      reject(signal?.reason);
    };
    // A delay of more than 31 bits would fire at once.
    const timer = Number.isFinite(ms)
      ? setTimeout(
          () => {
            finish();
            resolve();
          },
          Math.min(ms, 2 ** 31 - 1),
        )
      : undefined;
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort);
  });
}
