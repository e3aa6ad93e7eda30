import { type ErrorCode, makeError, WasmError } from "../errors.js";
import { __wbg_reset_state, initSync } from "../generated/core.js";
import { version } from "../generated/version.js";

/** Where the WebAssembly comes from: each entry point of the package has its own source. */
export type Source = () => Promise<WebAssembly.Module>;

let source: Source | undefined;
let loading: Promise<void> | undefined;
/** Counts the instances: 0 while there is none. What was made by an earlier one is of no use. */
export let generation = 0;

/** Says where the WebAssembly comes from; the last one to say so before the first call is heard. */
export function setSource(next: Source): void {
  source = next;
}

/** Whether WebAssembly was compiled here, from bytes. */
export let hasCompiled = false;

/** Compiles WebAssembly, on other threads. Node loads its fetch when that is first asked for: meanwhile, and not afterwards. */
export async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  const module = WebAssembly.compile(bytes);
  // Not where WebAssembly is refused at once: Node's fetch compiles some too, and a refusal there would end the process.
  await Promise.race([module, undefined]);
  void globalThis.Response;
  await module;
  hasCompiled = true;
  return module;
}

/** Whether the first call has been made. */
export function hasLoaded(): boolean {
  return loading !== undefined;
}

/** Loads the WebAssembly, once for all who ask; when it fails, the next one to ask tries again. */
export function load(): Promise<void> {
  return (loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error instanceof WasmError ? error : explain(error);
  }));
}

async function start(): Promise<void> {
  if (typeof WebAssembly !== "object") throw loadError("unsupported", "this JavaScript engine has no WebAssembly");
  if (!source)
    throw loadError(
      undefined,
      "lakefs-wasm/slim does not know where its WebAssembly is: call configure({ wasm }) before the first call",
    );
  const module = await source();
  // An instance of anything else would stay, and the calls after this one would hang on it.
  if (!WebAssembly.Module.imports(module).some((wanted) => wanted.module === version))
    throw new CorruptError(`the WebAssembly is not that of lakefs-wasm ${version}`);
  initSync({ module });
  generation++;
}

/** Replaces the instance by a fresh one of the same module. */
export function replaceInstance(): void {
  generation++;
  __wbg_reset_state();
}

function loadError(reason: WasmError["reason"], message: string, cause?: unknown): WasmError {
  const code: ErrorCode = "wasm_load_failed";
  return makeError(code, message, { reason, cause }) as WasmError;
}

/** A failure of the engine's or the network's in words that help. */
function explain(cause: unknown): WasmError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/content.security.policy|\bCSP\b|unsafe-eval|disallowed by embedder/i.test(text)) {
    return loadError(
      "csp",
      "the page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src",
      cause,
    );
  }
  if (cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError) {
    return loadError("corrupt", `the WebAssembly is damaged, or this engine is too old for it: ${text}`, cause);
  }
  if (cause instanceof CorruptError) return loadError("corrupt", cause.message, cause.cause);
  return loadError("network", `the WebAssembly could not be fetched: ${text}`, cause);
}

/** What was fetched is no WebAssembly. */
export class CorruptError extends Error {}
