// Globals of other environments, installed for one test and removed after it.

/**
 * @param {import("node:test").TestContext} t
 * @param {Record<string, unknown>} globals  undefined for one that is missing
 */
export function stubGlobals(t, globals) {
  for (const [name, value] of Object.entries(globals)) {
    const kept = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    t.after(() => {
      if (kept) Object.defineProperty(globalThis, name, kept);
      else delete globalThis[name];
    });
  }
}

/** A Request as browsers have it: it drops `Cookie`. */
export class BrowserRequest extends Request {
  constructor(input, init) {
    super(input, init);
    this.headers.delete("cookie");
  }
}

const document = {};
class WorkerGlobalScope {}
const at = (href) => {
  const { origin } = new URL(href);
  return { location: { href, origin }, origin };
};

/** What the environments of a browser look like: the globals that tell them apart. */
export const BROWSERS = {
  page: { document, ...at("https://app.example/lakefs/") },
  "iframe srcdoc": {
    document,
    location: { href: "about:srcdoc", origin: "null" },
    origin: "https://app.example",
  },
  "sandboxed frame": { document, ...at("https://app.example/lakefs/"), origin: "null" },
  "sandboxed srcdoc": { document, location: { href: "about:srcdoc", origin: "null" }, origin: "null" },
  worker: { WorkerGlobalScope, ...at("https://app.example/worker.js") },
  "blob worker": {
    WorkerGlobalScope,
    location: { href: "blob:https://app.example/1", origin: "https://app.example" },
    origin: "https://app.example",
  },
  "data worker": { WorkerGlobalScope, location: { href: "data:text/javascript,1", origin: "null" }, origin: "null" },
  "extension page": {
    document,
    location: { href: "chrome-extension://abc/p.html", origin: "chrome-extension://abc" },
    origin: "chrome-extension://abc",
  },
  "extension's service worker": {
    WorkerGlobalScope,
    location: { href: "chrome-extension://abc/s.js", origin: "chrome-extension://abc" },
    origin: "chrome-extension://abc",
  },
  "file://": { document, location: { href: "file:///home/me/p.html", origin: "null" }, origin: "null" },
  "tauri://": {
    document,
    location: { href: "tauri://localhost/", origin: "tauri://localhost" },
    origin: "tauri://localhost",
  },
  "Tauri on Windows": { document, ...at("http://tauri.localhost/") },
  "capacitor://": {
    document,
    location: { href: "capacitor://localhost/", origin: "capacitor://localhost" },
    origin: "capacitor://localhost",
  },
  "app://": { document, location: { href: "app://main/index.html", origin: "app://main" }, origin: "app://main" },
};

/** Environments that are not browsers, but have some of their globals. */
export const OTHERS = {
  Node: {},
  Deno: { Deno: {} },
  "Deno with --location": { Deno: {}, ...at("https://deno.example/") },
  "a worker of Deno": { Deno: {}, WorkerGlobalScope, location: { href: "file:///w.js", origin: "null" } },
  Bun: { Bun: {} },
  "a server with document set to null": { document: null },
  workerd: { WorkerGlobalScope },
};
