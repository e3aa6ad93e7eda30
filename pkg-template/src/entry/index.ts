// The module contains the WebAssembly: as a separate chunk it would cost the first call one more request, and could be missing after a deployment.
import text from "../generated/wasm.js";
import { inflate } from "../wasm/inflate.js";
import { compile, setSource } from "../wasm/load.js";

export * from "./exports.js";

setSource(async () => compile(await inflate(text)));
