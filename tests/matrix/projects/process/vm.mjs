// In a context of its own, as sandboxes and test runners do: what the package gets is of another realm.
import { readFile } from "node:fs/promises";
import { argv } from "node:process";
import { createContext, SourceTextModule } from "node:vm";

const names = [
  "console",
  "fetch",
  "URL",
  "AbortController",
  "performance",
  "TextDecoder",
  "TextEncoder",
  "btoa",
  "atob",
];
const others = ["setTimeout", "clearTimeout", "queueMicrotask", "Headers", "Request", "Response", "ReadableStream"];
const given = Object.fromEntries(
  [...names, ...others, "process", "WebAssembly", "Buffer"].map((name) => [name, globalThis[name]]),
);
const context = createContext({ ...given, words: argv.slice(2) });
const load = async (file) => new SourceTextModule(await readFile(file, "utf8"), { context, identifier: file });
const main = new SourceTextModule(
  `import { smoke } from "./smoke.js";
   const [endpoint, accessKeyId, secretAccessKey] = words;
   console.log(JSON.stringify(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } })));`,
  { context },
);
await main.link((name) => load(name.startsWith(".") ? name : "node_modules/lakefs-wasm/dist/index.js"));
await main.evaluate();
