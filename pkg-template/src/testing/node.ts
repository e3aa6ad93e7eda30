import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Engine } from "./engine.js";
import type { InMemoryLakeFS } from "./index.js";
import type { Header, Incoming } from "./wire.js";

/**
 * Serves a lakeFS in memory on a port, for browsers, other processes and clients that open connections. Its faults become what they are on
 * a network: closed connections, half of a body, silence.
 *
 * `port` is any free one by default, `host` is 127.0.0.1. Resolves with the address, without a slash at the end, and with `close`, which
 * ends everything at once, open connections and requests that hang included. Rejects when the port is taken, and with a `TypeError` for an
 * argument that is wrong.
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
    throw new TypeError("serve: port has to be an integer from 0 to 65535");
  if (typeof host !== "string" || host === "") throw new TypeError("serve: host has to be a string that is not empty");
  const closing = new AbortController();
  const server = createServer(
    { keepAliveTimeout: 0, requestTimeout: 0, maxHeaderSize: 2 ** 20, requireHostHeader: false },
    (incoming, outgoing) => {
      answer(engine, incoming, outgoing, closing.signal).catch((error: unknown) => {
        // Either whoever asked has gone, or the test's own clock has thrown.
        if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
        else
          outgoing
            .writeHead(500, { "Content-Type": "text/plain; charset=utf-8" })
            .end(`The lakeFS in memory failed: ${String(error)}\n`);
      });
    },
  );
  server.on("clientError", ({ rawPacket }: Error & { rawPacket?: Buffer }, socket) => {
    if (rawPacket) void answerOn(socket, engine, parse(rawPacket), closing.signal);
    else socket.destroy();
  });
  server.on(
    "connect",
    (incoming, socket) => void read(incoming).then((request) => answerOn(socket, engine, request, closing.signal)),
  );
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

/** What `inMemoryLakeFS` has left for this module. */
function engineOf(lakefs: object): Engine {
  const engine = (lakefs as { [ENGINE]?: Engine } | null | undefined)?.[ENGINE];
  if (!engine) throw new TypeError("serve: the first argument has to be what inMemoryLakeFS returns");
  return engine;
}

async function answer(
  engine: Engine,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  outgoing.once("close", abort);
  closing.addEventListener("abort", abort);
  try {
    if (incoming.headers.host === undefined && incoming.httpVersion === "1.1") return refuse(outgoing);
    const request = await read(incoming);
    const reply = await engine.handle(request, gone.signal);
    if (!reply.answer) {
      if (reply.then === "disconnect") outgoing.destroy();
      return;
    }
    const { status, headers, body } = reply.answer;
    const whole = Buffer.from(reply.then === "end" ? reply.body : body);
    const bodiless = status === 204 || status === 304;
    const length = lengthOf(request.method, status, whole);
    outgoing.sendDate = false;
    outgoing.writeHead(status, [...headers, ...length].flat());
    if (reply.then === "end") outgoing.end(request.method === "HEAD" || bodiless ? undefined : whole);
    else outgoing.write(reply.body, () => reply.then === "disconnect" && outgoing.destroy());
  } finally {
    closing.removeEventListener("abort", abort);
  }
}

/** As Go does before lakeFS hears of it. */
function refuse(outgoing: ServerResponse): void {
  outgoing
    .writeHead(400, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" })
    .end("400 Bad Request: missing required Host header");
}

/** What Go says of the length: nothing where there is no body, nor where only the head was asked for and nothing was written. */
function lengthOf(method: string, status: number, body: Buffer): Header[] {
  return status === 204 || status === 304 || (method === "HEAD" && body.length === 0)
    ? []
    : [["Content-Length", String(body.length)]];
}

/** Answers a request that Node does not take, and ends the connection. Faults are as on any other. */
async function answerOn(socket: Duplex, engine: Engine, request: Incoming, closing: AbortSignal): Promise<void> {
  socket.on("error", () => {});
  closing.addEventListener("abort", () => socket.destroy());
  const reply = await engine.handle(request);
  if (!reply.answer) {
    if (reply.then === "disconnect") socket.destroy();
    return;
  }
  const { status, headers, body } = reply.answer;
  const sent = Buffer.from(reply.body);
  const length = lengthOf(request.method, status, Buffer.from(reply.then === "end" ? reply.body : body));
  const head = [...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.write(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${head}\r\n`, "latin1"),
      request.method === "HEAD" ? Buffer.alloc(0) : sent,
    ]),
  );
  if (reply.then === "end") socket.end();
  else if (reply.then === "disconnect") socket.destroy();
}

/** What Go's parser takes and Node's does not: targets in raw UTF-8, and methods that nobody has. All else is no request for either. */
function parse(packet: Buffer): Incoming {
  const text = packet.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const [line = "", ...fields] = text.slice(0, Math.max(end, 0)).split("\r\n");
  const [, method, target] = /^([!#$%&'*+.^`|~\w-]+) ([^\0- \x7f]+) HTTP\/1\.[01]$/.exec(line) ?? [];
  const headers = fields.map(
    (field): Header => [field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1).trim()],
  );
  if (method === undefined || target === undefined || /[\0-\x08\x0a-\x1f\x7f]/.test(fields.join(""))) return NO_REQUEST;
  const encoded = target.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  return { method, target: encoded, headers, body: packet.subarray(end + 4) };
}

/** Nothing that can be routed. */
const NO_REQUEST: Incoming = { method: "GET", target: "%", headers: [], body: new Uint8Array() };

async function read(incoming: IncomingMessage): Promise<Incoming> {
  const { method = "GET", url = "/", rawHeaders } = incoming;
  const headers = rawHeaders.flatMap((name, index): Header[] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : [],
  );
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return { method, target: url.replace(/^https?:\/\/[^/?]*/i, ""), headers, body: Buffer.concat(parts) };
}
