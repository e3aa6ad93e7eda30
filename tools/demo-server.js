import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { createProxyServer } from "httpxy";

const FOLDER = fileURLToPath(new URL("../www/dist/", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};
/** What is lakeFS's, and not the page's: its API, and where its logins begin and end. */
const BEHIND = /^\/(api\/v1|logout|auth|oidc|saml|sso)(\/|$)/;
// Styles: the dialogs' library writes one into the page to stop it from scrolling behind them.
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Serves the built page, and lakeFS behind the same origin, as a proxy in front of a real installation would. lakeFS sends no CORS headers,
 * so a page has to be served like this.
 *
 * @param {{ lakefs: string, ui?: string, port?: number }} options  lakeFS's address; the address of its own UI, for links to it; the port, any free one by
 *   default
 */
export async function serveDemo({ lakefs, ui = "", port = 0 }) {
  const files = await readFiles(ui);
  const index = files.get("/index.html");
  if (!index) throw new Error("the page is not built: cargo xtask demo does it");
  const proxy = createProxyServer({ target: lakefs, changeOrigin: true, cookieDomainRewrite: "" });
  // A redirect to the lakeFS itself stays on this origin.
  proxy.on("proxyRes", (answer) => {
    const { location } = answer.headers;
    if (location?.startsWith(`${lakefs}/`)) answer.headers.location = location.slice(lakefs.length);
  });
  proxy.on("error", (error, _, outgoing) => {
    if (!("writeHead" in outgoing) || outgoing.headersSent) return void outgoing.destroy();
    outgoing
      .writeHead(502, { "content-type": "application/json" })
      .end(
        `${JSON.stringify({ message: `no answer from the lakeFS behind this page: ${"code" in error ? error.code : error.message}` })}\n`,
      );
  });
  const server = createServer((incoming, outgoing) => {
    const [pathname = "/"] = (incoming.url ?? "/").split("?"); // anything, "//" too, that is no URL
    if (BEHIND.test(pathname)) return void proxy.web(incoming, outgoing).catch(() => outgoing.destroy());
    // The page has addresses of its own: what is no file is a view of it.
    const file = files.get(pathname) ?? (extname(pathname) && pathname.startsWith("/assets/") ? undefined : index);
    send(file, incoming, outgoing);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** All of the page, in memory, with its compressed form beside it. */
async function readFiles(ui) {
  const files = new Map();
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = `/${path.slice(FOLDER.length).replaceAll("\\", "/")}`;
    const read = await readFile(path);
    const body = extname(name) === ".html" ? withUi(read, ui) : read;
    const zipped = gzipSync(body, { level: 9 });
    // Vite puts a hash of their contents into the names of assets: they never change.
    const cache = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    files.set(name, {
      body,
      zipped: zipped.length < body.length ? zipped : undefined,
      type: TYPES[extname(name)] ?? "application/octet-stream",
      cache,
      etag: `"${createHash("sha256").update(body).digest("base64url")}"`,
    });
  }
  return files;
}

/** The page's own place for the address of lakeFS's UI. */
function withUi(html, ui) {
  const value = ui.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return Buffer.from(String(html).replace('name="lakefs-ui" content=""', `name="lakefs-ui" content="${value}"`));
}

function send(file, incoming, outgoing) {
  if (incoming.method !== "GET" && incoming.method !== "HEAD")
    return outgoing.writeHead(405, { allow: "GET, HEAD" }).end();
  if (!file) return outgoing.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
  const headers = {
    "content-type": file.type,
    "cache-control": file.cache,
    etag: file.etag,
    vary: "Accept-Encoding",
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
  };
  if (incoming.headers["if-none-match"] === file.etag) return outgoing.writeHead(304, headers).end();
  const zip = file.zipped && /\bgzip\b/.test(String(incoming.headers["accept-encoding"]));
  const body = zip ? file.zipped : file.body;
  outgoing.writeHead(200, { ...headers, ...(zip && { "content-encoding": "gzip" }), "content-length": body.length });
  outgoing.end(incoming.method === "HEAD" ? undefined : body);
}
