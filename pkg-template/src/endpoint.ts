import { baseAddress, pageOrigin } from "./environment.js";
import { invalidArgument } from "./validate/argument.js";

/** Where lakeFS is. */
export interface Endpoint {
  /** The given endpoint as an absolute URL. */
  readonly address: string;
  /** The server without the path of the API. */
  readonly root: string;
  /** The API, to which the paths of operations are appended. */
  readonly api: string;
}

/** The default path of lakeFS's API. */
const API_PATH = "/api/v1";

/** The endpoint when none is given: the page's server, or lakeFS's default port on this machine. */
export function defaultEndpoint(apiPath?: string): Endpoint {
  return makeEndpoint(new URL(pageOrigin() ?? "http://localhost:8000"), apiPath);
}

/** Reads an endpoint. Messages do not repeat it: it could contain a password. */
export function readEndpoint(endpoint: unknown, apiPath?: string): Endpoint {
  const refuse = (problem: string) => invalidArgument("options.endpoint", problem);
  const text = textOf(endpoint);
  if (text === undefined) throw refuse("must be a string or a URL");
  if (text.trim() === "") throw refuse("must not be empty");
  const base = baseAddress();
  if (!base && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text))
    throw refuse("must begin with https:// or http://; it can be relative only where the page has an http(s) origin");
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw refuse("is not a URL");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("must begin with https:// or http://");
  if (url.username !== "" || url.password !== "")
    throw refuse("must not contain a user name or password; credentials belong in options.auth");
  if (/[?#]/.test(text)) throw refuse("must not have a query or a fragment");
  return makeEndpoint(url, apiPath);
}

function textOf(endpoint: unknown): string | undefined {
  try {
    // A URL of another realm is not an instance of this realm's class.
    const text: unknown = typeof endpoint === "string" ? endpoint : (endpoint as Partial<URL> | null)?.href;
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined; // a proxy can throw
  }
}

/**
 * Makes the URLs. Without `apiPath` the endpoint may end in /api/v1; with it, `apiPath` is appended to the endpoint as it is, "" for an endpoint that is the
 * API.
 */
function makeEndpoint(url: URL, apiPath: string | undefined): Endpoint {
  if (apiPath !== undefined && !isPath(apiPath))
    throw invalidArgument("options.apiPath", 'must be "" or a path like "/api/v1"');
  const address = (url.origin + url.pathname).replace(/\/+$/, "");
  const root = apiPath === undefined && address.endsWith(API_PATH) ? address.slice(0, -API_PATH.length) : address;
  const api = root + (apiPath ?? API_PATH);
  return { address, root, api };
}

/** Whether it is empty or an absolute path that URL does not change. */
function isPath(path: string): boolean {
  return (
    path === "" || (path.startsWith("/") && !path.endsWith("/") && new URL(`http://localhost${path}`).pathname === path)
  );
}
