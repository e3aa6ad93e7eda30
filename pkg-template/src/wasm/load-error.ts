import { inBrowser } from "../environment.js";
import { type ErrorCode, makeError, type WasmError } from "../errors.js";

type Reason = NonNullable<WasmError["reason"]>;

/** The oldest engines that have all the package needs: `DecompressionStream("deflate-raw")` is the youngest part. */
const ENGINES = "Chrome 103, Firefox 113, Safari 16.4 or Node 20.19";

/** The error that a call rejects with when the WebAssembly cannot be loaded. */
export function loadError(reason: Reason | undefined, message: string, cause?: unknown): WasmError {
  const code: ErrorCode = "wasm_load_failed";
  return makeError(code, message, { reason, cause }) as WasmError;
}

/** Something that the package needs is missing in this engine. */
export function unsupported(missing: string, cause?: unknown): WasmError {
  return loadError("unsupported", `this JavaScript engine has no ${missing}; lakefs-wasm needs ${ENGINES}`, cause);
}

/** What clients and calls use. */
const GLOBALS = ["AbortController", "TextDecoder", "TextEncoder", "URL", "clearTimeout", "performance", "setTimeout"];

/** Throws for the first of these globals that is missing. They are looked up when they are needed: test environments lack some, or remove them. */
export function requireGlobals(names: readonly string[] = GLOBALS): void {
  for (const name of names) if (!(globalThis as Record<string, unknown>)[name]) throw unsupported(name);
  if (names === GLOBALS && typeof performance.now !== "function") throw unsupported("performance.now");
}

/** The file could not be fetched or read. */
export function unreachable(cause: unknown): WasmError {
  return loadError("network", `the WebAssembly could not be fetched: ${fieldOf(cause, "message")}`, cause);
}

/** Explains what the engine threw while it compiled or instantiated the WebAssembly. */
export function explain(cause: unknown): WasmError {
  const text = fieldOf(cause, "message");
  const name = fieldOf(cause, "name");
  if (/content.security.policy|\bCSP\b|unsafe-eval|disallowed/i.test(text)) return forbidden(cause);
  if (name === "RangeError" || (/memory/i.test(text) && name !== "TypeError"))
    return loadError("memory", `not enough memory or address space for the WebAssembly: ${text}`, cause);
  if (!hasReferenceTypes()) return unsupported("reference types in its WebAssembly", cause);
  const isInvalid = /^(?:Compile|Link)E/.test(name);
  const problem = isInvalid ? "is damaged; install the package again" : "could not be loaded";
  // Otherwise the engine lacks what the glue uses, such as an option of TextDecoder.
  return loadError(isInvalid ? "corrupt" : "unsupported", `the WebAssembly ${problem}: ${text}`, cause);
}

function forbidden(cause: unknown): WasmError {
  if (inBrowser())
    return loadError(
      "csp",
      "the page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src",
      cause,
    );
  return loadError(
    "unsupported",
    'this runtime does not compile WebAssembly from bytes: bundle with the condition "workerd" or "edge-light", or use lakefs-wasm/slim',
    cause,
  );
}

/** Whether the engine has reference types, the youngest part of WebAssembly that the core uses. */
function hasReferenceTypes(): boolean {
  try {
    return !!new WebAssembly.Table({ element: "externref", initial: 0 });
  } catch {
    return false;
  }
}

/** The name or the message of what was thrown; `instanceof` would miss errors of another realm, and proxies throw. */
export function fieldOf(cause: unknown, field: "name" | "message"): string {
  try {
    return String((cause as Partial<Error> | null | undefined)?.[field] ?? cause);
  } catch {
    return "";
  }
}
