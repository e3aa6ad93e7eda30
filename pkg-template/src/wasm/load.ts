import { WasmError } from "../errors.js";
import { __wbg_reset_state, initSync } from "../generated/core.js";
import { version } from "../generated/version.js";
import { explain, loadError, unsupported } from "./load-error.js";

/** Where the WebAssembly comes from: each entry point of the package has its own source. Rejects with a {@link WasmError} or what the engine throws. */
export type Source = () => Promise<WebAssembly.Module>;

let source: Source | undefined;
let loading: Promise<void> | undefined;
/** Counts the instances: 0 while there is none. What an earlier instance made is invalid. */
export let generation = 0;

/** Sets the source of the WebAssembly. The last call before the first request wins. */
export function setSource(next: Source): void {
  source = next;
}

/** Whether the first call has been made. */
export function hasLoaded(): boolean {
  return loading !== undefined;
}

/** Loads the WebAssembly once; after a failure the next caller tries again. */
export function load(): Promise<void> {
  return (loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error instanceof WasmError ? error : explain(error);
  }));
}

async function start(): Promise<void> {
  if (typeof WebAssembly !== "object")
    throw unsupported("WebAssembly (Node's --jitless and a browser's lockdown mode turn it off)");
  if (!source)
    throw loadError(undefined, "lakefs-wasm/slim has no WebAssembly; call configure({ wasm }) before the first call");
  const module = await source();
  // A wrong module would be instantiated for good, and later calls would hang.
  if (!WebAssembly.Module.imports(module).some((wanted) => wanted.module === version))
    throw loadError("corrupt", `the WebAssembly is not from lakefs-wasm ${version}`);
  initSync({ module });
  generation++;
}

/** Gives up the instance for a fresh one of the same module. */
export function replaceInstance(): void {
  generation++;
  __wbg_reset_state();
}

/** Compiles WebAssembly, on other threads. Meanwhile Node loads its `fetch`, which it would otherwise do in the first request. */
export async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  const inNode = isNode();
  if (inNode) checkMemory();
  const module = WebAssembly.compile(bytes);
  // Rejects here where WebAssembly is refused at once: Node's fetch compiles some too, and a refusal there would end the process.
  await Promise.race([module, undefined]);
  if (inNode) void globalThis.Response; // reading it loads Node's fetch
  return module;
}

/** Edge runtimes may throw when `process` is looked at. */
function isNode(): boolean {
  try {
    const { process } = globalThis as { process?: { versions?: { node?: string } } };
    return typeof process?.versions?.node === "string";
  } catch {
    return false;
  }
}

/** The core's initial number of pages, which is more than that of Node's fetch. */
const PAGES = 17;

/**
 * Fails where there is no address space for two memories: this package's, and that of Node's own fetch, which would end the process. V8 reserves
 * 10 GB for each, and frees them when it needs the space.
 */
function checkMemory(): void {
  // Array.from holds both at once; minifiers take an array literal apart.
  Array.from({ length: 2 }, () => new WebAssembly.Memory({ initial: PAGES }));
}
