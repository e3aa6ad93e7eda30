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
/** Paths of lakeFS: its API, and its logins. */
const LAKEFS_PATHS = /^\/(api\/v1|logout|auth|oidc|saml|sso)(\/|$)/;
// Inline styles: the dialog library adds one that stops the page from scrolling.
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Serves the built page and, on the same origin, lakeFS, as a proxy in front of a real installation does. lakeFS sends no CORS headers, so
 * page and API need one origin.
 *
 * @param {{ lakefs: string, ui?: string, port?: number }} options  lakeFS's URL; the URL of its own UI, for links to it; the port, by default a
 *   free one
 */
export async function serveDemo({ lakefs, ui = "", port = 0 }) {
  const files = await readFiles(ui);
  const index = files.get("/index.html");
  if (!index) throw new Error("the page is not built; run cargo xtask demo");
  const proxy = createProxyServer({ target: lakefs, changeOrigin: true, cookieDomainRewrite: "" });
  // A redirect to lakeFS stays on this origin.
  proxy.on("proxyRes", (answer) => {
    const { location } = answer.headers;
    if (location?.startsWith(`${lakefs}/`)) answer.headers.location = location.slice(lakefs.length);
  });
  proxy.on("error", (error, _, outgoing) => {
    if (!("writeHead" in outgoing) || outgoing.headersSent) return void outgoing.destroy();
    outgoing
      .writeHead(502, { "content-type": "application/json" })
      .end(
        `${JSON.stringify({ message: `the lakeFS behind this page did not respond: ${"code" in error ? error.code : error.message}` })}\n`,
      );
  });
  const server = createServer((incoming, outgoing) => {
    const [pathname = "/"] = (incoming.url ?? "/").split("?"); // any text, also "//", which is not a valid URL
    if (LAKEFS_PATHS.test(pathname)) return void proxy.web(incoming, outgoing).catch(() => outgoing.destroy());
    // Paths without a file are views of the page.
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

/** Reads all files of the page and compresses them. */
async function readFiles(ui) {
  const files = new Map();
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = `/${path.slice(FOLDER.length).replaceAll("\\", "/")}`;
    const read = await readFile(path);
    const body = extname(name) === ".html" ? withUi(read, ui) : read;
    const zipped = gzipSync(body, { level: 9 });
    // Vite's names of assets contain a hash of their contents, so they never change.
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

/** Writes the URL of lakeFS's UI into the page. */
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
