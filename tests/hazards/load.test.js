// Hazard: wasm cannot load (CSP, old engine, corrupt). Each case has a process of its own, since loading happens once.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { deflateRawSync } from "node:zlib";
import { http } from "../support/servers.js";

const run = promisify(execFile);

/** Runs a module in a process of its own; resolves with what it prints as JSON. */
async function inProcess(source) {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: new URL("../..", import.meta.url),
  });
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
      globalThis.document = {};
      void Response; // Node's own fetch compiles WebAssembly too, when it is looked at for the first time
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

const TEXT = /"[A-Za-z0-9+/=]{10000,}"/;

test("WebAssembly that is damaged in the package is named, with what to do", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-"));
  t.after(() => rm(folder, { recursive: true }));
  await cp(new URL("../../node_modules/lakefs-wasm/", import.meta.url), folder, { recursive: true });
  const entry = join(folder, "dist/index.js");
  const text = await readFile(entry, "utf8");
  assert.match(text, TEXT);
  const damages = [
    (inner) => inner.slice(0, 5_000) + "AAAAAAAA" + inner.slice(5_008),
    (inner) => inner.slice(0, 5_000) + "!" + inner.slice(5_001),
    (inner) => inner.slice(0, 5_000),
    () => "",
    () => deflateRawSync(Buffer.from("no WebAssembly")).toString("base64"),
  ];
  for (const damage of damages) {
    await writeFile(
      entry,
      text.replace(TEXT, (quoted) => JSON.stringify(damage(quoted.slice(1, -1)))),
    );
    const error = await inProcess(`${SETUP}
      const { LakeFSClient } = await import(${JSON.stringify(pathToFileURL(entry).href)});
      tell(await new LakeFSClient({ fetch }).getRepository("demo").catch(seen));
    `);
    assert.equal(error.code, "wasm_load_failed");
    assert.equal(error.reason, "corrupt");
    assert.match(error.message, /damaged/);
  }
});

test("calls that wait for missing WebAssembly are rejected", async () => {
  const errors = await inProcess(`${SETUP}
    const { LakeFSClient, configure, preload } = await import("lakefs-wasm/slim");
    configure({ wasm: new URL("missing.wasm", import.meta.resolve("lakefs-wasm/core.wasm")) });
    const client = new LakeFSClient({ fetch });
    tell(await Promise.all([preload(), client.getRepository("demo"), client.deleteRepository("demo"), client.waitForDump("demo", "DR"), client.updateBranchProtectionRules("demo", (rules) => rules), client.repositories().next()].map((call) => call.catch(seen))));
  `);
  assert.equal(errors.length, 6);
  for (const error of errors) {
    assert.equal(error.code, "wasm_load_failed");
    assert.equal(error.reason, "network");
    assert.match(error.message, /could not be fetched/);
  }
});

test("a network that fails once is tried again by the next call", async (t) => {
  let requests = 0;
  const bytes = await readFile(new URL("../../node_modules/lakefs-wasm/core.wasm", import.meta.url));
  const { endpoint } = await http(t, (_, response) => {
    if (++requests === 1) return response.socket.destroy();
    if (requests === 2) return response.writeHead(503).end();
    if (requests === 3) return response.writeHead(200, { "content-type": "text/html" }).end("<html>");
    response.writeHead(200, { "content-type": "application/wasm" }).end(bytes);
  });
  const [errors, ids] = await inProcess(`${SETUP}
    const { LakeFSClient, configure } = await import("lakefs-wasm/slim");
    configure({ wasm: "${endpoint}/core.wasm" });
    const client = new LakeFSClient({ fetch });
    const errors = [];
    for (let number = 0; number < 3; number++) errors.push(await client.getRepository("demo").catch(seen));
    const found = await Promise.all(Array.from({ length: 5 }, () => client.getRepository("demo")));
    tell([errors, found.map(({ id }) => id)]);
  `);
  assert.deepEqual(
    errors.map(({ code, reason }) => [code, reason]),
    [
      ["wasm_load_failed", "network"],
      ["wasm_load_failed", "network"],
      ["wasm_load_failed", "corrupt"],
    ],
  );
  assert.deepEqual(ids, Array(5).fill("demo"));
  assert.equal(requests, 4, "once for all five");
});

test("slim takes bytes, a file's address, a module, a response and a promise of them", async () => {
  const path = 'new URL(import.meta.resolve("lakefs-wasm/core.wasm"))';
  const bytes = `await (await import("node:fs/promises")).readFile(${path})`;
  for (const wasm of [
    bytes,
    path,
    `String(${path})`,
    `await WebAssembly.compile(${bytes})`,
    `new Response(${bytes})`,
    `new Response(${bytes}, { headers: { "content-type": "application/wasm" } })`,
    `Promise.resolve(${bytes})`,
    `(${bytes}).buffer.slice((${bytes}).byteOffset)`.replace(/^.*$/, `new Uint8Array(${bytes}).buffer`),
  ]) {
    const repository = await inProcess(`${SETUP}
      const { LakeFSClient, configure } = await import("lakefs-wasm/slim");
      configure({ wasm: ${wasm} });
      tell(await new LakeFSClient({ fetch }).getRepository("demo"));
    `);
    assert.equal(repository.id, "demo", wasm);
  }
});

test("configure refuses values that are not WebAssembly, and calls after the first request", async () => {
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

test("WebAssembly of something else is refused as often as it is tried, and the right one can follow", async () => {
  const [errors, repository] = await inProcess(`${SETUP}
    import { readFile } from "node:fs/promises";
    const { LakeFSClient, configure } = await import("lakefs-wasm/slim");
    const client = new LakeFSClient({ fetch });
    const errors = [];
    for (const wasm of [new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]), Promise.resolve(5), {}]) {
      configure({ wasm });
      for (let times = 0; times < 2; times++) errors.push(await client.getRepository("demo").catch(seen));
    }
    const bytes = await readFile(new URL(import.meta.resolve("lakefs-wasm/core.wasm")));
    configure({ wasm: new DataView(new Uint8Array(bytes).buffer) });
    tell([errors, await client.getRepository("demo")]);
  `);
  assert.deepEqual(
    errors.map(({ code, reason }) => [code, reason]),
    Array(6).fill(["wasm_load_failed", "corrupt"]),
  );
  assert.equal(repository.id, "demo");
});
