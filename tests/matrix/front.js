// One origin, as users have it: lakeFS behind its paths, and an app's files or its development server behind all others.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";
import { forward, listen } from "../support/servers.js";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * @param {{ lakefs: string, folder?: string, app?: string, headers?: Record<string, string> }} options  addresses, or a folder of files, and headers for these
 */
export async function serveFront({ lakefs, folder, app, headers = {} }) {
  const behind = (url = "/") => (/^\/(?:api\/v1|logout)\b/.test(url) || app === undefined ? lakefs : app);
  const server = createServer((incoming, outgoing) => {
    if (
      folder !== undefined &&
      behind(incoming.url) === lakefs &&
      !/^\/(?:api\/v1|logout)\b/.test(incoming.url ?? "")
    ) {
      return sendFile(folder, incoming.url ?? "/", headers, outgoing);
    }
    forward(incoming, outgoing, behind(incoming.url));
  });
  // Development servers tell pages about changes over a WebSocket.
  server.on("upgrade", (incoming, socket, head) => {
    const { hostname, port } = new URL(behind(incoming.url));
    const passed = connect(Number(port), hostname, () => {
      const lines = incoming.rawHeaders.flatMap((name, index, all) =>
        index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
      );
      passed.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      passed.write(head);
      passed.pipe(socket).pipe(passed);
    });
    passed.on("error", () => socket.destroy());
    socket.on("error", () => passed.destroy());
  });
  return listen(server);
}

async function sendFile(folder, url, headers, outgoing) {
  const { pathname } = new URL(url, "http://localhost");
  const path = normalize(decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
  try {
    const body = await readFile(join(folder, path));
    outgoing
      .writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", ...headers })
      .end(body);
  } catch {
    outgoing.writeHead(404).end();
  }
}
