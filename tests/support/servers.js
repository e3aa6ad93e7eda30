// Servers for tests: some that misbehave, programs, and what they have in common.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer, request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An HTTP server with a handler `(request, response, number)`; closed with the test. Resolves with its address and the requests so far. */
export async function http(test, handler) {
  const requests = [];
  const server = createHttpServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    handler(request, response, requests.length);
  });
  return { endpoint: await listening(test, server), requests };
}

/** A TCP server that gets each socket once the head of a request has arrived. */
export async function tcp(test, handler) {
  const requests = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    let head = "";
    socket.on("data", (chunk) => {
      head += chunk.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      requests.push(head);
      head = "";
      handler(socket, requests.length);
    });
  });
  return { endpoint: await listening(test, server), requests };
}

function listening(test, server) {
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  test.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`)),
  );
}

/** A port that is free now. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** An address where no server listens. */
export async function dead() {
  return `http://127.0.0.1:${await freePort()}`;
}

/** Makes a server listen; its address, and how to close it at once. */
export async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes a request on to another server, and its response back. */
export function forward(incoming, outgoing, to) {
  const { method, headers, url = "/" } = incoming;
  const passed = httpRequest(new URL(url, to), { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
    response.pipe(outgoing);
  });
  passed.on("error", () => outgoing.destroy());
  incoming.pipe(passed);
}

/**
 * Starts a server program in a folder of its own; ended with the test. Resolves when it responds at `url`.
 *
 * @param {import("node:test").TestContext} test
 * @param {string} program
 * @param {{ url: string, prepare: (folder: string) => Promise<string[]>, env?: (folder: string) => Record<string, string> }} options
 *   `prepare` writes its configuration and resolves with its arguments
 */
export async function startProgram(test, program, { url, prepare, env = () => ({}) }) {
  const folder = await mkdtemp(join(tmpdir(), `lakefs-wasm-${program}-`));
  const child = spawn(program, await prepare(folder), {
    env: { ...process.env, ...env(folder) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  test.after(async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const responds = () =>
    fetch(url, { redirect: "manual" }).then(
      () => true,
      () => false,
    );
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    if (await responds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${program} does not respond: ${errors}`);
}

export function json(response, status, body, headers = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
