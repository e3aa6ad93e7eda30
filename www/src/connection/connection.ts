import { type Auth, isLakeFSError, LakeFSClient, type ServerConfig, type User } from "lakefs-wasm";
import { observe } from "../calls/observe";
import type { Renew } from "../calls/session";

/** How the page reaches lakeFS, and as whom. */
export interface Connection {
  readonly kind: LoginKind;
  readonly lakefs: LakeFSClient;
  readonly user: User;
  readonly config: ServerConfig;
  /** The server's name, for people. */
  readonly server: string;
  /** The address in code snippets. */
  readonly endpoint: string;
}
export type LoginKind = "session" | "key" | "token" | "sandbox";

/** What the login form gives. Secrets go from here into the client and are stored nowhere else. */
export type Credentials =
  | { kind: "session"; accessKeyId: string; secretAccessKey: string }
  | { kind: "key"; accessKeyId: string; secretAccessKey: string }
  | { kind: "token"; token: string };

/** A client with these credentials; for a session, logs in first. */
export async function clientFor(credentials: Credentials): Promise<LakeFSClient> {
  if (credentials.kind === "session") {
    const lakefs = new LakeFSClient({ auth: { type: "cookie" } });
    const { accessKeyId, secretAccessKey } = credentials;
    await observe(lakefs).login({ accessKeyId, secretAccessKey });
    return lakefs;
  }
  return new LakeFSClient({ auth: authOf(credentials) });
}

function authOf(credentials: Exclude<Credentials, { kind: "session" }>): Auth {
  if (credentials.kind === "token") return { type: "jwt", token: credentials.token };
  return { type: "basic", accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey };
}

/** A client of an in-memory lakeFS with sample repositories. Its code is loaded on demand. */
export async function sandboxClient(): Promise<LakeFSClient> {
  const { sampleLakeFS } = await import("../samples");
  const { client } = await sampleLakeFS({ taskMs: 1500 });
  return client;
}

/** Reads the user and the server's configuration; resolves with undefined when nobody is logged in. */
export async function connect(kind: LoginKind, client: LakeFSClient, renew?: Renew): Promise<Connection | undefined> {
  const user = await observe(client).currentUser();
  if (!user) return undefined;
  const lakefs = observe(client, renew);
  const config = await lakefs.serverConfig().catch((error: unknown) => {
    // Without permission to read it the page works, with fewer suggestions.
    if (isLakeFSError(error, "permission_denied")) return {};
    throw error;
  });
  return {
    kind,
    lakefs,
    user,
    config,
    server: kind === "sandbox" ? "Sandbox (in this tab)" : location.origin,
    endpoint: kind === "sandbox" ? "https://lakefs.example.com" : location.origin,
  };
}
