import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type ClientOptions, InvalidArgumentError, LakeFSClient } from "./index.js";

/** What is looked for: by its option, its variable, and its place in the file. */
const SETTINGS = [
  { option: "endpoint", variable: "LAKECTL_SERVER_ENDPOINT_URL", section: "server", key: "endpoint_url" },
  {
    option: "auth.accessKeyId",
    variable: "LAKECTL_CREDENTIALS_ACCESS_KEY_ID",
    section: "credentials",
    key: "access_key_id",
  },
  {
    option: "auth.secretAccessKey",
    variable: "LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY",
    section: "credentials",
    key: "secret_access_key",
  },
] as const;
const FILE_VARIABLE = "LAKECTL_CONFIG_FILE";
const DEFAULT_FILE = ".lakectl.yaml";

type Setting = (typeof SETTINGS)[number];
/** A value and the name that a person knows it by. */
interface Found {
  readonly value: string;
  readonly name: string;
}
type Sections = Partial<Record<Setting["section"], Partial<Record<string, unknown>> | null>>;

/**
 * Makes a client with the endpoint and the access key that lakectl and lakeFS's Python SDK use. For Node, Deno and Bun.
 *
 * `LAKECTL_SERVER_ENDPOINT_URL`, `LAKECTL_CREDENTIALS_ACCESS_KEY_ID` and `LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY` come first. What they leave
 * open comes, one by one as with lakectl, from the file that `LAKECTL_CONFIG_FILE` names, or from `~/.lakectl.yaml`: `server.endpoint_url`,
 * `credentials.access_key_id` and `credentials.secret_access_key`. The file is not read when nothing is open. `options.endpoint` and
 * `options.auth` win; all other options are the client's.
 *
 * Rejects with an `InvalidArgumentError` that says what was looked for and where, when something is missing, unreadable or wrong.
 *
 * @example
 * import { clientFromEnvironment } from "lakefs-wasm/node";
 *
 * const lakefs = await clientFromEnvironment({ timeoutMs: 10_000 });
 * for await (const { id } of lakefs.repositories()) console.log(id); // → demo
 */
export async function clientFromEnvironment(options: ClientOptions = {}): Promise<LakeFSClient> {
  const client = new LakeFSClient(options); // throws when an option is wrong, before anything is read
  const { endpoint: givenEndpoint, auth: givenAuth } = options;
  const open = SETTINGS.filter(({ option }) => (option === "endpoint" ? givenEndpoint : givenAuth) === undefined);
  const found = await lookUp(open);
  const value = (option: Setting["option"]): string => found.get(option)?.value ?? "";
  const endpoint = givenEndpoint ?? value("endpoint");
  const auth = givenAuth ?? {
    type: "basic",
    accessKeyId: value("auth.accessKeyId"),
    secretAccessKey: value("auth.secretAccessKey"),
  };
  try {
    return client.with({ endpoint, auth });
  } catch (error) {
    // The options were right: what is wrong was found, and has to be called by the name that it has there.
    const message = error instanceof Error ? error.message : String(error);
    throw problem(
      message.replace(/^options\.([\w.]+)/, (field, option: Setting["option"]) => found.get(option)?.name ?? field),
    );
  }
}

async function lookUp(open: readonly Setting[]): Promise<Map<Setting["option"], Found>> {
  const found = new Map<Setting["option"], Found>();
  for (const { option, variable } of open) {
    const value = variableOf(variable);
    if (value !== undefined) found.set(option, { value, name: variable });
  }
  const missing = () => open.filter(({ option }) => !found.has(option));
  if (missing().length === 0) return found;
  const path = configurationFile();
  const sections = path === undefined ? undefined : await readSections(path);
  for (const setting of missing()) {
    const name = `${setting.section}.${setting.key}`;
    const value = sections?.[setting.section]?.[setting.key] ?? "";
    // lakectl refuses numbers too: 0123 and 1e5 would no longer be what is written there.
    if (typeof value !== "string") throw problem(`${name} in ${path} has to be a string: put it in quotes`);
    if (value !== "") found.set(setting.option, { value, name: `${name} in ${path}` });
  }
  if (missing().length > 0) throw problem(missingSentence(missing(), path, sections !== undefined));
  return found;
}

/** A variable of the environment; an empty one is none, as with lakectl. */
function variableOf(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch (error) {
    throw problem(`${name} cannot be read from the environment: ${reason(error)}`); // Deno without --allow-env
  }
}

/** The file that is read; undefined when none is named and nobody knows a home directory. */
function configurationFile(): string | undefined {
  const named = variableOf(FILE_VARIABLE);
  const home = homeDirectory();
  if (named === undefined) return home && join(home, DEFAULT_FILE);
  // No shell expands it in a .env file.
  return home && /^~[\\/]/.test(named) ? join(home, named.slice(2)) : named;
}

/** Where lakectl looks for it; Deno tells of the variable without one more permission. */
function homeDirectory(): string | undefined {
  const home = variableOf(process.platform === "win32" ? "USERPROFILE" : "HOME");
  if (home !== undefined) return home;
  try {
    return homedir() || undefined;
  } catch {
    return undefined; // a container's user that has no entry in passwd
  }
}

/** What the file has; undefined when there is none. Messages never repeat its text, which has a secret in it. */
async function readSections(path: string): Promise<Sections | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (reason(error) === "ENOENT") return undefined;
    throw problem(`${path} cannot be read: ${reason(error)}`);
  }
  const sections = (await parse(text, path)) ?? {};
  if (!isMap(sections)) throw problem(`${path} is no configuration of lakectl's: it has to be a map`);
  for (const { section } of SETTINGS) {
    if (!isMap(sections[section] ?? {})) throw problem(`${section} in ${path} has to be a map`);
  }
  return sections as Sections;
}

async function parse(text: string, path: string): Promise<unknown> {
  const { loadAll, YAMLException } = await import("./yaml.js");
  try {
    return loadAll(text)[0];
  } catch (error) {
    const mark = error instanceof YAMLException ? error.mark : undefined;
    throw problem(`${path} is not YAML${mark ? `: see line ${mark.line + 1}, column ${mark.column + 1}` : ""}`);
  }
}

function missingSentence(missing: readonly Setting[], path: string | undefined, exists: boolean): string {
  const keys = missing.map(({ section, key }) => `${section}.${key}`).join(", ");
  const variables = missing.map(({ variable }) => variable).join(", ");
  const file =
    path === undefined
      ? `no file was read, since ${FILE_VARIABLE} is not set and no home directory is known`
      : exists
        ? `${path} does not have it`
        : `there is no ${path}`;
  return `no ${keys}: ${variables} ${missing.length > 1 ? "are" : "is"} not set, and ${file}`;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `ENOENT`, `EACCES`, or what Deno calls it. */
function reason(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name);
}

function problem(message: string): InvalidArgumentError {
  return new InvalidArgumentError(message, "invalid_argument", { argument: "options" });
}
