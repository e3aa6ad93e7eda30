// The WebAssembly is in the module itself: a chunk of its own would make the first call wait for one more request, and could be missing by then.
import text from "./generated/wasm.js";
import { inflate } from "./wasm/inflate.js";
import { compile, setSource } from "./wasm/load.js";

export * from "./public.js";

setSource(async () => compile(await inflate(text)));
