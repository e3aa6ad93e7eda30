import { inflate } from "./inflate.js";
import { compile, setSource } from "./loader.js";

export * from "./public.js";

setSource(async () => {
  const { default: text } = await import("./generated/wasm.js");
  return compile(await inflate(text));
});
