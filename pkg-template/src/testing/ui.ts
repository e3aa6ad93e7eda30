// What lakeFS serves beside its API: the web UI's files and the logout.
import { type Header, type HttpRequest, type HttpResponse, textResponse } from "./http-message.js";
import type { LakeFS } from "./lakefs.js";

const PAGE = "<!doctype html><html><body>ui</body></html>\n";
const ETAG: Header = ["Etag", '"53c4713cc8e878a439ffad2f082b1b82"'];

/** Ends the session's cookie and redirects, as Go's `http.Redirect` does. */
export function logout(lakefs: LakeFS, { method, headers }: HttpRequest): HttpResponse {
  const contentType: Header[] =
    method === "GET" || method === "HEAD" ? [["Content-Type", "text/html; charset=utf-8"]] : [];
  return {
    status: 307,
    headers: [...contentType, ["Location", "/auth/login"], lakefs.sessions.endCookie(headers)],
    body: method === "GET" ? '<a href="/auth/login">Temporary Redirect</a>.\n\n' : "",
  };
}

/** The page of lakeFS's web UI, for every path outside the API that Go's file server accepts. */
export function uiPage({ version }: LakeFS, path: string): HttpResponse {
  if (path === "/index.html")
    return {
      status: 301,
      headers: [["Content-Type", "text/html"], ETAG, ["Location", "./"], ...version.pageHeaders],
      body: "",
    };
  const parts = path.split("/").slice(1);
  const isDots = (part: string) => ["", ".", ".."].includes(part);
  if (parts.some(isDots) && !parts.every(isDots)) {
    const { headers, ...rest } = textResponse(404, "404 page not found");
    // Each header once.
    return { ...rest, headers: [...new Map([...headers, ...version.pageHeaders])] };
  }
  return {
    status: 200,
    headers: [["Accept-Ranges", "bytes"], ["Content-Type", "text/html; charset=utf-8"], ETAG, ...version.pageHeaders],
    body: PAGE,
  };
}
