import { inflate } from "./inflate.js";
import { setSource } from "./loader.js";

export * from "./public.js";

setSource(async () => {
  const { default: text } = await import("./generated/wasm.js");
  return WebAssembly.compile(await inflate(text));
});
