import { connect } from "node:net";

/** @typedef {{ method: string, path: string, headers: [string, string][], body?: string }} Request */
/** @typedef {{ status: number, headers: [string, string][], body?: string }} RawResponse */

/**
 * Writes a request to a socket, and reads the response from it.
 *
 * @param {string} url
 * @param {Request} request
 * @returns {Promise<RawResponse>}
 */
export function send(url, { method, path, headers, body }) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const parts = [];
    const length = body === undefined ? [] : [["Content-Length", String(Buffer.byteLength(body))]];
    const lines = [["Host", `${hostname}:${port}`], ...headers, ...length, ["Connection", "close"]].map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`),
    );
    socket.on("data", (part) => parts.push(part));
    socket.on("error", reject);
    socket.on("end", () => {
      const text = Buffer.concat(parts).toString();
      const end = text.indexOf("\r\n\r\n");
      const [first = "", ...rest] = text.slice(0, end).split("\r\n");
      const pairs = rest.map(
        (line) =>
          /** @type {[string, string]} */ ([
            line.slice(0, line.indexOf(":")),
            line.slice(line.indexOf(":") + 1).trim(),
          ]),
      );
      resolve({ status: Number(first.split(" ")[1]), headers: pairs, body: text.slice(end + 4) });
    });
  });
}
