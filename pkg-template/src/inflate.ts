import { CorruptError } from "./loader.js";

interface NodeProcess {
  getBuiltinModule?(name: "node:zlib"): { inflateRawSync(data: Uint8Array): Uint8Array<ArrayBuffer> } | undefined;
}

/** Bytes that were deflated and then written as base64. */
export async function inflate(text: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const deflated = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    // Some milliseconds faster than a stream, on a first call that has about 40.
    const zlib = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.("node:zlib");
    if (zlib) return zlib.inflateRawSync(deflated);
    const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new CorruptError("the WebAssembly in this package is damaged; install it again", { cause });
  }
}
