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

/** Errors that are the same for every repository. */
const OF_THE_SERVER: readonly ErrorCode[] = [
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
 * Rejects when the server cannot be used at all: for a command whose repositories are named, so that it is said once, as where they are listed, and not
 * for each. Without the permission to list, and with other errors, each repository is tried.
 */
export async function checkServer({ client, stop }: Context): Promise<void> {
  try {
    await client.listRepositories({ amount: 1, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted || (isLakeFSError(error) && OF_THE_SERVER.includes(error.code))) throw error;
  }
}
