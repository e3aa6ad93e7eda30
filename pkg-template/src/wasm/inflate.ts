import { WasmError } from "../errors.js";
import { fieldOf, loadError, requireGlobals, unsupported } from "./load-error.js";

interface Zlib {
  inflateRawSync(data: Uint8Array): Uint8Array<ArrayBuffer>;
}
interface NodeProcess {
  getBuiltinModule?(name: "node:zlib"): Zlib | undefined;
}

/** Decodes base64 and inflates the bytes. */
export async function inflate(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const zlib = findZlib();
  const inflater = zlib ? undefined : makeInflater();
  try {
    const deflated = bytesOf(text);
    // Some milliseconds faster than a stream, on a first call that takes about 40.
    if (zlib) return zlib.inflateRawSync(deflated);
    return new Uint8Array(await pipe(deflated, inflater as DecompressionStream).arrayBuffer());
  } catch (cause) {
    if (cause instanceof WasmError) throw cause;
    if (fieldOf(cause, "name") === "RangeError")
      throw loadError("memory", "not enough memory to unpack the WebAssembly", cause);
    throw loadError("corrupt", "the WebAssembly in this package is damaged; install it again", cause);
  }
}

/** Node's zlib. In Next's edge runtime reading `getBuiltinModule` throws. */
function findZlib(): Zlib | undefined {
  try {
    const zlib = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.("node:zlib");
    return typeof zlib?.inflateRawSync === "function" ? zlib : undefined; // bundlers replace it with a polyfill
  } catch {
    return undefined;
  }
}

function makeInflater(): DecompressionStream {
  try {
    return new DecompressionStream("deflate-raw");
  } catch (cause) {
    throw unsupported('DecompressionStream for "deflate-raw" (lakefs-wasm/slim works without it)', cause);
  }
}

/** Pipes the body of a Response, not of a Blob, which Chromium keeps in another process (2 ms). Polyfills of Response have no stream. */
function pipe(bytes: Uint8Array<ArrayBuffer>, through: DecompressionStream): Response {
  try {
    return new Response((new Response(bytes).body as ReadableStream).pipeThrough(through));
  } catch (cause) {
    throw unsupported("Response with a stream as its body", cause);
  }
}

interface Decoders {
  Buffer?: { from(text: string, encoding: "base64"): Uint8Array<ArrayBuffer> };
  Uint8Array: { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
}

/** Decodes base64 in the fastest way available; the last one takes milliseconds on its first run. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const { Buffer, Uint8Array: Native } = globalThis as unknown as Decoders;
  if (typeof Buffer?.from === "function") return Buffer.from(text, "base64");
  if (Native.fromBase64) return Native.fromBase64(text);
  requireGlobals(["atob"]);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
