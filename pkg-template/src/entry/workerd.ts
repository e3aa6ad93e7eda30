// @ts-expect-error: workerd makes a WebAssembly.Module of this import, the only way to WebAssembly that it has.
import module from "../core.wasm";
import { setSource } from "../wasm/load.js";

export * from "./exports.js";

setSource(() => Promise.resolve(module as WebAssembly.Module));
