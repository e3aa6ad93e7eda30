import text from "./generated/wasm.js";
import { inflate } from "./inflate.js";
import { compile, setSource } from "./loader.js";

export * from "./public.js";

setSource(async () => compile(await inflate(text)));
