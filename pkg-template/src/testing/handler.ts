// The lakeFS in memory as a function like `fetch`.

import { type Engine, pause, type Reply } from "./engine.js";
import { WITHOUT_BODY } from "./faults.js";
import type { InMemoryLakeFS } from "./index.js";
import type { Incoming } from "./wire.js";

export function fetchOf(engine: Engine): InMemoryLakeFS["fetch"] {
  return async (input, init) => {
    const given = typeof input === "object" && "headers" in input ? input : undefined;
    const signal = init?.signal ?? given?.signal;
    signal?.throwIfAborted();
    const request = await read(given, given ? given.url : String(input), init);
    signal?.throwIfAborted();
    const reply = await engine.handle(request, signal);
    if (!reply.answer) {
      if (reply.then === "hang") await pause(Infinity, signal);
      throw connectionLost();
    }
    return respond(request.method, reply, signal);
  };
}

async function read(given: Request | undefined, address: string, init: RequestInit | undefined): Promise<Incoming> {
  const base = (globalThis as { location?: { href?: string } }).location?.href;
  const url = new URL(address, base);
  const headers = new Headers(init?.headers ?? given?.headers);
  const { bytes, type } = await bodyOf(init?.body ?? given);
  if (type !== null && !headers.has("content-type")) headers.set("content-type", type);
  const method = init?.method ?? given?.method ?? "GET";
  return {
    method: /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method,
    target: url.pathname + url.search,
    headers: [...headers],
    body: bytes,
  };
}

/** Bytes of a body, and the content type that fetch gives to its kind. */
async function bodyOf(body: BodyInit | Request | undefined): Promise<{ bytes: Uint8Array; type: string | null }> {
  if (body === undefined) return { bytes: new Uint8Array(), type: null };
  if (typeof body === "string") return { bytes: new TextEncoder().encode(body), type: "text/plain;charset=UTF-8" };
  const source = typeof body === "object" && "headers" in body ? body : new Response(body);
  return { bytes: new Uint8Array(await source.arrayBuffer()), type: source.headers.get("content-type") };
}

function respond(method: string, reply: Extract<Reply, { answer: object }>, signal: AbortSignal | undefined): Response {
  const { answer, then } = reply;
  const whole = new TextEncoder().encode(then === "end" ? reply.body : answer.body);
  const headers = new Headers(answer.headers.map(([name, value]): [string, string] => [name, value]));
  const bodiless = WITHOUT_BODY.includes(answer.status);
  if (!bodiless && !(method === "HEAD" && whole.length === 0) && !headers.has("content-length"))
    headers.set("Content-Length", String(whole.length));
  const init = { status: answer.status, headers };
  if (bodiless || method === "HEAD") return new Response(null, init);
  if (then === "end") return new Response(whole, init);
  return new Response(broken(new TextEncoder().encode(reply.body), then, signal), init);
}

/** The first part of a body, and then nothing, or an error. */
function broken(
  part: Uint8Array,
  then: "hang" | "disconnect",
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!sent) {
          sent = true;
          controller.enqueue(part);
          return;
        }
        if (then === "hang") await pause(Infinity, signal);
        throw connectionLost("terminated");
      },
    },
    { highWaterMark: 0 },
  );
}

/** As Node's fetch says it. */
function connectionLost(message = "fetch failed"): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }) });
}
