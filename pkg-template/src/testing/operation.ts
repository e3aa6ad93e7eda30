// An operation's request on its way through lakeFS: validation, authentication, decoding, handler. The stage that refuses it decides the
// form of the response.
import { decodeBody, decodeHeader, decodePath, decodeQuery } from "./decode.js";
import { parseQuery, utf8 } from "./go.js";
import { ApiError, errorResponse, type HttpRequest, type HttpResponse, valuesOf, withHeader } from "./http-message.js";
import type { Json } from "./json.js";
import type { LakeFS } from "./lakefs.js";
import { authorize, type User } from "./permissions.js";
import type { RequestContext } from "./request-context.js";
import type { PathParameters, Route } from "./routes.js";
import { bodySchema, type Parameter } from "./schemas.js";
import { validateBody, validateParameter } from "./validate.js";

interface Input {
  readonly lakefs: LakeFS;
  readonly request: HttpRequest;
  readonly route: Route;
  readonly pathParameters: PathParameters;
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Those of the query and the headers that this version of lakeFS knows. */
  readonly parameters: readonly Parameter[];
}

export function respondToOperation(
  lakefs: LakeFS,
  request: HttpRequest,
  route: Route,
  pathParameters: PathParameters,
): HttpResponse {
  const query = parseQuery(request.target.slice(request.target.indexOf("?") + 1 || request.target.length));
  const parameters = (route.parameters ?? []).filter(({ needs }) => needs === undefined || lakefs.version[needs]);
  const input: Input = { lakefs, request, route, pathParameters, query, parameters };
  let body: Json | undefined;
  try {
    body = validate(input);
  } catch (error) {
    return errorResponse(error);
  }
  return withHeader(handle(input, body), "X-Request-Id", lakefs.random.uuid());
}

/**
 * Validates a request by lakeFS's description of its API, and returns the body.
 *
 * @throws ApiError
 */
function validate(input: Input): Json | undefined {
  const { lakefs, request, route, pathParameters, parameters } = input;
  for (const [name, value] of Object.entries(pathParameters)) {
    if (value === "")
      throw new ApiError(400, `parameter "${name}" in path has an error: ${lakefs.version.missingParameter}`);
  }
  for (const parameter of parameters) validateParameter(parameter, valuesFor(parameter, input), lakefs.version);
  if (!route.body) return undefined;
  const contentType = latin1ToUtf8(valuesOf(request.headers, "content-type")[0] ?? "");
  if (request.body.length === 0 && route.optionalBody) return undefined;
  return validateBody(request.body, contentType, route.body, lakefs);
}

/** The response to a valid request. */
function handle(input: Input, body: Json | undefined): HttpResponse {
  const { lakefs, request, route } = input;
  try {
    const user = route.public ? undefined : lakefs.sessions.identify(request);
    if (user) lakefs.usage++;
    return route.handle(decode(input, body, user));
  } catch (error) {
    return errorResponse(error);
  }
}

function decode(input: Input, json: Json | undefined, user: User | undefined): RequestContext {
  const { lakefs, route, pathParameters, parameters } = input;
  const schema = route.body && bodySchema(route.body, lakefs.version);
  const operation = route.id.charAt(0).toUpperCase() + route.id.slice(1);
  const body = json === undefined || !schema ? undefined : decodeBody(json, schema, operation);
  const { repository = "", branch = "" } = Object.fromEntries(
    Object.entries(pathParameters).map(([name, encoded]) => [name, decodePath(name, encoded)]),
  );
  const query = Object.fromEntries(
    parameters
      .filter(({ header }) => !header)
      .map((parameter) => [parameter.name, decodeQuery(parameter, valuesWithDefault(parameter, input))]),
  );
  const header = parameters.find((parameter) => parameter.header);
  const ifMatch = header && decodeHeader(header, valuesFor(header, input));
  const check = (...actions: string[]) => authorize(user, actions, lakefs.version);
  return { lakefs, user, repository, branch, query, ifMatch, body, authorize: check };
}

function valuesFor({ name, header }: Parameter, { request, query }: Input): readonly string[] {
  return header ? valuesOf(request.headers, name.toLowerCase()).map(latin1ToUtf8) : (query.get(name) ?? []);
}

/** The values after validation, which adds the default beside a value that is present but empty. */
function valuesWithDefault(parameter: Parameter, input: Input): readonly string[] {
  const values = valuesFor(parameter, input);
  const { default: fallback } = parameter;
  const isEmpty = (values[0] ?? "") === "";
  return input.lakefs.version.defaults && fallback !== undefined && isEmpty ? [...values, fallback] : values;
}

/** Header values arrive with one character a byte. */
function latin1ToUtf8(text: string): string {
  return /^[\u0000-\u007f]*$/.test(text) ? text : utf8(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
