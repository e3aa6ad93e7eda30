import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { encodingOf } from "./encoding.js";
import { ConfigError, homeVariable, variableOf } from "./environment.js";

/** The file names that lakectl's library looks for in the home directory, in its order. lakectl documents only the first. */
const DOCUMENTED = ".lakectl.yaml";
const HOME_FILES = [".lakectl.json", DOCUMENTED, ".lakectl.yml", ".lakectl"];
const FILE_VARIABLE = "LAKECTL_CONFIG_FILE";

/** A file and what is in it; without `root` there is no such file. */
export interface ConfigFile {
  readonly path: string;
  readonly root?: Record<string, unknown>;
}

/** Reads the file that the variable names, or the one in the home directory. Resolves with undefined when there is neither. */
export async function readConfigFile(): Promise<ConfigFile | undefined> {
  const named = variableOf(FILE_VARIABLE);
  const home = homeDirectory();
  if (named !== undefined) {
    // In a .env file no shell expands the tilde.
    const path = home && /^~[\\/]/.test(named) ? join(home, named.slice(2)) : named;
    const bytes = await read(path);
    return bytes ? { path, root: await parse(bytes, path) } : { path };
  }
  if (home === undefined) return undefined;
  for (const name of HOME_FILES) {
    const path = join(home, name);
    const bytes = name === DOCUMENTED ? await read(path) : await readFile(path).catch(() => undefined);
    if (bytes) return { path, root: await parse(bytes, path) };
  }
  return { path: join(home, DOCUMENTED) };
}

/** Why no file is read when {@link readConfigFile} knows none. */
export const NO_FILE = `no file was read, since ${FILE_VARIABLE} is not set and no home directory is known`;

/** The home directory, as lakectl finds it. The variable first: in Deno `homedir()` needs one more permission. */
function homeDirectory(): string | undefined {
  const home = variableOf(homeVariable(process.platform));
  if (home !== undefined) return home;
  try {
    return homedir() || undefined;
  } catch {
    return undefined; // the user of a container can lack an entry in passwd
  }
}

/** The bytes of a file; undefined when there is none. */
async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    if (code === "ENOENT") return undefined;
    throw new ConfigError(`${path} cannot be read: ${String(code ?? name)}`); // EACCES, or what Deno calls it
  }
}

/** The contents of a file. Messages never repeat its text, which contains a secret. */
async function parse(bytes: Uint8Array, path: string): Promise<Record<string, unknown>> {
  if (/\.toml$/i.test(path)) throw new ConfigError(`${path} is TOML, which is not supported; write it as YAML or JSON`);
  const text = decode(bytes, path);
  const { parseYaml, YamlError } = await import("./yaml.js");
  let root: unknown;
  try {
    root = parseJson(text) ?? parseYaml(text) ?? {};
  } catch (error) {
    const place = error instanceof YamlError && error.message ? `: ${error.message}` : "";
    throw new ConfigError(`${path} is not YAML${place}`);
  }
  if (!isMap(root)) throw new ConfigError(`${path} is not a lakectl configuration: it must be a map`);
  return root;
}

function decode(bytes: Uint8Array, path: string): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError(`${path} is not ${encoding.toUpperCase()} text`);
  }
}

/** JSON is YAML, except for tabs. */
function parseJson(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
