// Where the code runs, as three questions whose answers differ: which server a page came from (`pageOrigin`), whether a browser keeps cookies
// for it (`inBrowser`), and whether a `Cookie` header can be sent (`canSendCookie`). In an extension, a file or a Tauri window there is
// a browser without an origin of http; in Deno with `--location` an origin without a browser.

interface Scope {
  origin?: unknown;
  location?: { origin?: unknown; href?: unknown };
  document?: unknown;
  WorkerGlobalScope?: unknown;
  Deno?: unknown;
  Bun?: unknown;
  Request?: typeof Request;
}

/** The http(s) origin of the page, frame or worker that this runs in; undefined elsewhere. It is the default endpoint. */
export function pageOrigin(): string | undefined {
  const { origin } = scope();
  // `self.origin` is right in <iframe srcdoc> and in workers made of a Blob. In a sandboxed frame it is "null", and the address tells.
  return [origin, address()?.origin].find((one): one is string => typeof one === "string" && /^https?:\/\//.test(one));
}

/** The base URL of relative endpoints; undefined outside pages. */
export function baseAddress(): string | undefined {
  const origin = pageOrigin();
  const href = address()?.href;
  return origin && typeof href === "string" && href.startsWith(`${origin}/`) ? href : origin;
}

/** Whether the code runs in a browser, which keeps cookies and sends them with `credentials: "include"`, whatever the origin. */
export function inBrowser(): boolean {
  const { document, WorkerGlobalScope } = scope();
  if (document) return true; // libraries for servers set it to null
  if (WorkerGlobalScope === undefined) return false;
  // workerd has the class but no address; workers of Deno and Bun have both.
  const { Deno, Bun } = scope();
  return address() !== undefined && Deno === undefined && Bun === undefined;
}

/** Whether the runtime is Deno. */
export function inDeno(): boolean {
  return scope().Deno !== undefined;
}

/** Whether the runtime lets a request carry a `Cookie` header. Browsers drop it; a runtime without a Request drops nothing. */
export function canSendCookie(): boolean {
  const { Request } = scope();
  if (!Request?.prototype) return true;
  return new Request("http://localhost", { headers: { Cookie: "a=b" } }).headers.get("cookie") !== null;
}

/** Whether requests have `credentials`. Engines whose requests have none (workerd) refuse the option. */
export function hasCredentials(): boolean {
  const { Request } = scope();
  return !Request?.prototype || "credentials" in Request.prototype;
}

/** Whether requests have a `cache` mode. */
export function hasCacheMode(): boolean {
  const { Request } = scope();
  return !Request?.prototype || "cache" in Request.prototype;
}

/** `location`; reading it throws in some sandboxes, and in older versions of Deno. */
function address(): Scope["location"] {
  try {
    return scope().location;
  } catch {
    return undefined;
  }
}

/** Globals are looked up on every call, because test runners replace them late. */
function scope(): Scope {
  return globalThis;
}
