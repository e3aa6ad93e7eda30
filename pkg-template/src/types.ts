/** How a client proves who it is. */
export type Auth =
  | { type: "none" }
  | { type: "basic"; accessKeyId: string; secretAccessKey: string }
  | { type: "jwt"; token: string | ((request: { refresh: boolean; signal: AbortSignal }) => string | Promise<string>) }
  | { type: "cookie"; name?: SessionCookie | undefined; value?: string | undefined };

/** The cookies that lakeFS's logins set. */
export type SessionCookie = "internal_auth_session" | "oidc_auth_session" | "saml_auth_session";

/** A function with the signature of `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** lakeFS's operation ids of the repositories API, and the calls beside it. */
export type Operation =
  | "listRepositories" | "createRepository" | "getRepository" | "deleteRepository" | "getRepositoryMetadata" | "getGCRules" | "setGCRules"
  | "deleteGCRules" | "getBranchProtectionRules" | "setBranchProtectionRules" | "dumpSubmit" | "dumpStatus" | "restoreSubmit" | "restoreStatus"
  | "login" | "logout" | "currentUser" | "serverConfig";
