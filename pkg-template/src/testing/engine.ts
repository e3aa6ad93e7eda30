// One lakeFS with its faults and its memory of what arrived. The fetch handler and the server on a port both put their requests here.
import type { Operation } from "../types.js";
import type { Fault } from "./fault.js";
import { Faults, half, pageAnswer, statusAnswer } from "./faults.js";
import { utf8 } from "./go.js";
import { LakeFS, type Settings } from "./lakefs.js";
import { Random } from "./random.js";
import { routes } from "./routes.js";
import { answer, destinationOf } from "./server.js";
import { type Answer, type Incoming, withHeader } from "./wire.js";

/** A request that arrived; see {@link InMemoryLakeFS.requests}. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly operation?: Operation;
  readonly status: number;
}

/** An answer, whole or the part of it that gets through, and then silence or the end of the connection; or just that. */
export type Reply =
  | { readonly answer: Answer; readonly body: string; readonly then: "end" | "hang" | "disconnect" }
  | { readonly answer?: never; readonly then: "hang" | "disconnect" };

export class Engine {
  readonly arrived: Arrived[] = [];
  readonly faults = new Faults([...routes.flatMap(({ operation = [] }) => operation), "logout"]);
  private readonly random: Random;
  private lakefs: LakeFS;

  constructor(
    readonly settings: Settings,
    repeatable: boolean,
  ) {
    this.random = new Random(repeatable);
    this.lakefs = new LakeFS(settings, this.random);
  }

  reset(): void {
    this.arrived.length = 0;
    this.faults.clear();
    this.lakefs = new LakeFS(this.settings, this.random);
  }

  /** Answers a request. Rejects with the signal's reason when it is aborted before the answer is there. */
  async handle(request: Incoming, signal?: AbortSignal): Promise<Reply> {
    const destination = destinationOf(request);
    const operation =
      destination.kind === "route" ? destination.route.operation : destination.kind === "logout" ? "logout" : undefined;
    const entry: { -readonly [K in keyof Arrived]: Arrived[K] } = {
      ...arrivedOf(request),
      ...(operation === undefined ? {} : { operation }),
      status: 0,
    };
    this.arrived.push(entry);
    const apply = () => dated(answer(this.lakefs, request, destination), this.settings.now());
    const fault = this.faults.take(operation);
    const reply = fault ? this.fail(fault, apply) : whole(apply());
    if (fault && "delayMs" in fault) await pause(fault.delayMs, signal);
    if (reply.answer) entry.status = reply.answer.status;
    return reply;
  }

  private fail(fault: Fault, apply: () => Answer): Reply {
    if ("status" in fault) {
      if (fault.afterApplying) apply();
      return whole(dated(statusAnswer(fault, this.random.uuid()), this.settings.now()));
    }
    if ("html" in fault) return whole(dated(pageAnswer(fault.html), this.settings.now()));
    if ("delayMs" in fault) return whole(apply());
    if ("truncate" in fault) {
      const cut = apply();
      return whole({ ...cut, body: half(cut.body) });
    }
    const [part, then] = "hang" in fault ? [fault.hang, "hang" as const] : [fault.disconnect, "disconnect" as const];
    if (part === "response") {
      if ("disconnect" in fault && fault.afterApplying) apply();
      return { then };
    }
    const applied = apply();
    return applied.body === "" ? { then } : { answer: applied, body: half(applied.body), then };
  }
}

function whole(given: Answer): Reply {
  return { answer: given, body: given.body, then: "end" };
}

function dated(given: Answer, now: number): Answer {
  return withHeader(given, "Date", new Date(now).toUTCString());
}

const SECRET = ["authorization", "cookie"];

function arrivedOf({ method, target, headers, body }: Incoming): Omit<Arrived, "status"> {
  const at = target.indexOf("?");
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!SECRET.includes(key)) shown[key] = Object.hasOwn(shown, key) ? `${shown[key]}, ${value}` : value;
  }
  return {
    method,
    path: at < 0 ? target : target.slice(0, at),
    query: at < 0 ? "" : target.slice(at + 1),
    headers: shown,
    body: utf8(body),
  };
}

/** Resolves after so many milliseconds, Infinity for never; rejects with the signal's reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const abort = () => {
      end();
      reject(signal?.reason);
    };
    // Longer timers than these fire at once.
    const timer = Number.isFinite(ms)
      ? setTimeout(
          () => {
            end();
            resolve();
          },
          Math.min(ms, 2 ** 31 - 1),
        )
      : undefined;
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort);
  });
}
