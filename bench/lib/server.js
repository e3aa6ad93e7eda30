// A server of canned responses and of a page's files, in its own process: `startServer` is for the benchmark, the rest for that process.
import { fork } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { answers, page, settings } from "./canned.js";

/**
 * @param {{ files?: Record<string, { type: string, body: string }>, delayMs?: number, settingsMs?: number, total?: number }} [options]  delayMs, settingsMs: until a page of a listing, or settings, are sent; total: repositories in all
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function startServer({ files = {}, delayMs = 0, settingsMs = 0, total = 10_000 } = {}) {
  const child = fork(fileURLToPath(import.meta.url), ["serve"]);
  child.send({ files, delayMs, settingsMs, total });
  const port = await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

function serve({ files, delayMs, settingsMs, total }) {
  // Cross-origin isolated pages get a clock that is twenty times finer.
  const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
  const compressed = ({ type, body }) => ({
    headers: { "content-type": type, "content-encoding": "gzip", ...isolated },
    body: gzipSync(body, { level: 9 }),
  });
  const static_ = new Map(Object.entries(files).map(([path, file]) => [path, compressed(file)]));
  const pages = new Map();
  const dumps = new Map();
  const json = (outgoing, status, body, headers) => {
    outgoing.writeHead(status, {
      ...headers,
      "content-type": "application/json",
      "content-length": body.length,
      "x-content-type-options": "nosniff",
      "x-request-id": "0f4b2d3e-6c1a-4c57-9d3e-2f1a8b7c6d5e",
    });
    outgoing.end(body);
  };
  const server = createServer((incoming, outgoing) => {
    const file = static_.get(incoming.url);
    if (file) return outgoing.writeHead(200, { ...file.headers, "content-length": file.body.length }).end(file.body);
    const path = incoming.url.replace("/api/v1", "");
    const answer = answers[path];
    if (answer && delayMs === 0 && total === 10_000) return json(outgoing, answer.status, answer.body);
    const { pathname, searchParams } = new URL(path, "http://localhost");
    if (pathname === "/repositories") {
      if (!pages.has(path))
        pages.set(
          path,
          Buffer.from(JSON.stringify(page(Number(searchParams.get("amount")), searchParams.get("after") ?? "", total))),
        );
      return setTimeout(json, delayMs, outgoing, 200, pages.get(path));
    }
    const setting = settings[pathname.replace(/^\/repositories\/[^/]+/, "")];
    if (setting) return setTimeout(json, settingsMs, outgoing, 200, setting.body, setting.headers);
    if (pathname.endsWith("/dump")) return json(outgoing, ...dump(incoming.method, searchParams.get("task_id")));
    outgoing.writeHead(404).end();
  });
  /** Dumps that take 20 ms. */
  const dump = (method, task) => {
    const reply = (status, value) => [status, Buffer.from(JSON.stringify(value))];
    if (method === "POST") {
      dumps.set(`task-${dumps.size}`, performance.now());
      return reply(202, { id: `task-${dumps.size - 1}` });
    }
    const done = performance.now() - dumps.get(task) >= 20;
    const refs = { branches_meta_range_id: "b", commits_meta_range_id: "c", tags_meta_range_id: "t" };
    return reply(200, { id: task, done, update_time: new Date().toISOString(), ...(done && { refs }) });
  };
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1", 4096, () => process.send(server.address().port));
}

if (process.argv[2] === "serve" && process.send) {
  process.once("message", serve);
  process.once("disconnect", () => process.exit());
}
