// The paths that there are, and what each takes and does.
import type { Operation } from "../types.js";
import * as account from "./account.js";
import * as branches from "./branches.js";
import type { Handler } from "./call.js";
import * as dumps from "./dumps.js";
import * as repositories from "./repositories.js";
import { type BodySchema, type Parameter, parameters } from "./schemas.js";
import * as settings from "./settings.js";

export interface Route {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  /** lakeFS's operation id. */
  readonly id: string;
  /** What the client of this package calls it, where it has it. */
  readonly operation?: Operation;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly name: BodySchema; readonly required: boolean };
  /** For everybody: credentials are not even looked at. */
  readonly open?: true;
  readonly handle: Handler;
}

const { prefix, after, amount, search, showHidden, bare, force, taskId, ifMatch } = parameters;
const gcRules = "/repositories/{repository}/settings/gc_rules";
const protection = "/repositories/{repository}/settings/branch_protection";
const none: readonly Parameter[] = [];
const required = (name: BodySchema) => ({ name, required: true });

function own(
  method: string,
  path: string,
  operation: Operation | "listBranches",
  takes: readonly Parameter[],
  handle: Handler,
  body?: BodySchema,
): Route {
  return {
    method,
    path,
    id: operation,
    operation: operation as Operation,
    parameters: takes,
    ...(body === undefined ? {} : { body: required(body) }),
    handle,
  };
}

export const routes: readonly Route[] = [
  own("GET", "/repositories", "listRepositories", [prefix, after, amount, search], repositories.listRepositories),
  own("POST", "/repositories", "createRepository", [bare], repositories.createRepository, "RepositoryCreation"),
  own("GET", "/repositories/{repository}", "getRepository", none, repositories.getRepository),
  own("DELETE", "/repositories/{repository}", "deleteRepository", [force], repositories.deleteRepository),
  own("GET", "/repositories/{repository}/metadata", "getRepositoryMetadata", none, repositories.getRepositoryMetadata),
  own("GET", gcRules, "getGCRules", none, settings.getGCRules),
  own("PUT", gcRules, "setGCRules", none, settings.setGCRules, "GarbageCollectionRules"),
  own("DELETE", gcRules, "deleteGCRules", none, settings.deleteGCRules),
  own("GET", protection, "getBranchProtectionRules", none, settings.getBranchProtectionRules),
  own("PUT", protection, "setBranchProtectionRules", [ifMatch], settings.setBranchProtectionRules, "rules"),
  own("POST", "/repositories/{repository}/dump", "dumpSubmit", none, dumps.dumpSubmit),
  own("GET", "/repositories/{repository}/dump", "dumpStatus", [taskId], dumps.dumpStatus),
  own("POST", "/repositories/{repository}/restore", "restoreSubmit", none, dumps.restoreSubmit, "RefsRestore"),
  own("GET", "/repositories/{repository}/restore", "restoreStatus", [taskId], dumps.restoreStatus),
  own(
    "GET",
    "/repositories/{repository}/branches",
    "listBranches",
    [prefix, after, amount, showHidden],
    branches.listBranches,
  ),
  {
    method: "POST",
    path: "/repositories/{repository}/branches",
    id: "createBranch",
    parameters: none,
    body: required("BranchCreation"),
    handle: branches.createBranch,
  },
  {
    method: "GET",
    path: "/repositories/{repository}/branches/{branch}",
    id: "getBranch",
    parameters: none,
    handle: branches.getBranch,
  },
  {
    method: "DELETE",
    path: "/repositories/{repository}/branches/{branch}",
    id: "deleteBranch",
    parameters: [force],
    handle: branches.deleteBranch,
  },
  {
    method: "POST",
    path: "/repositories/{repository}/metadata",
    id: "setRepositoryMetadata",
    parameters: none,
    body: required("RepositoryMetadataSet"),
    handle: repositories.setRepositoryMetadata,
  },
  {
    method: "DELETE",
    path: "/repositories/{repository}/metadata",
    id: "deleteRepositoryMetadata",
    parameters: none,
    body: required("RepositoryMetadataKeys"),
    handle: repositories.deleteRepositoryMetadata,
  },
  {
    method: "POST",
    path: "/auth/login",
    id: "login",
    operation: "login",
    parameters: none,
    body: { name: "LoginInformation", required: false },
    open: true,
    handle: account.login,
  },
  {
    method: "GET",
    path: "/user",
    id: "getCurrentUser",
    operation: "currentUser",
    parameters: none,
    handle: account.currentUser,
  },
  {
    method: "GET",
    path: "/config",
    id: "getConfig",
    operation: "serverConfig",
    parameters: none,
    handle: account.config,
  },
  { method: "GET", path: "/config/version", id: "getLakeFSVersion", parameters: none, handle: account.versionConfig },
  { method: "GET", path: "/config/storage", id: "getStorageConfig", parameters: none, handle: account.storageConfig },
  {
    method: "GET",
    path: "/config/garbage-collection",
    id: "getGarbageCollectionConfig",
    parameters: none,
    handle: account.garbageCollectionConfig,
  },
  { method: "GET", path: "/healthcheck", id: "healthCheck", parameters: none, open: true, handle: account.healthCheck },
  {
    method: "GET",
    path: "/setup_lakefs",
    id: "getSetupState",
    parameters: none,
    open: true,
    handle: account.setupState,
  },
  {
    method: "POST",
    path: "/setup_lakefs",
    id: "setup",
    parameters: none,
    body: required("Setup"),
    open: true,
    handle: account.setup,
  },
];

/** Parameters of a path by name, encoded as they were sent. */
export type PathParameters = Readonly<Record<string, string>>;

/** The route for a path below `/api/v1`; a parameter may be empty, but not at the end. */
export function match(
  method: string,
  path: string,
): { readonly route: Route; readonly inPath: PathParameters } | undefined {
  const segments = path.split("/");
  if (segments.at(-1) === "") return undefined;
  for (const route of routes) {
    const template = route.path.split("/");
    if (route.method !== method || template.length !== segments.length) continue;
    const inPath: Record<string, string> = {};
    const matches = template.every((part, index) => {
      const segment = segments[index] ?? "";
      if (!part.startsWith("{")) return part === segment;
      inPath[part.slice(1, -1)] = segment;
      return true;
    });
    if (matches) return { route, inPath };
  }
  return undefined;
}
