// Hazard: wasm cannot load (CSP, old engine, corrupt). Each case has a process of its own, since loading happens once.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a module in a process of its own; resolves with what it prints as JSON. */
async function inProcess(source) {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", source], { cwd: new URL("../..", import.meta.url) });
  return JSON.parse(stdout);
}

const SETUP = `
  const fetch = async () => Response.json({ id: "demo", creation_date: 1, default_branch: "main", storage_namespace: "mem://demo" });
  const tell = (value) => console.log(JSON.stringify(value));
  const seen = (error) => ({ code: error.code, reason: error.reason, message: error.message, attempts: error.attempts, operation: error.operation });
`;

test("an engine without WebAssembly is named, and the next call tries again", async () => {
  const [error, repository] = await inProcess(`${SETUP}
    const { LakeFSClient } = await import("lakefs-wasm");
    const client = new LakeFSClient({ fetch });
    const { WebAssembly: original } = globalThis;
    delete globalThis.WebAssembly;
    const error = await client.getRepository("demo").catch(seen);
    globalThis.WebAssembly = original;
    tell([error, await client.getRepository("demo")]);
  `);
  assert.equal(error.code, "wasm_load_failed");
  assert.equal(error.reason, "unsupported");
  assert.equal(error.attempts, 0);
  assert.equal(error.operation, "getRepository");
  assert.equal(repository.id, "demo");
});

test("a policy that forbids WebAssembly is named with what to add to it", async () => {
  const messages = [
    "WebAssembly.compile(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\"",
    "call to WebAssembly.compile() blocked by CSP",
    "WebAssembly.compile(): Wasm code generation disallowed by embedder",
  ];
  for (const message of messages) {
    const [error, repository] = await inProcess(`${SETUP}
      const { LakeFSClient, preload } = await import("lakefs-wasm");
      const original = WebAssembly.compile;
      WebAssembly.compile = async () => { throw new WebAssembly.CompileError(${JSON.stringify(message)}); };
      const error = await preload().catch(seen);
      WebAssembly.compile = original;
      tell([error, await new LakeFSClient({ fetch }).getRepository("demo")]);
    `);
    assert.equal(error.code, "wasm_load_failed");
    assert.equal(error.reason, "csp");
    assert.match(error.message, /'wasm-unsafe-eval'.*script-src/);
    assert.equal(repository.id, "demo");
  }
});

test("damaged bytes, a missing file and a missing configuration are told apart", async () => {
  const cases = {
    corrupt: "configure({ wasm: new Uint8Array([0, 97, 115, 109, 9, 9, 9, 9]) });",
    network: 'configure({ wasm: "http://127.0.0.1:1/core.wasm" });',
    network2: "configure({ wasm: new Response('', { status: 404 }) });",
    undefined: "",
  };
  for (const [reason, line] of Object.entries(cases)) {
    const error = await inProcess(`${SETUP}
      const { LakeFSClient, configure } = await import("lakefs-wasm/slim");
      ${line}
      tell(await new LakeFSClient({ fetch }).getRepository("demo").catch(seen));
    `);
    assert.equal(error.code, "wasm_load_failed");
    assert.equal(String(error.reason), reason.replace("2", ""));
  }
});

test("slim takes bytes, a file's address, a module, a response and a promise of them", async () => {
  const path = 'new URL(import.meta.resolve("lakefs-wasm/core.wasm"))';
  const bytes = `await (await import("node:fs/promises")).readFile(${path})`;
  for (const wasm of [bytes, path, `String(${path})`, `await WebAssembly.compile(${bytes})`, `new Response(${bytes})`, `new Response(${bytes}, { headers: { "content-type": "application/wasm" } })`, `Promise.resolve(${bytes})`, `(${bytes}).buffer.slice((${bytes}).byteOffset)`.replace(/^.*$/, `new Uint8Array(${bytes}).buffer`)]) {
    const repository = await inProcess(`${SETUP}
      const { LakeFSClient, configure } = await import("lakefs-wasm/slim");
      configure({ wasm: ${wasm} });
      tell(await new LakeFSClient({ fetch }).getRepository("demo"));
    `);
    assert.equal(repository.id, "demo", wasm);
  }
});

test("configure refuses what is no WebAssembly, and to come late", async () => {
  const codes = await inProcess(`${SETUP}
    const { LakeFSClient, configure } = await import("lakefs-wasm/slim");
    const codes = [];
    for (const options of [undefined, null, {}, { wasm: null }, { wasm: 7 }, { wasm: "" }]) try { configure(options) } catch (error) { codes.push(error.code) }
    configure({ wasm: ${path()} });
    await new LakeFSClient({ fetch }).getRepository("demo");
    try { configure({ wasm: ${path()} }) } catch (error) { codes.push(error.code) }
    tell(codes);
  `);
  assert.deepEqual(codes, Array(7).fill("invalid_argument"));
});

function path() {
  return 'new URL(import.meta.resolve("lakefs-wasm/core.wasm"))';
}
