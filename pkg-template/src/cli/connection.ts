import process from "node:process";
import { isLakeFSError, type LakeFSClient } from "../entry/index.js";
import { clientFromEnvironment } from "../entry/node.js";
import { Failure } from "./failure.js";

/** The options for endpoint and credentials. */
export interface ConnectionOptions {
  endpoint?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  token?: string;
}

const VARIABLES = [
  ["accessKeyId", "LAKECTL_CREDENTIALS_ACCESS_KEY_ID", "--access-key-id"],
  ["secretAccessKey", "LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY", "--secret-access-key"],
] as const;

const HINT = "set them, or give --endpoint, --access-key-id and --secret-access-key";

/** A client with lakectl's configuration; options override it one by one. */
export async function connect(options: ConnectionOptions): Promise<LakeFSClient> {
  const { endpoint, token } = options;
  const given = VARIABLES.filter(([option]) => options[option] !== undefined);
  // clientFromEnvironment reads them there, so that one half of a key can come from the command line and the other from lakectl's file.
  for (const [option, variable] of given) process.env[variable] = options[option];
  try {
    return await clientFromEnvironment({ endpoint, ...(token !== undefined && { auth: { type: "jwt", token } }) });
  } catch (error) {
    if (!isLakeFSError(error, "invalid_argument")) throw error;
    // Errors name the option of the command line.
    const renamed = given.reduce((text, [, variable, flag]) => text.replace(variable, flag), error.message);
    throw new Failure(
      renamed
        .replace("options.endpoint", "--endpoint")
        .replace(/^options\.auth\.token (.*?) or a function.*/, "--token $1")
        .replace("credentials belong in options.auth", "give --access-key-id and --secret-access-key instead")
        // A hint about pages does not help here.
        .replace(/; it can be relative only .*/, "")
        .replace(/^no (?:server|credentials)\..*/, (text) => `${text}; ${HINT}`),
    );
  }
}
