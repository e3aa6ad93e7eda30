import { invalidArgument, misuse } from "../validate/argument.js";
import { compile, hasLoaded, setSource } from "./load.js";
import { loadError, unreachable, unsupported } from "./load-error.js";

/** Where the WebAssembly is: a URL, a Response, bytes, or a `WebAssembly.Module`. */
export type Wasm = string | URL | Response | ArrayBuffer | ArrayBufferView | object;

interface NodeProcess {
  getBuiltinModule?(name: "node:fs/promises"): { readFile(file: URL): Promise<Uint8Array<ArrayBuffer>> } | undefined;
}

/**
 * Sets where the WebAssembly, `lakefs-wasm/core.wasm`, is loaded from. Call it once, before the first call; a promise is accepted. With Vite use
 * `import wasm from "lakefs-wasm/core.wasm?url"`.
 *
 * Throws an {@link InvalidArgumentError} for any other value, and after the first call.
 *
 * @example
 * import { configure, LakeFSClient } from "lakefs-wasm/slim";
 *
 * configure({ wasm: import.meta.resolve("lakefs-wasm/core.wasm") });
 * await new LakeFSClient({ endpoint: "https://lakefs.example.com", auth: { type: "jwt", token } }).getRepository("demo");
 */
export function configure(options: {
  /** The WebAssembly, `lakefs-wasm/core.wasm`, or a promise of it. */
  wasm: Wasm | Promise<Wasm>;
}): void {
  const wasm: unknown = (options as { wasm?: unknown } | null | undefined)?.wasm;
  const fits = typeof wasm === "string" ? wasm !== "" : typeof wasm === "object" && wasm !== null;
  if (!fits) {
    throw invalidArgument(
      "options.wasm",
      "must be a URL, a Response, bytes, a WebAssembly.Module, or a promise of one",
    );
  }
  if (hasLoaded()) throw misuse("options", "configure must be called before the first call");
  setSource(async () => moduleOf(await reach(() => wasm as Wasm | Promise<Wasm>)));
}

/** No `instanceof`: values from bundlers and test runners can come from another realm. */
async function moduleOf(wasm: Wasm): Promise<WebAssembly.Module> {
  const tag = Object.prototype.toString.call(wasm);
  if (tag.endsWith(".Module]")) return wasm as WebAssembly.Module;
  if (tag.endsWith("ArrayBuffer]")) return compileBytes(new Uint8Array(wasm as ArrayBuffer));
  // Some engines compile no DataView.
  if (ArrayBuffer.isView(wasm)) return compileBytes(new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength));
  if (typeof wasm === "string") return compileAddress(wasm);
  const { href, arrayBuffer } = Object(wasm) as Partial<URL & Response>;
  if (typeof href === "string") return compileAddress(href);
  if (typeof arrayBuffer === "function") return compileResponse(wasm as Response);
  throw loadError("corrupt", "configure was given something that is not WebAssembly");
}

async function compileAddress(address: string): Promise<WebAssembly.Module> {
  const files = address.startsWith("file:") ? nodeFiles() : undefined;
  if (files) return compileBytes(await reach(() => files.readFile(new URL(address))));
  if (typeof fetch !== "function") throw unsupported("fetch (configure also accepts bytes)");
  return compileResponse(await reach(() => fetch(address)));
}

/** Node's fetch cannot read file: URLs. In Next's edge runtime reading `getBuiltinModule` throws. */
function nodeFiles(): ReturnType<NonNullable<NodeProcess["getBuiltinModule"]>> {
  try {
    return (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.("node:fs/promises");
  } catch {
    return undefined;
  }
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw unreachable(`status ${response.status}`);
  const type = response.headers.get("content-type") ?? "no content type";
  // Streaming compilation fails on servers that do not send application/wasm.
  if (typeof WebAssembly.compileStreaming === "function" && type === "application/wasm") {
    return WebAssembly.compileStreaming(response).catch((error: unknown) => {
      // Errors that concern neither the WebAssembly nor memory are connection errors.
      throw (error as Error).name === "TypeError" ? unreachable(error) : error;
    });
  }
  const bytes = new Uint8Array(await reach(() => response.arrayBuffer()));
  if (String(bytes.subarray(0, 4)) !== "0,97,115,109")
    throw loadError("corrupt", `the fetched file is not WebAssembly (${type}); check its URL`);
  return compileBytes(bytes);
}

function compileBytes(bytes: Uint8Array): Promise<WebAssembly.Module> {
  return compile(bytes as BufferSource);
}

/** Waits for the given source. */
async function reach<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw unreachable(error);
  }
}
