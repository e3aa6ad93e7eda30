import { invalidArgument } from "./validate/argument.js";

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
  const refuse = (problem: string) => invalidArgument("options.endpoint", problem);
  const text = textOf(endpoint);
  if (text === undefined) throw refuse("must be a string or a URL");
  if (text.trim() === "") throw refuse("must not be empty");
  const origin = pageOrigin();
  if (!origin && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text))
    throw refuse("must begin with https:// or http://; it can be relative only in a page");
  let url;
  try {
    url = new URL(text, origin && (location.href.startsWith(origin) ? location.href : origin));
  } catch {
    throw refuse("is not a URL");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("must begin with https:// or http://");
  if (url.username !== "" || url.password !== "")
    throw refuse("must not contain a user name or password; credentials belong in options.auth");
  if (/[?#]/.test(text)) throw refuse("must not have a query or a fragment");
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
