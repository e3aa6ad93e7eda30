import text from "./generated/wasm.js";
import { inflate } from "./inflate.js";
import { setSource } from "./loader.js";

export * from "./public.js";

setSource(async () => WebAssembly.compile(await inflate(text)));
