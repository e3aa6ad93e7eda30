// @ts-expect-error: Next's bundlers make a WebAssembly.Module of this import, the only way to WebAssembly in its edge runtime.
import module from "../core.wasm?module";
import { setSource } from "../wasm/load.js";

export * from "./exports.js";

setSource(() => Promise.resolve(module as WebAssembly.Module));
