// The default in Node, too: there every file is at hand, and one less to load makes the first call of a process about 2 ms faster.
import text from "./generated/wasm.js";
import { inflate } from "./inflate.js";
import { compile, setSource } from "./loader.js";

export * from "./public.js";

setSource(async () => compile(await inflate(text)));
