import { makeError } from "./errors.js";
import { CorruptError, hasLoaded, setSource } from "./wasm/load.js";

export * from "./public.js";

/** Where the WebAssembly is: an address, a Response, bytes, or a `WebAssembly.Module`. */
export type Wasm = string | URL | Response | ArrayBuffer | ArrayBufferView | object;

interface NodeProcess {
  getBuiltinModule?(name: "node:fs/promises"): { readFile(file: URL): Promise<Uint8Array<ArrayBuffer>> } | undefined;
}

/**
 * Says where the WebAssembly is, `lakefs-wasm/core.wasm`. Once, before the first call; a promise of it will do. With Vite it is
 * `import wasm from "lakefs-wasm/core.wasm?url"`.
 *
 * Throws an {@link InvalidArgumentError} for what is none of these, and after the first call.
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
    throw makeError(
      "invalid_argument",
      "options.wasm has to be an address, a Response, bytes, a WebAssembly.Module, or a promise of one",
      { argument: "options" },
    );
  }
  if (hasLoaded())
    throw makeError("invalid_argument", "configure has to be called before the first call", { argument: "options" });
  setSource(async () => compile(await (wasm as Wasm | Promise<Wasm>)));
}

async function compile(wasm: Wasm): Promise<WebAssembly.Module> {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (wasm instanceof ArrayBuffer) return WebAssembly.compile(wasm);
  // Some engines compile no DataView.
  if (ArrayBuffer.isView(wasm))
    return WebAssembly.compile(new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength) as BufferSource);
  if (typeof wasm === "string") return compileAddress(wasm);
  if (typeof (wasm as Partial<URL> | null | undefined)?.href === "string") return compileAddress((wasm as URL).href);
  if (typeof (wasm as Partial<Response> | null | undefined)?.arrayBuffer === "function")
    return compileResponse(wasm as Response);
  throw new CorruptError("what configure was given is no WebAssembly");
}

async function compileAddress(address: string): Promise<WebAssembly.Module> {
  if (address.startsWith("file:")) {
    // Node's fetch has no file addresses.
    const files = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.("node:fs/promises");
    if (files) return WebAssembly.compile(await files.readFile(new URL(address)));
  }
  return compileResponse(await fetch(address));
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`status ${response.status}`);
  // Servers that do not know the type application/wasm would make a streaming compilation fail.
  const streams =
    typeof WebAssembly.compileStreaming === "function" && response.headers.get("content-type") === "application/wasm";
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
