// The operations that the in-memory lakeFS has: their paths, what they accept, and their handlers.
import type { Operation } from "../types.js";
import * as account from "./account.js";
import * as branches from "./branches.js";
import * as dumps from "./dumps.js";
import * as repositories from "./repositories.js";
import type { Handler } from "./request-context.js";
import { type BodySchema, type Parameter, parameters } from "./schemas.js";
import * as settings from "./settings.js";
import type { Version } from "./versions.js";

interface RouteOptions {
  /** Query parameters and headers. Default: none. */
  readonly parameters?: readonly Parameter[];
  /** The body's schema. Default: no body. */
  readonly body?: BodySchema;
  /** Whether the body may be absent. Default `false`. */
  readonly optionalBody?: true;
  /** Whether credentials are ignored. Default `false`. */
  readonly public?: true;
  /** The client's name for the operation, if the client has it. */
  readonly operation?: Operation;
  /** The flag of the versions that have the operation. Default: all. */
  readonly needs?: "stsLogins";
}

export interface Route extends RouteOptions {
  readonly method: string;
  /** Segments of the path below `/api/v1`; those in braces are parameters. */
  readonly segments: readonly string[];
  /** lakeFS's operation id. */
  readonly id: string;
  readonly handle: Handler;
}

const { prefix, after, amount, search, showHidden, bare, force, taskId, ifMatch } = parameters;
const REPOSITORY = "/repositories/{repository}";
const GC_RULES = `${REPOSITORY}/settings/gc_rules`;
const PROTECTION = `${REPOSITORY}/settings/branch_protection`;

function route(method: string, path: string, id: string, handle: Handler, options: RouteOptions = {}): Route {
  return { method, segments: path.split("/"), id, handle, ...options };
}

/** A route to an operation that the client has, by the same name. */
function clientRoute(
  method: string,
  path: string,
  operation: Operation,
  handle: Handler,
  options: RouteOptions = {},
): Route {
  return route(method, path, operation, handle, { ...options, operation });
}

const pages = [prefix, after, amount];

const clientRoutes: readonly Route[] = [
  clientRoute("GET", "/repositories", "listRepositories", repositories.listRepositories, {
    parameters: [...pages, search],
  }),
  clientRoute("POST", "/repositories", "createRepository", repositories.createRepository, {
    parameters: [bare],
    body: "RepositoryCreation",
  }),
  clientRoute("GET", REPOSITORY, "getRepository", repositories.getRepository),
  clientRoute("DELETE", REPOSITORY, "deleteRepository", repositories.deleteRepository, { parameters: [force] }),
  clientRoute("GET", `${REPOSITORY}/metadata`, "getRepositoryMetadata", repositories.getRepositoryMetadata),
  clientRoute("GET", GC_RULES, "getGCRules", settings.getGCRules),
  clientRoute("PUT", GC_RULES, "setGCRules", settings.setGCRules, { body: "GarbageCollectionRules" }),
  clientRoute("DELETE", GC_RULES, "deleteGCRules", settings.deleteGCRules),
  clientRoute("GET", PROTECTION, "getBranchProtectionRules", settings.getBranchProtectionRules),
  clientRoute("PUT", PROTECTION, "setBranchProtectionRules", settings.setBranchProtectionRules, {
    parameters: [ifMatch],
    body: "rules",
  }),
  clientRoute("POST", `${REPOSITORY}/dump`, "dumpSubmit", dumps.dumpSubmit),
  clientRoute("GET", `${REPOSITORY}/dump`, "dumpStatus", dumps.dumpStatus, { parameters: [taskId] }),
  clientRoute("POST", `${REPOSITORY}/restore`, "restoreSubmit", dumps.restoreSubmit, { body: "RefsRestore" }),
  clientRoute("GET", `${REPOSITORY}/restore`, "restoreStatus", dumps.restoreStatus, { parameters: [taskId] }),
  clientRoute("GET", `${REPOSITORY}/branches`, "listBranches", branches.listBranches, {
    parameters: [...pages, showHidden],
  }),
  clientRoute("POST", "/auth/login", "login", account.login, {
    body: "LoginInformation",
    optionalBody: true,
    public: true,
  }),
  route("GET", "/user", "getCurrentUser", account.currentUser, { operation: "currentUser" }),
  route("GET", "/config", "getConfig", account.config, { operation: "serverConfig" }),
];

/** Operations that other clients use: lakectl, the SDKs, the web UI. */
const otherRoutes: readonly Route[] = [
  route("POST", `${REPOSITORY}/metadata`, "setRepositoryMetadata", repositories.setRepositoryMetadata, {
    body: "RepositoryMetadataSet",
  }),
  route("DELETE", `${REPOSITORY}/metadata`, "deleteRepositoryMetadata", repositories.deleteRepositoryMetadata, {
    body: "RepositoryMetadataKeys",
  }),
  route("POST", `${REPOSITORY}/branches`, "createBranch", branches.createBranch, { body: "BranchCreation" }),
  route("GET", `${REPOSITORY}/branches/{branch}`, "getBranch", branches.getBranch),
  route("DELETE", `${REPOSITORY}/branches/{branch}`, "deleteBranch", branches.deleteBranch, { parameters: [force] }),
  route(
    "GET",
    `${REPOSITORY}/gc/rules/set_allowed`,
    "setGarbageCollectionRulesPreflight",
    settings.setGCRulesPreflight,
  ),
  route("GET", `${REPOSITORY}/gc/rules`, "internalGetGarbageCollectionRules", settings.getGCRules),
  route("POST", `${REPOSITORY}/gc/rules`, "internalSetGarbageCollectionRules", settings.setGCRules, {
    body: "GarbageCollectionRules",
  }),
  route("DELETE", `${REPOSITORY}/gc/rules`, "internalDeleteGarbageCollectionRules", settings.deleteGCRules),
  route(
    "GET",
    `${REPOSITORY}/branch_protection/set_allowed`,
    "createBranchProtectionRulePreflight",
    settings.createBranchProtectionRulePreflight,
  ),
  route(
    "GET",
    `${REPOSITORY}/branch_protection`,
    "internalGetBranchProtectionRules",
    settings.getBranchProtectionRules,
  ),
  route(
    "POST",
    `${REPOSITORY}/branch_protection`,
    "internalCreateBranchProtectionRule",
    settings.createBranchProtectionRule,
    { body: "BranchProtectionRule" },
  ),
  route(
    "DELETE",
    `${REPOSITORY}/branch_protection`,
    "internalDeleteBranchProtectionRule",
    settings.deleteBranchProtectionRule,
    { body: "pattern" },
  ),
  route("PUT", `${REPOSITORY}/refs/dump`, "dumpRefs", dumps.dumpRefs),
  route("PUT", `${REPOSITORY}/refs/restore`, "restoreRefs", dumps.restoreRefs, { body: "RefsRestore" }),
  route("GET", "/auth/capabilities", "getAuthCapabilities", account.authCapabilities, { public: true }),
  route("GET", "/auth/users", "listUsers", account.listUsers, { parameters: pages }),
  route("GET", "/auth/groups", "listGroups", account.listGroups, { parameters: pages }),
  route("GET", "/auth/policies", "listPolicies", account.listPolicies, { parameters: pages }),
  route("POST", "/sts/login", "stsLogin", account.stsLogin, {
    body: "StsAuthRequest",
    public: true,
    needs: "stsLogins",
  }),
  route("GET", "/config/version", "getLakeFSVersion", account.versionConfig),
  route("GET", "/config/storage", "getStorageConfig", account.storageConfig),
  route("GET", "/config/garbage-collection", "getGarbageCollectionConfig", account.garbageCollectionConfig),
  route("GET", "/healthcheck", "healthCheck", account.healthCheck, { public: true }),
  route("GET", "/setup_lakefs", "getSetupState", account.setupState, { public: true }),
  route("POST", "/setup_lakefs", "setup", account.setup, { body: "Setup", public: true }),
  route("POST", "/setup_comm_prefs", "setupCommPrefs", account.setupCommPrefs, {
    body: "CommPrefsInput",
    public: true,
  }),
  route("POST", "/statistics", "postStatsEvents", account.postStatsEvents, { body: "StatsEventsList" }),
  route("GET", "/usage-report/summary", "getUsageReportSummary", account.usageReport),
];

const routes = [...clientRoutes, ...otherRoutes];

/** The operations of the client. */
export const operations: readonly Operation[] = clientRoutes.flatMap(({ operation }) => operation ?? []);

/** Parameters of a path by name, encoded as they were sent. */
export type PathParameters = Readonly<Record<string, string>>;

/** The route for a path below `/api/v1`. A parameter may be empty, but not at the end. */
export function match(
  method: string,
  path: string,
  version: Version,
): { readonly route: Route; readonly pathParameters: PathParameters } | undefined {
  const segments = path.split("/");
  if (segments.at(-1) === "") return undefined;
  for (const route of routes) {
    if (route.method !== method || route.segments.length !== segments.length) continue;
    if (route.needs && !version[route.needs]) continue;
    const pathParameters = parametersIn(segments, route.segments);
    if (pathParameters) return { route, pathParameters };
  }
  return undefined;
}

/** undefined if the path does not match. */
function parametersIn(segments: readonly string[], template: readonly string[]): PathParameters | undefined {
  const found: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) found[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return found;
}
