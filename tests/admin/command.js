// Runs the command line as a user does: a process of its own, against a lakeFS in memory on a port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, beforeEach } from "node:test";
import { root, SHORT_LIVED } from "../support/project.js";
import { memory } from "./context.js";

export const COMMAND = join(root, "node_modules/lakefs-wasm/dist/cli.js");

/** A lakeFS on a port and an empty folder, fresh for each test; `context()` has both and `run`. */
export function withServer() {
  /** @type {ReturnType<typeof memory>} */
  let lakefs;
  let folder = "";
  const folders = [];
  /** What the server does with a request; tests replace it. */
  const hook = { handle: undefined };
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    const answer = await (hook.handle ?? ((one, next) => next(one)))(request, (one) => lakefs.lakefs.fetch(one));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  before(() => once(server.listen(0, "127.0.0.1"), "listening"));
  beforeEach(async () => {
    hook.handle = undefined;
    lakefs = memory();
    folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-cli-"));
    folders.push(folder);
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    for (const one of folders) await rm(one, { recursive: true, force: true });
  });
  return () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const url = `http://127.0.0.1:${port}`;
    const env = environment({ url, ...lakefs.lakefs.credentials, folder });
    const start = (args, more = {}) => startCommand(args, { cwd: folder, ...more, env: { ...env, ...more.env } });
    return { ...lakefs, url, folder, hook, env, start, run: (args, more) => start(args, more).ended };
  };
}

async function readRequest(incoming) {
  const body = await buffer(incoming);
  const { method, url, headers } = incoming;
  return new Request(`http://lakefs.test${url}`, { method, headers, ...(body.length > 0 && { body }) });
}

export function environment({ url, accessKeyId, secretAccessKey, folder }) {
  const { FORCE_COLOR, NO_COLOR, ...inherited } = process.env;
  return {
    ...inherited,
    HOME: folder,
    USERPROFILE: folder,
    LAKECTL_CONFIG_FILE: "",
    LAKECTL_SERVER_ENDPOINT_URL: url,
    LAKECTL_CREDENTIALS_ACCESS_KEY_ID: accessKeyId,
    LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

/** A process, its exit code, and the lines of stdout and stderr. */
export function startCommand(args, { cwd, env, input }) {
  const child = spawn(process.execPath, [...SHORT_LIVED, COMMAND, ...args], { cwd, env, stdio: "pipe" });
  const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
  child.stdin.on("error", () => {}); // it can end before it has read everything
  child.stdin.end(input ?? "");
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"])
    child[stream].setEncoding("utf8").on("data", (part) => (text[stream] += part));
  const lines = (whole) => whole.split("\n").filter((line) => line !== "");
  const ended = new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? signal, out: lines(text.stdout), err: lines(text.stderr), ...text });
    });
  });
  return { child, ended, text };
}
