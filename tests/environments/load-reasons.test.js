// Every reason why the WebAssembly cannot be loaded, caused in a real engine where possible, each in its own process.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";

const cwd = new URL("../..", import.meta.url);

const SETUP = `
  const tell = (value) => console.log(JSON.stringify(value));
  const seen = ({ code, reason, message, maybeApplied }) => ({ code, reason, message, maybeApplied });
  const fetch = async () => ({ status: 200, headers: { get: (name) => name === "content-type" ? "application/json" : null }, arrayBuffer: async () => new TextEncoder().encode(JSON.stringify({ id: "demo", creation_date: 1, default_branch: "main", storage_namespace: "mem://demo" })).buffer });
  const call = async (entry = "lakefs-wasm") => {
    const { LakeFSClient } = await import(entry);
    return new LakeFSClient({ fetch }).getRepository("demo").then(({ id }) => id, seen);
  };
`;

/** Runs a module in a process of its own, with an address space of so many kilobytes. */
async function inProcess(source, { flags = [], kilobytes } = {}) {
  const words = [...flags, "--input-type=module", "--eval", SETUP + source];
  const child = kilobytes
    ? spawn("sh", ["-c", `ulimit -v ${kilobytes} && exec "$0" "$@"`, process.execPath, ...words], { cwd })
    : spawn(process.execPath, words, { cwd });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(code, 0, `the process ended with ${code}: ${stderr.slice(0, 2_000)}`);
  return JSON.parse(stdout);
}

function refused(error, reason, message) {
  assert.deepEqual([error.code, error.reason, error.maybeApplied], ["wasm_load_failed", reason, false], error.message);
  assert.match(error.message, message);
}

test("no address space for WebAssembly is `memory`, and the process lives on", {
  skip: process.platform !== "linux" || process.arch !== "x64",
}, async () => {
  // V8 reserves 10 GB for a memory: too little for one, and for this package's but not for that of Node's fetch besides.
  for (const kilobytes of [6_000_000, 13_000_000]) {
    const errors = await inProcess(
      "const errors = [await call(), await call()]; setTimeout(() => tell(errors), 200);",
      { kilobytes },
    );
    for (const error of errors) refused(error, "memory", /address space/);
  }
  assert.equal(
    await inProcess("tell(await call());", { kilobytes: 6_000_000, flags: ["--disable-wasm-trap-handler"] }),
    "demo",
  );
  const small = await inProcess("const error = await call(); setTimeout(() => tell(error), 200);", {
    flags: ["--wasm-max-mem-pages=1"],
  });
  refused(small, "memory", /not enough memory/);
});

test("an engine without WebAssembly, and one without its newer parts, are `unsupported`", async () => {
  refused(
    await inProcess("tell(await call());", { flags: ["--jitless", "--no-warnings"] }),
    "unsupported",
    /no WebAssembly.*Chrome \d+/,
  );
  const old = `
    WebAssembly.compile = async () => { throw new WebAssembly.CompileError("WebAssembly.compile(): invalid value type 'externref' @+23") };
    WebAssembly.Table = class { constructor({ element }) { if (element !== 'anyfunc') throw new TypeError('WebAssembly.Table(): Argument 0 is no element type') } };
    tell(await call());
  `;
  refused(await inProcess(old), "unsupported", /reference types.*Chrome \d+/);
});

test("an engine that cannot unpack the WebAssembly is `unsupported`, with the versions that can", async () => {
  const engines = [
    "delete globalThis.DecompressionStream;",
    "globalThis.DecompressionStream = class { constructor(format) { if (format === 'deflate-raw') throw new TypeError('Unsupported compression format') } };",
    "delete globalThis.Response;",
    "globalThis.Response = undefined;",
    "globalThis.Response = class { body = undefined };",
    "globalThis.Response = class { get body() { throw new TypeError('Illegal invocation'); } };",
  ];
  for (const engine of engines) {
    const error = await inProcess(`process.getBuiltinModule = undefined; ${engine} tell(await call());`);
    refused(error, "unsupported", /DecompressionStream.*Safari 16\.4|Response.*Safari 16\.4/);
  }
});

test("an engine whose TextDecoder has no option `fatal` is `unsupported`", async () => {
  const noICU = `
    const Real = TextDecoder;
    globalThis.TextDecoder = class {
      constructor(label, options) {
        if (options?.fatal) throw new TypeError('"fatal" option is not supported on Node.js compiled without ICU');
        return new Real(label, options);
      }
    };
    tell(await call());
  `;
  refused(await inProcess(noICU), "unsupported", /"fatal" option is not supported/);
});

/** What each call needs, missing before the package is imported, and taken away once a client is made. */
const GLOBALS = ["AbortController", "TextDecoder", "TextEncoder", "URL", "clearTimeout", "performance", "setTimeout"];

test("a global that is missing is named, by the constructor and by calls", async () => {
  const source = (name) => `
    const errors = [];
    const note = (error) => errors.push(seen(error));
    const kept = globalThis.${name};
    const auth = { type: "basic", accessKeyId: "AKIA", secretAccessKey: "secret" };
    delete globalThis.${name};
    const { LakeFSClient } = await import("lakefs-wasm");
    try { new LakeFSClient({ endpoint: "http://lakefs.test", fetch, auth }); } catch (error) { note(error); }
    globalThis.${name} = kept;
    const client = new LakeFSClient({ endpoint: "http://lakefs.test", fetch, auth });
    globalThis.${name} = undefined;
    await client.getRepository("demo").then(() => errors.push("works"), note);
    await client.deleteRepository("demo").then(() => errors.push("works"), note);
    globalThis.${name} = kept;
    errors.push((await client.getRepository("demo")).id);
    tell(errors);
  `;
  for (const name of GLOBALS) {
    const [made, read, written, works] = await inProcess(source(name));
    for (const error of [made, read, written]) {
      // Calls work without these: URL is for endpoints and redirects, and a timer that is not cleared ends later.
      if (error === "works" && ["URL", "clearTimeout"].includes(name)) continue;
      assert.deepEqual(
        [error.code, error.reason, error.message?.includes(`has no ${name};`)],
        ["wasm_load_failed", "unsupported", true],
        name,
      );
    }
    assert.equal(works, "demo");
  }
});

test("a runtime without btoa is named by clients with an access key, and others work; one that loses it works on", async () => {
  const source = `
    const auth = { type: "basic", accessKeyId: "AKIA", secretAccessKey: "secret" };
    const { LakeFSClient } = await import("lakefs-wasm");
    const client = new LakeFSClient({ fetch, auth });
    globalThis.btoa = undefined;
    const ids = [];
    for (const one of [client, new LakeFSClient({ fetch })]) ids.push((await one.getRepository("demo")).id);
    try { new LakeFSClient({ fetch, auth }); } catch (error) { tell([ids, seen(error)]); }
  `;
  const [ids, error] = await inProcess(source);
  assert.deepEqual(ids, ["demo", "demo"]);
  assert.match(error.message, /has no btoa;/);
});

test("a runtime without fetch is named, and asked once", async () => {
  for (const missing of ["delete globalThis.fetch;", "globalThis.fetch = undefined;"]) {
    const error = await inProcess(`
      ${missing}
      const { LakeFSClient } = await import("lakefs-wasm");
      const client = new LakeFSClient({ endpoint: "http://lakefs.test" });
      tell(await client.getRepository("demo").catch(seen));
    `);
    refused(error, "unsupported", /has no fetch;/);
  }
});

test("a runtime whose getBuiltinModule throws unpacks it without", async () => {
  const throwing = "process.getBuiltinModule = () => { throw new Error('not supported in the Edge Runtime') };";
  assert.equal(await inProcess(`${throwing} tell(await call());`), "demo");
  const getter = "Object.defineProperty(process, 'getBuiltinModule', { get() { throw new Error('not supported') } });";
  assert.equal(await inProcess(`${getter} tell(await call());`), "demo");
  const process = "Object.defineProperty(globalThis, 'process', { get() { throw new Error('not supported') } });";
  assert.equal(await inProcess(`${process} tell(await call());`), "demo");
});

test("a polyfill of zlib without inflateRawSync is passed over", async () => {
  assert.equal(await inProcess("process.getBuiltinModule = () => ({}); tell(await call());"), "demo");
});

test("a performance without now is named", async () => {
  const stubbed = "Object.defineProperty(globalThis, 'performance', { value: { mark() {} } });";
  refused(await inProcess(`${stubbed} tell(await call().catch(seen));`), "unsupported", /has no performance\.now;/);
});

/** What every runtime has beside the language. */
const WEB = Object.fromEntries(
  "AbortController DecompressionStream Headers Request Response TextDecoder TextEncoder URL atob clearTimeout performance setTimeout"
    .split(" ")
    .map((name) => [name, globalThis[name]]),
);

/** The package as one script, in a realm of its own whose WebAssembly may not be compiled. */
async function inForbiddingRealm(globals) {
  const { outputFiles } = await build({
    stdin: { contents: 'export { LakeFSClient } from "lakefs-wasm";', resolveDir: process.cwd() },
    bundle: true,
    format: "iife",
    globalName: "lib",
    write: false,
    logLevel: "silent",
  });
  const code = `${outputFiles[0].text}; new lib.LakeFSClient({ fetch: async () => {} }).getRepository("demo").catch((error) => error)`;
  return runInNewContext(
    code,
    { ...WEB, ...globals },
    {
      contextCodeGeneration: { strings: true, wasm: false },
    },
  );
}

test("code generation that is disallowed is `csp` in a page, and elsewhere `unsupported` with what to do", async () => {
  const page = { document: {}, location: { origin: "https://app.example", href: "https://app.example/" } };
  refused(await inForbiddingRealm(page), "csp", /'wasm-unsafe-eval'/);
  refused(await inForbiddingRealm({}), "unsupported", /"workerd".*"edge-light".*lakefs-wasm\/slim/);
});

test("slim tells a file that is not there from one that is something else", async () => {
  const cases = [
    ["'http://127.0.0.1:1/core.wasm'", "network", /could not be fetched/],
    ["'./core.wasm'", "network", /could not be fetched/],
    ["'file:///nowhere/core.wasm'", "network", /ENOENT/],
    ["'file://%'", "network", /could not be fetched/],
    ["Promise.reject(new Error('no file today'))", "network", /no file today/],
    ["new Response('', { status: 404 })", "network", /status 404/],
    [
      "new Response('<html>', { headers: { 'content-type': 'text/html' } })",
      "corrupt",
      /not WebAssembly \(text\/html\)/,
    ],
    ["new Response('<html>', { headers: { 'content-type': 'application/wasm' } })", "corrupt", /damaged/],
    ["new Response(new ReadableStream({ pull(c) { c.error(new TypeError('terminated')) } }))", "network", /terminated/],
    [
      "new Response(new ReadableStream({ pull(c) { c.error(new TypeError('terminated')) } }), { headers: { 'content-type': 'application/wasm' } })",
      "network",
      /terminated/,
    ],
    ["new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])", "corrupt", /not from lakefs-wasm \d/],
    ["{}", "corrupt", /is not WebAssembly/],
  ];
  for (const [wasm, reason, message] of cases) {
    const error = await inProcess(
      `const { configure } = await import("lakefs-wasm/slim"); configure({ wasm: ${wasm} }); tell(await call("lakefs-wasm/slim"));`,
    );
    refused(error, reason, message);
  }
  const error = await inProcess(
    'const { configure } = await import("lakefs-wasm/slim"); delete globalThis.fetch; configure({ wasm: "https://lakefs.example/core.wasm" }); tell(await call("lakefs-wasm/slim"));',
  );
  refused(error, "unsupported", /no fetch/);
});

test("modules, bytes and responses of another realm are taken", async () => {
  const bytes = `(await (await import("node:fs/promises")).readFile(new URL(import.meta.resolve("lakefs-wasm/core.wasm"))))`;
  const foreign = `const { runInNewContext } = await import("node:vm"); const bytes = ${bytes};`;
  for (const wasm of [
    "runInNewContext('new WebAssembly.Module(bytes)', { bytes })",
    "runInNewContext('new Uint8Array(bytes)', { bytes })",
    "runInNewContext('new Uint8Array(bytes).buffer', { bytes })",
    "runInNewContext('Promise.resolve(new Uint8Array(bytes))', { bytes })",
    "runInNewContext('({ ok: true, headers: { get: () => null }, arrayBuffer: async () => new Uint8Array(bytes).buffer })', { bytes })",
  ]) {
    const id = await inProcess(
      `${foreign} const { configure } = await import("lakefs-wasm/slim"); configure({ wasm: ${wasm} }); tell(await call("lakefs-wasm/slim"));`,
    );
    assert.equal(id, "demo", wasm);
  }
});

test("with the edge-light condition the WebAssembly is a module that the bundler makes, of another realm", async () => {
  const wasm = new WebAssembly.Module(
    await readFile(new URL("../../node_modules/lakefs-wasm/core.wasm", import.meta.url)),
  );
  /** @type {import("esbuild").Plugin} */
  const next = {
    name: "next",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /core\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "wasm" }));
      onLoad({ filter: /./, namespace: "wasm" }, () => ({ contents: "export default compiled;" }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: 'export { LakeFSClient } from "lakefs-wasm";', resolveDir: process.cwd() },
    bundle: true,
    format: "iife",
    globalName: "lib",
    conditions: ["edge-light", "worker", "browser"],
    plugins: [next],
    write: false,
    logLevel: "silent",
  });
  const [{ text }] = outputFiles;
  // Next refuses code that could compile.
  assert.doesNotMatch(text, /WebAssembly\.(?:compile|instantiate|Module)\(/);
  const answer = { id: "demo", creation_date: 1, default_branch: "main", storage_namespace: "mem://demo" };
  const { id } = await runInNewContext(
    `${text}; new lib.LakeFSClient({ fetch: async () => Response.json(${JSON.stringify(answer)}) }).getRepository("demo")`,
    { ...WEB, compiled: wasm },
    { contextCodeGeneration: { strings: false, wasm: false } },
  );
  assert.equal(id, "demo");
});
