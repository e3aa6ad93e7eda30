// The way of a request through lakeFS: the route, the check of the API's description, who asks, the binding, the handler. Where it ends
// early decides what the answer looks like.
import { bindBody, bindHeader, bindPath, bindQuery } from "./bind.js";
import type { Call } from "./call.js";
import { parseQuery, routingPath, unescape, utf8 } from "./go.js";
import type { LakeFS } from "./lakefs.js";
import { authorize, type User } from "./permissions.js";
import { match, type PathParameters, type Route } from "./routes.js";
import { bodySchema, type Parameter } from "./schemas.js";
import { checkBody, checkParameter } from "./validate.js";
import { type Answer, type Incoming, json, plain, Refusal, refused, valuesOf, withHeader } from "./wire.js";

const API = "/api/v1";
/** The methods that chi routes at all. */
const METHODS = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];
const PAGE = "<!doctype html><html><body>ui</body></html>\n";

/** Where a request goes. */
export type Destination =
  | { readonly kind: "route"; readonly route: Route; readonly inPath: PathParameters }
  | { readonly kind: "page"; readonly path: string }
  | { readonly kind: "logout" | "health" | "unknown endpoint" | "unknown method" | "no request" };

export function destinationOf({ method, target }: Incoming): Destination {
  const [raw = ""] = target.split("?", 1);
  const path = routingPath(raw);
  const decoded = unescape(raw);
  if (typeof path !== "string" || typeof decoded !== "string") return { kind: "no request" };
  if (!METHODS.includes(method)) return { kind: "unknown method" };
  const below = (prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
  if (below("/logout")) return { kind: "logout" };
  if (below("/_health")) return { kind: "health" };
  if (!below(API)) return { kind: "page", path: decoded };
  const found = match(method, path.slice(API.length));
  return found ? { kind: "route", ...found } : { kind: "unknown endpoint" };
}

/** lakeFS's answer, and all that the request changes. */
export function answer(lakefs: LakeFS, request: Incoming, destination: Destination): Answer {
  lakefs.runTasks();
  switch (destination.kind) {
    case "route":
      return answerRoute(lakefs, request, destination.route, destination.inPath);
    case "logout":
      return logout(lakefs, request);
    case "health":
      return {
        status: 200,
        headers: [["Content-Type", "text/plain; charset=utf-8"]],
        body: `alive! ${lakefs.installation}`,
      };
    case "page":
      return page(lakefs, destination.path);
    case "unknown endpoint":
      return json(lakefs.version.unknownEndpoint, { message: "invalid API endpoint" });
    case "unknown method":
      return { status: 405, headers: [], body: "" };
    case "no request":
      return {
        status: 400,
        headers: [
          ["Content-Type", "text/plain; charset=utf-8"],
          ["Connection", "close"],
        ],
        body: "400 Bad Request",
      };
  }
}

function answerRoute(lakefs: LakeFS, request: Incoming, route: Route, inPath: PathParameters): Answer {
  const query = parseQuery(request.target.slice(request.target.indexOf("?") + 1 || request.target.length));
  const valuesFor = ({ name, header }: Parameter) =>
    header ? valuesOf(request.headers, name.toLowerCase()).map(latin1ToUtf8) : (query.get(name) ?? []);
  const problem = (message: string) => refused(new Refusal(400, message));

  const empty = Object.keys(inPath).find((name) => inPath[name] === "");
  if (empty !== undefined)
    return problem(`parameter "${empty}" in path has an error: ${lakefs.version.missingParameter}`);
  const parameters = route.parameters.filter(({ needs }) => needs === undefined || lakefs.version[needs]);
  for (const parameter of parameters) {
    const wrong = checkParameter(parameter, valuesFor(parameter), lakefs.version);
    if (wrong !== undefined) return problem(wrong);
  }
  const contentType = latin1ToUtf8(valuesOf(request.headers, "content-type")[0] ?? "");
  const checked = route.body ? checkBody(request.body, contentType, route.body, lakefs.version) : { value: undefined };
  if ("problem" in checked) return problem(checked.problem);

  // From here on requests have an id.
  const identified = (given: Answer) => withHeader(given, "X-Request-Id", lakefs.random.uuid());
  let user: User | undefined;
  try {
    user = route.open ? undefined : lakefs.sessions.identify(request);
  } catch (error) {
    return identified(refused(refusal(error)));
  }

  let call: Call;
  try {
    const schema = route.body && bodySchema(route.body.name, lakefs.version);
    const bound =
      checked.value === undefined || !schema
        ? undefined
        : bindBody(checked.value, schema, route.id.charAt(0).toUpperCase() + route.id.slice(1));
    const { repository = "", branch = "" } = Object.fromEntries(
      Object.entries(inPath).map(([name, encoded]) => [name, bindPath(name, encoded)]),
    );
    const inQuery = parameters.filter(({ header }) => !header);
    // The validator has put the default beside a value that is there but empty.
    const filled = (parameter: Parameter) => {
      const values = valuesFor(parameter);
      const missing = lakefs.version.defaults && parameter.default !== undefined && (values[0] ?? "") === "";
      return missing ? [...values, parameter.default ?? ""] : values;
    };
    const bindings = Object.fromEntries(
      inQuery.map((parameter) => [parameter.name, bindQuery(parameter, filled(parameter))]),
    );
    const header = route.parameters.find((parameter) => parameter.header);
    const ifMatch = header && bindHeader(header, valuesFor(header));
    call = {
      lakefs,
      user,
      repository,
      branch,
      query: bindings,
      ifMatch,
      body: bound,
      authorize: (...actions) => authorize(user, actions, lakefs.version),
    };
  } catch (error) {
    const { status, message } = refusal(error);
    return identified(plain(status, message));
  }

  try {
    return identified(route.handle(call));
  } catch (error) {
    return identified(refused(refusal(error)));
  }
}

function refusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

/** Go's `http.Redirect`, after taking the session's cookie. */
function logout(lakefs: LakeFS, { method, headers }: Incoming): Answer {
  const type = method === "GET" || method === "HEAD" ? [["Content-Type", "text/html; charset=utf-8"] as const] : [];
  const body = method === "GET" ? '<a href="/auth/login">Temporary Redirect</a>.\n\n' : "";
  return { status: 307, headers: [...type, ["Location", "/auth/login"], lakefs.sessions.endCookie(headers)], body };
}

/** lakeFS's user interface answers for every path that is not the API's, as far as Go's file server takes it for a path. */
function page({ version }: LakeFS, path: string): Answer {
  const etag = ["Etag", '"53c4713cc8e878a439ffad2f082b1b82"'] as const;
  if (path === "/index.html")
    return {
      status: 301,
      headers: [["Content-Type", "text/html"], etag, ["Location", "./"], ...version.pageHeaders],
      body: "",
    };
  const parts = path.split("/").slice(1);
  const odd = parts.some((part) => ["", ".", ".."].includes(part));
  if (odd && parts.some((part) => !["", ".", ".."].includes(part))) {
    const { headers, ...lost } = plain(404, "404 page not found");
    return { ...lost, headers: [...new Map([...headers, ...version.pageHeaders])] };
  }
  return {
    status: 200,
    headers: [["Accept-Ranges", "bytes"], ["Content-Type", "text/html; charset=utf-8"], etag, ...version.pageHeaders],
    body: PAGE,
  };
}

/** Headers arrive as one character a byte. */
function latin1ToUtf8(text: string): string {
  return /^[\u0000-\u007f]*$/.test(text) ? text : utf8(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
