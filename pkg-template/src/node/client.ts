import { type ClientOptions, InvalidArgumentError, LakeFSClient } from "../entry/index.js";
import { findSettings, type Option } from "./config.js";
import { ConfigError } from "./environment.js";

/**
 * Makes a client with the endpoint and the access key that lakectl and lakeFS's Python SDK use. For Node, Deno and Bun.
 *
 * `LAKECTL_SERVER_ENDPOINT_URL`, `LAKECTL_CREDENTIALS_ACCESS_KEY_ID` and `LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY` come first. Missing values
 * come, one by one as with lakectl, from the file that `LAKECTL_CONFIG_FILE` names, or from `~/.lakectl.yaml`: `server.endpoint_url`,
 * `credentials.access_key_id` and `credentials.secret_access_key`. The file is read only when a value is missing. `options.endpoint` and
 * `options.auth` override both; the other options are passed to the client.
 *
 * An endpoint from there is read as lakectl reads it: without a path `/api/v1` is appended, with a path it is used unchanged. Without a scheme it
 * is `http://`, as in the Python SDK.
 *
 * Rejects with an `InvalidArgumentError` that says what was looked for and where, when a value is missing, unreadable or invalid.
 *
 * @example
 * import { clientFromEnvironment } from "lakefs-wasm/node";
 *
 * const lakefs = await clientFromEnvironment({ timeoutMs: 10_000 });
 * for await (const { id } of lakefs.repositories()) console.log(id); // → demo
 */
export async function clientFromEnvironment(options: ClientOptions = {}): Promise<LakeFSClient> {
  const client = new LakeFSClient(options); // throws when an option is wrong, before anything is read
  const { endpoint: givenEndpoint, auth: givenAuth, apiPath } = options;
  const isWanted = (option: Option) => (option === "endpoint" ? givenEndpoint : givenAuth) === undefined;
  const found = await findSettings(isWanted).catch((error: unknown) => {
    throw error instanceof ConfigError ? invalidConfiguration(error.message) : error;
  });
  const value = (option: Option): string => found.get(option)?.value ?? "";
  const auth = givenAuth ?? {
    type: "basic",
    accessKeyId: value("auth.accessKeyId"),
    secretAccessKey: value("auth.secretAccessKey"),
  };
  try {
    if (givenEndpoint !== undefined) return client.with({ auth });
    const endpoint = withScheme(value("endpoint"));
    return client.with({ endpoint, auth, apiPath: apiPath ?? (hasPath(endpoint) ? "" : undefined) });
  } catch (error) {
    // The options were valid, so the invalid value comes from the environment; the error uses its name there.
    const message = error instanceof Error ? error.message : String(error);
    throw invalidConfiguration(
      message.replace(/^options\.([\w.]+)/, (field, option: Option) => found.get(option)?.name ?? field),
    );
  }
}

function withScheme(endpoint: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint) ? endpoint : `http://${endpoint}`;
}

function hasPath(endpoint: string): boolean {
  try {
    return new URL(endpoint).pathname !== "/";
  } catch {
    return false; // the client reports what is wrong
  }
}

function invalidConfiguration(message: string): InvalidArgumentError {
  return new InvalidArgumentError(message, "invalid_argument", { argument: "options" });
}
