// The in-memory lakeFS as a function like `fetch`.

import { type Engine, pause, type Reply } from "./engine.js";
import { STATUSES_WITHOUT_BODY } from "./faults.js";
import type { HttpRequest } from "./http-message.js";
import type { InMemoryLakeFS } from "./in-memory.js";

export function createFetch(engine: Engine): InMemoryLakeFS["fetch"] {
  return async (input, init) => {
    const given = typeof input === "object" && "headers" in input ? input : undefined;
    const signal = init?.signal ?? given?.signal;
    signal?.throwIfAborted();
    const request = await readRequest(given, given ? given.url : String(input), init);
    signal?.throwIfAborted();
    const reply = await engine.handle(request, signal);
    if (!reply.response) {
      if (reply.ending === "hang") await pause(Infinity, signal);
      throw connectionLost();
    }
    return toResponse(request.method, reply, signal);
  };
}

async function readRequest(
  given: Request | undefined,
  address: string,
  init: RequestInit | undefined,
): Promise<HttpRequest> {
  const base = (globalThis as { location?: { href?: string } }).location?.href;
  const url = new URL(address, base);
  const headers = new Headers(init?.headers ?? given?.headers);
  const { bytes, contentType } = await readBody(init?.body ?? given);
  if (contentType !== null && !headers.has("content-type")) headers.set("content-type", contentType);
  const method = init?.method ?? given?.method ?? "GET";
  return {
    method: /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method,
    target: url.pathname + url.search,
    headers: [...headers],
    body: bytes,
  };
}

/** The bytes of a body, and the content type that `fetch` derives from it. */
async function readBody(
  body: BodyInit | Request | undefined,
): Promise<{ bytes: Uint8Array; contentType: string | null }> {
  if (body === undefined) return { bytes: new Uint8Array(), contentType: null };
  if (typeof body === "string")
    return { bytes: new TextEncoder().encode(body), contentType: "text/plain;charset=UTF-8" };
  const source = typeof body === "object" && "headers" in body ? body : new Response(body);
  return { bytes: new Uint8Array(await source.arrayBuffer()), contentType: source.headers.get("content-type") };
}

function toResponse(
  method: string,
  { response, body, ending }: Extract<Reply, { response: object }>,
  signal: AbortSignal | undefined,
): Response {
  const whole = new TextEncoder().encode(ending === "complete" ? body : response.body);
  const headers = new Headers(response.headers.map(([name, value]): [string, string] => [name, value]));
  const withoutBody = STATUSES_WITHOUT_BODY.includes(response.status);
  if (!withoutBody && !(method === "HEAD" && whole.length === 0) && !headers.has("content-length"))
    headers.set("Content-Length", String(whole.length));
  const init = { status: response.status, headers };
  if (withoutBody || method === "HEAD") return new Response(null, init);
  if (ending === "complete") return new Response(whole, init);
  return new Response(partOfBody(new TextEncoder().encode(body), ending, signal), init);
}

/** A stream of the given bytes that then sends nothing, or fails. */
function partOfBody(
  part: Uint8Array,
  ending: "hang" | "disconnect",
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
        if (ending === "hang") await pause(Infinity, signal);
        throw connectionLost("terminated");
      },
    },
    { highWaterMark: 0 },
  );
}

/** The error of Node's `fetch`. */
function connectionLost(message = "fetch failed"): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }) });
}
