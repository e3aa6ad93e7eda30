// Logins, users, and what the server tells about itself.
import { ApiError, emptyResponse, type HttpResponse, jsonResponse } from "./http-message.js";
import { isAllowed, type User } from "./permissions.js";
import type { RequestContext } from "./request-context.js";

const HIDDEN_STORAGE = {
  blockstore_namespace_ValidityRegex: "",
  blockstore_namespace_example: "",
  blockstore_type: "",
  import_support: false,
  import_validity_regex: "",
  pre_sign_support: false,
  pre_sign_support_ui: false,
};

export function login({ lakefs, body }: RequestContext): HttpResponse {
  const { access_key_id: id = "", secret_access_key: secret = "" } = (body ?? {}) as object as {
    access_key_id?: string;
    secret_access_key?: string;
  };
  const user = lakefs.sessions.byKey(id, secret);
  if (!user) return jsonResponse(401, lakefs.version.loginRefused);
  const { token, expiration } = lakefs.sessions.issue(user);
  return jsonResponse(200, { token, token_expiration: expiration }, [lakefs.sessions.cookie(token)]);
}

/** lakeFS has no STS login without its enterprise services. */
export function stsLogin(): HttpResponse {
  throw new ApiError(501, "Not Implemented");
}

export function currentUser({ user }: RequestContext): HttpResponse {
  return jsonResponse(200, { user: user ? describeUser(user) : { creation_date: 0, id: "" } });
}

export function listUsers({ lakefs, query, authorize }: RequestContext): HttpResponse {
  authorize("auth:ListUsers");
  const { prefix = "", after = "", amount = 0 } = lakefs.version.paginatesUsers ? query : {};
  const maximum = Number(amount) > 0 ? Number(amount) : Infinity;
  const matching = lakefs.users
    .filter(({ id }) => id.startsWith(String(prefix)) && id > String(after))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const page = matching.slice(0, maximum);
  // lakeFS does not look beyond a full page.
  const hasMore = page.length === maximum;
  const nextOffset = hasMore ? page.at(-1)?.id : "";
  return jsonResponse(200, {
    pagination: { has_more: hasMore, max_per_page: 0, next_offset: nextOffset, results: page.length },
    results: page.map(describeUser),
  });
}

export function listGroups({ lakefs, authorize }: RequestContext): HttpResponse {
  authorize("auth:ListGroups");
  const { groups } = lakefs.version;
  if (!groups) throw new ApiError(501, "Not Implemented");
  return jsonResponse(200, {
    pagination: { has_more: false, max_per_page: 0, next_offset: "", results: groups.length },
    results: groups.map((id) => ({ creation_date: lakefs.started, id, name: id })),
  });
}

export function listPolicies({ lakefs, authorize }: RequestContext): HttpResponse {
  const { policiesRefused } = lakefs.version;
  if (policiesRefused.authenticates) authorize("auth:ListPolicies");
  throw new ApiError(501, policiesRefused.message);
}

export function authCapabilities(): HttpResponse {
  return jsonResponse(200, { invite_user: false });
}

export function config(context: RequestContext): HttpResponse {
  const user = authenticated(context);
  const { store, version } = context.lakefs;
  const storage = version.hidesStorage && !isAllowed(user, "fs:ReadConfig") ? HIDDEN_STORAGE : store.describe();
  return jsonResponse(200, version.config(storage, describeVersion(context)));
}

export function versionConfig(context: RequestContext): HttpResponse {
  authenticated(context);
  return jsonResponse(200, describeVersion(context));
}

export function storageConfig(context: RequestContext): HttpResponse {
  context.authorize("fs:ReadConfig");
  return jsonResponse(200, context.lakefs.store.describe());
}

export function garbageCollectionConfig(context: RequestContext): HttpResponse {
  authenticated(context);
  return jsonResponse(200, { grace_period: context.lakefs.version.gracePeriod });
}

export function healthCheck(): HttpResponse {
  return emptyResponse(204);
}

export function setupState({ lakefs }: RequestContext): HttpResponse {
  return jsonResponse(200, {
    comm_prefs_missing: false,
    login_config: lakefs.version.loginConfig,
    state: "initialized",
  });
}

/** Refuses every setup, since there is a user already. */
export function setup({ body }: RequestContext): HttpResponse {
  const { username } = body as object as { username: string };
  throw username === ""
    ? new ApiError(400, "empty user display name")
    : new ApiError(409, "lakeFS already initialized");
}

/** Accepts any email address. lakeFS 1.84 refuses free and disposable domains, of which it has lists. */
export function setupCommPrefs({ lakefs, body }: RequestContext): HttpResponse {
  const { email = "" } = body as object as { email?: string };
  if (email === "") return jsonResponse(400, lakefs.version.emailRequired);
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email)) throw new ApiError(400, "invalid email address");
  return emptyResponse(200);
}

/** Validates events and drops them. */
export function postStatsEvents(context: RequestContext): HttpResponse {
  authenticated(context);
  const { events } = context.body as object as { events: readonly { class: string; name: string; count: bigint }[] };
  for (const { class: eventClass, name, count } of events) {
    if (eventClass === "") throw new ApiError(400, "invalid value: class is required");
    if (name === "") throw new ApiError(400, "invalid value: name is required");
    if (count < 0n) throw new ApiError(400, "invalid value: count must be a non-negative integer");
  }
  return emptyResponse(204);
}

/** Counts the requests of users; lakeFS leaves out some operations. */
export function usageReport(context: RequestContext): HttpResponse {
  const { lakefs } = context;
  if (!lakefs.version.reportsUsage) throw new ApiError(404, "usage report is not enabled");
  authenticated(context);
  const now = new Date(lakefs.options.now());
  const report = { count: lakefs.usage, month: now.getUTCMonth() + 1, year: now.getUTCFullYear() };
  return jsonResponse(200, { installation_id: lakefs.installation, reports: [report] });
}

function describeUser({ created, id }: User): Readonly<Record<string, unknown>> {
  return { creation_date: created, email: "", friendly_name: "", id };
}

function describeVersion({ lakefs }: RequestContext): Readonly<Record<string, unknown>> {
  return { version: "dev", ...(lakefs.version.storageIds ? { version_context: "lakeFS" } : {}) };
}

/** @throws ApiError with 401 */
function authenticated({ user }: RequestContext): User {
  if (!user) throw new ApiError(401, "error authenticating request");
  return user;
}
