import type { LakeFSClient } from "../entry/index.js";
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
