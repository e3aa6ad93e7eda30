import { type Auth, isLakeFSError, LakeFSClient, type ServerConfig, type User } from "lakefs-wasm";
import { observe } from "../calls/observe";
import type { Renew } from "../calls/session";

/** How the page reaches lakeFS, and as whom. */
export interface Connection {
  readonly way: Way;
  readonly lakefs: LakeFSClient;
  readonly user: User;
  readonly config: ServerConfig;
  /** For people: an address, or words. */
  readonly server: string;
  /** Where lakeFS is, for code that is shown. */
  readonly endpoint: string;
}
export type Way = "session" | "key" | "token" | "in-page";

/** What a form gives. Secrets go from here into the client and are kept nowhere else. */
export type Credentials =
  | { way: "session"; accessKeyId: string; secretAccessKey: string }
  | { way: "key"; accessKeyId: string; secretAccessKey: string }
  | { way: "token"; token: string };

/** A client for what a form gave; for a session the login is done first. */
export async function clientFor(credentials: Credentials): Promise<LakeFSClient> {
  if (credentials.way === "session") {
    const lakefs = new LakeFSClient({ auth: { type: "cookie" } });
    const { accessKeyId, secretAccessKey } = credentials;
    await observe(lakefs).login({ accessKeyId, secretAccessKey });
    return lakefs;
  }
  const { way, ...secret } = credentials;
  const auth = (way === "key" ? { type: "basic", ...secret } : { type: "jwt", ...secret }) as Auth;
  return new LakeFSClient({ auth });
}

/** A lakeFS inside the page, with repositories that show something. Its code is loaded when somebody asks for it. */
export async function inPageClient(): Promise<LakeFSClient> {
  const { sampleLakeFS } = await import("../samples");
  const { client } = await sampleLakeFS({ taskMs: 1500 });
  return client;
}

/** Asks who is there and what the server is; nothing when nobody is logged in. */
export async function connect(way: Way, client: LakeFSClient, renew?: Renew): Promise<Connection | undefined> {
  const user = await observe(client).currentUser();
  if (!user) return undefined;
  const lakefs = observe(client, renew);
  const config = await lakefs.serverConfig().catch((error: unknown) => {
    // Without leave to read it the page still works; it suggests less.
    if (isLakeFSError(error, "permission_denied")) return {};
    throw error;
  });
  return {
    way,
    lakefs,
    user,
    config,
    server: way === "in-page" ? "Sandbox (in this tab)" : location.origin,
    endpoint: way === "in-page" ? "https://lakefs.example.com" : location.origin,
  };
}
