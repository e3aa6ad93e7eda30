import { CorruptError } from "./load.js";

interface NodeProcess {
  getBuiltinModule?(name: "node:zlib"): { inflateRawSync(data: Uint8Array): Uint8Array<ArrayBuffer> } | undefined;
}

/** Bytes that were deflated and then written as base64. */
export async function inflate(text: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const deflated = bytesOf(text);
    // Some milliseconds faster than a stream, on a first call that has about 40.
    const zlib = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.("node:zlib");
    if (zlib) return zlib.inflateRawSync(deflated);
    // Not of a Blob, which Chromium keeps in another process: 2 ms.
    const stream = (new Response(deflated).body as ReadableStream).pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new CorruptError("the WebAssembly in this package is damaged; install it again", { cause });
  }
}

interface Decoders {
  Buffer?: { from(text: string, encoding: "base64"): Uint8Array<ArrayBuffer> };
  Uint8Array: { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
}

/** The bytes that base64 stands for, the fastest way there is: the last one takes milliseconds when it runs for the first time. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const { Buffer, Uint8Array: Native } = globalThis as unknown as Decoders;
  if (Buffer) return Buffer.from(text, "base64");
  if (Native.fromBase64) return Native.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
