// Hazards: concurrency; memory; two copies of the package.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { LakeFSClient } from "lakefs-wasm";

const run = promisify(execFile);
const cwd = new URL("../..", import.meta.url);

async function inProcess(source, flags = []) {
  const { stdout } = await run(process.execPath, [...flags, "--input-type=module", "--eval", source], { cwd });
  return JSON.parse(stdout);
}

const CLIENT = `
  const repository = JSON.stringify({ id: "demo", creation_date: 1, default_branch: "main", storage_namespace: "mem://demo" });
  const fetch = async () => new Response(repository, { headers: { "content-type": "application/json" } });
  const { LakeFSClient } = await import("lakefs-wasm");
`;

test("a thousand calls at once load the WebAssembly once and ask for the token once", async () => {
  const counts = await inProcess(`
    const counts = { instance: 0, token: 0 };
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance { constructor(...given) { super(...given); counts.instance++; } };
    ${CLIENT}
    const client = new LakeFSClient({ fetch, auth: { type: "jwt", token: async () => (counts.token++, "t") } });
    await Promise.all(Array.from({ length: 1000 }, () => client.getRepository("demo")));
    console.log(JSON.stringify(counts));
  `);
  assert.deepEqual(counts, { instance: 1, token: 1 });
});

test("a hundred thousand calls leave the WebAssembly's memory and the heap as they were", {
  timeout: 120_000,
}, async () => {
  const { pages, heap } = await inProcess(
    `
    let memory;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance { constructor(...given) { super(...given); memory = this.exports.memory; } };
    ${CLIENT}
    const client = new LakeFSClient({ fetch });
    const round = async (calls) => { for (let call = 0; call < calls; call += 100) await Promise.all(Array.from({ length: 100 }, (_, number) => number % 10 ? client.getRepository("demo") : client.getRepository("nope!").catch(() => {}))); };
    const measure = () => { gc(); return { pages: memory.buffer.byteLength / 65536, heap: process.memoryUsage().heapUsed }; };
    await round(10_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = measure();
    await round(90_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const after = measure();
    console.log(JSON.stringify({ pages: after.pages - before.pages, heap: after.heap - before.heap }));
  `,
    ["--expose-gc"],
  );
  assert.equal(pages, 0);
  assert.ok(heap < 2 << 20, `${heap} bytes more`);
});

test("errors of another copy of the package are recognized", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-"));
  t.after(() => rm(folder, { recursive: true }));
  await cp(new URL("../../node_modules/lakefs-wasm/", import.meta.url), folder, { recursive: true });
  const other = await import(pathToFileURL(join(folder, "dist/index.js")).href);
  const error = await new LakeFSClient().getRepository("..").catch((error) => error);
  assert.ok(!(error instanceof other.InvalidArgumentError));
  assert.equal(other.isLakeFSError(error), true);
  assert.equal(other.isLakeFSError(error, "invalid_argument"), true);
  assert.equal(other.isLakeFSError(error, "timeout"), false);
  for (const value of [new Error("x"), null, undefined, "text", {}]) assert.equal(other.isLakeFSError(value), false);
});
