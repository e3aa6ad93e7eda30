// Where a request goes: to an operation of the API, or to what lakeFS serves beside it.
import { decodePercent, routingPath } from "./go.js";
import {
  BAD_REQUEST,
  emptyResponse,
  type HttpRequest,
  type HttpResponse,
  jsonResponse,
  withHeader,
} from "./http-message.js";
import type { LakeFS } from "./lakefs.js";
import { respondToOperation } from "./operation.js";
import { match, type PathParameters, type Route } from "./routes.js";
import { logout, uiPage } from "./ui.js";
import type { Version } from "./versions.js";

const API = "/api/v1";
/** The methods that lakeFS's router (chi) knows. */
const METHODS = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

export type Destination =
  | { readonly kind: "route"; readonly route: Route; readonly pathParameters: PathParameters }
  | { readonly kind: "ui"; readonly path: string }
  | { readonly kind: "logout" | "health" | "unknown endpoint" | "unknown method" | "bad request" };

export function destinationOf({ method, target }: HttpRequest, version: Version): Destination {
  const [raw = ""] = target.split("?", 1);
  const path = routingPath(raw);
  const decoded = decodePercent(raw);
  if (typeof path !== "string" || typeof decoded !== "string") return { kind: "bad request" };
  if (!METHODS.includes(method)) return { kind: "unknown method" };
  const isBelow = (prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
  if (isBelow("/logout")) return { kind: "logout" };
  if (isBelow("/_health")) return { kind: "health" };
  if (!isBelow(API)) return { kind: "ui", path: decoded };
  const found = match(method, path.slice(API.length), version);
  return found ? { kind: "route", ...found } : { kind: "unknown endpoint" };
}

/**
 * Applies a request and returns lakeFS's response.
 *
 * @throws HandlerPanic where lakeFS closes the connection instead
 */
export function respond(lakefs: LakeFS, request: HttpRequest, destination: Destination): HttpResponse {
  lakefs.runTasks();
  const response = respondAt(lakefs, request, destination);
  return response === BAD_REQUEST ? response : withHeader(response, "Date", lakefs.date());
}

function respondAt(lakefs: LakeFS, request: HttpRequest, destination: Destination): HttpResponse {
  switch (destination.kind) {
    case "route":
      return respondToOperation(lakefs, request, destination.route, destination.pathParameters);
    case "logout":
      return logout(lakefs, request);
    case "health":
      return {
        status: 200,
        headers: [["Content-Type", "text/plain; charset=utf-8"]],
        body: `alive! ${lakefs.installation}`,
      };
    case "ui":
      return uiPage(lakefs, destination.path);
    case "unknown endpoint":
      return jsonResponse(lakefs.version.unknownEndpoint, { message: "invalid API endpoint" });
    case "unknown method":
      return emptyResponse(405);
    case "bad request":
      return BAD_REQUEST;
  }
}
