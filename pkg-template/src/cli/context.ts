import { type ErrorCode, isLakeFSError, type LakeFSClient } from "../entry/index.js";
import { type ConnectionOptions, connect } from "./connection.js";
import { Stop } from "./stop.js";
import { Terminal } from "./terminal.js";

/** What every command uses: terminal, Ctrl-C, client. */
export interface Context {
  readonly terminal: Terminal;
  readonly stop: Stop;
  readonly client: LakeFSClient;
}

/** The options of every command that calls lakeFS. */
export interface CommonOptions extends ConnectionOptions {
  json?: boolean;
}

export async function makeContext(options: CommonOptions): Promise<Context> {
  const terminal = new Terminal(options.json === true);
  return { terminal, stop: new Stop(terminal), client: await connect(options) };
}

/** Codes that mean: the server or the credentials cannot be used, whichever repository is asked for. */
const SERVER_UNUSABLE: readonly ErrorCode[] = [
  "connection_failed",
  "login_redirect",
  "rate_limited",
  "timeout",
  "unauthenticated",
  "unavailable",
  "unexpected_response",
  "unknown_endpoint",
];

/**
 * Rejects when the server cannot be used at all. A command with named repositories calls it first, to report that once and not for each of them. Other errors,
 * such as a missing permission to list, do not matter: each repository is tried.
 */
export async function checkServer({ client, stop }: Context): Promise<void> {
  try {
    await client.listRepositories({ amount: 1, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted || (isLakeFSError(error) && SERVER_UNUSABLE.includes(error.code))) throw error;
  }
}
