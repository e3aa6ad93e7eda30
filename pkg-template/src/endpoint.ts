import { invalid } from "./arguments.js";

/** Where lakeFS is: its root, and its API. */
export interface Endpoint {
  readonly root: string;
  readonly api: string;
}

/** The origin of the page that this runs in, or of a worker's; undefined elsewhere. */
export function pageOrigin(): string | undefined {
  const origin = (globalThis as { location?: Partial<Location> }).location?.origin;
  return origin && /^https?:\/\//.test(origin) ? origin : undefined;
}

/** Where lakeFS is when nobody says. */
export function defaultEndpoint(): Endpoint {
  return parsed(new URL(pageOrigin() ?? "http://localhost:8000"));
}

/** Reads an endpoint. Messages do not repeat it: it could hold a password. */
export function readEndpoint(endpoint: unknown): Endpoint {
  const refuse = (problem: string) => invalid("options", `options.endpoint ${problem}`);
  const text = textOf(endpoint);
  if (text === undefined) throw refuse("has to be a string or a URL");
  if (text.trim() === "") throw refuse("is empty");
  const origin = pageOrigin();
  if (!origin && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text))
    throw refuse("has to begin with https:// or http://; only in a page it can be relative");
  let url;
  try {
    url = new URL(text, origin && (location.href.startsWith(origin) ? location.href : origin));
  } catch {
    throw refuse("is not a URL");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("has to begin with https:// or http://");
  if (url.username !== "" || url.password !== "") throw refuse("has user info; credentials go into auth");
  if (/[?#]/.test(text)) throw refuse("has a query or a fragment");
  return parsed(url);
}

function textOf(endpoint: unknown): string | undefined {
  try {
    // A URL of another realm is no instance of this one's class.
    const text: unknown = typeof endpoint === "string" ? endpoint : (endpoint as Partial<URL> | null)?.href;
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined; // a proxy can throw
  }
}

function parsed(url: URL): Endpoint {
  const root = (url.origin + url.pathname).replace(/\/+$/, "").replace(/\/api\/v1$/, "");
  return { root, api: `${root}/api/v1` };
}
