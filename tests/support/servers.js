// Servers that misbehave.
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";

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

/** An address where no server listens. */
export async function dead() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export function json(response, status, body, headers = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
