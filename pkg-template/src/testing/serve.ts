import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Engine } from "./engine.js";
import type { Header, HttpRequest, HttpResponse } from "./http-message.js";
import type { InMemoryLakeFS } from "./in-memory.js";

/**
 * Serves an in-memory lakeFS on a port, for browsers, other processes and clients that open connections. Faults become what they are on a
 * network: closed connections, half of a body, silence.
 *
 * `port` is any free one by default, `host` is 127.0.0.1. Resolves with the address, without a slash at the end, and with `close`, which
 * ends everything at once, including open connections and requests that hang. Rejects when the port is taken, and with a `TypeError` for an
 * invalid argument.
 *
 * @example
 * import { inMemoryLakeFS } from "lakefs-wasm/testing";
 * import { serve } from "lakefs-wasm/testing/node";
 *
 * const { url, close } = await serve(inMemoryLakeFS());
 * const { status } = await fetch(`${url}/api/v1/healthcheck`);
 * console.log(status); // → 204
 * await close();
 */
export async function serve(
  lakefs: InMemoryLakeFS,
  options?: {
    /** The port, 0 to 65535. Default 0: any free one. */
    port?: number | undefined;
    /** The address to listen on. Default `127.0.0.1`. */
    host?: string | undefined;
  },
): Promise<{
  /** The address, without a slash at the end. */
  url: string;
  /** Ends everything at once. */
  close(): Promise<void>;
}> {
  const engine = engineOf(lakefs);
  const { port = 0, host = "127.0.0.1" } = options ?? {};
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new TypeError("serve: port must be an integer from 0 to 65535");
  if (typeof host !== "string" || host === "") throw new TypeError("serve: host must be a non-empty string");
  const closing = new AbortController();
  const server = createServer(
    { keepAliveTimeout: 0, requestTimeout: 0, maxHeaderSize: 2 ** 20, requireHostHeader: false },
    (incoming, outgoing) => {
      respond(engine, incoming, outgoing, closing.signal).catch((error: unknown) => {
        // Either the client has gone, or the test's own clock has thrown.
        if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
        else
          outgoing
            .writeHead(500, { "Content-Type": "text/plain; charset=utf-8" })
            .end(`The in-memory lakeFS failed: ${String(error)}\n`);
      });
    },
  );
  server.on("clientError", ({ rawPacket }: Error & { rawPacket?: Buffer }, socket) => {
    if (!rawPacket) return socket.destroy();
    respondOnSocket(socket, engine, parsePacket(rawPacket), closing.signal).catch(() => socket.destroy());
  });
  server.on("connect", (incoming, socket) => {
    readRequest(incoming)
      .then((request) => respondOnSocket(socket, engine, request, closing.signal))
      .catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    close() {
      closed ??= new Promise<void>((resolve) => {
        server.close(() => resolve());
        closing.abort();
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

const ENGINE = Symbol.for("lakefs-wasm.testing.engine");

/** The engine that `inMemoryLakeFS` leaves for this module. */
function engineOf(lakefs: object): Engine {
  const engine = (lakefs as { [ENGINE]?: Engine } | null | undefined)?.[ENGINE];
  if (!engine) throw new TypeError("serve: the first argument must be what inMemoryLakeFS returns");
  return engine;
}

async function respond(
  engine: Engine,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const { headers, httpVersion, socket } = incoming;
  if (incoming.httpVersionMajor !== 1)
    return refuse(socket, "505 HTTP Version Not Supported: unsupported protocol version");
  if (headers.host === undefined && httpVersion === "1.1")
    return refuse(socket, "400 Bad Request: missing required Host header");
  const gone = new AbortController();
  const abort = () => gone.abort();
  outgoing.once("close", abort);
  closing.addEventListener("abort", abort);
  try {
    const request = await readRequest(incoming);
    if (httpVersion === "1.0") return await respondOnSocket(socket, engine, request, closing, "1.0");
    const reply = await engine.handle(request, gone.signal);
    if (!reply.response) {
      if (reply.ending === "disconnect") outgoing.destroy();
      return;
    }
    const { response, body, ending } = reply;
    outgoing.sendDate = false;
    // Keeps Node from adding what Go does not send.
    for (const name of ["Connection", "Content-Length", "Transfer-Encoding"]) outgoing.removeHeader(name);
    const connection: Header[] = outgoing.shouldKeepAlive || isUnframed(response) ? [] : [["Connection", "close"]];
    const length = lengthOf(request.method, response, ending === "complete" ? body : response.body);
    outgoing.writeHead(response.status, [...response.headers, ...length, ...connection].flat());
    if (ending !== "complete") outgoing.write(body, () => ending === "disconnect" && outgoing.destroy());
    else outgoing.end(request.method === "HEAD" || isBodiless(response) ? undefined : body);
  } finally {
    closing.removeEventListener("abort", abort);
  }
}

function isBodiless({ status }: HttpResponse): boolean {
  return status === 204 || status === 304;
}

/** Go's response to bytes that are not an HTTP request has neither date nor length; every other response has a date. */
function isUnframed({ headers }: HttpResponse): boolean {
  return !headers.some(([name]) => name === "Date");
}

/** Go sends no Content-Length without a body, nor for a HEAD request to which nothing was written. */
function lengthOf(method: string, response: HttpResponse, body: string): Header[] {
  const none = isBodiless(response) || isUnframed(response) || (method === "HEAD" && body === "");
  return none ? [] : [["Content-Length", String(Buffer.byteLength(body))]];
}

/** Responds as Go does to a request that reaches no handler. */
function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}`);
}

/** Responds to a request that Node cannot respond to, and closes the connection. Faults apply as to any other. */
async function respondOnSocket(
  socket: Duplex,
  engine: Engine,
  request: HttpRequest,
  closing: AbortSignal,
  version = "1.1",
): Promise<void> {
  socket.on("error", () => {});
  const destroy = () => socket.destroy();
  closing.addEventListener("abort", destroy);
  socket.once("close", () => closing.removeEventListener("abort", destroy));
  const reply = await engine.handle(request);
  if (!reply.response) {
    if (reply.ending === "disconnect") socket.destroy();
    return;
  }
  const { response, body, ending } = reply;
  const length = lengthOf(request.method, response, ending === "complete" ? body : response.body);
  const head = [...response.headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const statusLine = `HTTP/${version} ${response.status} ${STATUS_CODES[response.status] ?? ""}`;
  socket.write(
    Buffer.concat([
      Buffer.from(`${statusLine}\r\n${head}\r\n`, "latin1"),
      Buffer.from(request.method === "HEAD" ? "" : body),
    ]),
  );
  if (ending === "complete") socket.end();
  else if (ending === "disconnect") socket.destroy();
}

/**
 * Parses what Go accepts and Node refuses: targets in UTF-8, unknown methods, and chunked bodies with a length. Both refuse everything else.
 */
function parsePacket(packet: Buffer): HttpRequest {
  const text = packet.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const [line = "", ...fields] = text.slice(0, Math.max(end, 0)).split("\r\n");
  const [, method, target] = /^([!#$%&'*+.^`|~\w-]+) ([^\0- \x7f]+) HTTP\/1\.[01]$/.exec(line) ?? [];
  const headers = fields.map(
    (field): Header => [field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1).trim()],
  );
  const isValid = ([name, value]: Header) =>
    !/[\0-\x08\x0a-\x1f\x7f]/.test(value) && !(/^content-length$/i.test(name) && !/^\d+$/.test(value));
  if (method === undefined || target === undefined || !headers.every(isValid)) return NO_REQUEST;
  const encoded = target.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  const isChunked = headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && /^chunked$/i.test(value));
  const body = packet.subarray(end + 4);
  return { method, target: encoded, headers, body: isChunked ? joinChunks(body) : body };
}

function joinChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const start = body.indexOf("\r\n", at) + 2;
    const size = Number.parseInt(body.toString("latin1", at, start), 16);
    if (start < 2 || !(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
}

/** Matches no path. */
const NO_REQUEST: HttpRequest = { method: "GET", target: "%", headers: [], body: new Uint8Array() };

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const { method = "GET", url = "/", rawHeaders } = incoming;
  const headers = rawHeaders.flatMap((name, index): Header[] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : [],
  );
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return { method, target: url.replace(/^https?:\/\/[^/?]*/i, ""), headers, body: Buffer.concat(parts) };
}
