import { isMap, NO_FILE, readConfigFile } from "./config-file.js";
import { ConfigError, variableOf } from "./environment.js";

/** A setting: its option, its variable, and its place in the file. */
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

type Setting = (typeof SETTINGS)[number];
export type Option = Setting["option"];
/** A value, and its name for messages. */
export interface Found {
  readonly value: string;
  readonly name: string;
}

/** Finds the settings of some options, one by one as lakectl does: in the environment, then in the file, which is read when something is missing. */
export async function findSettings(isWanted: (option: Option) => boolean): Promise<ReadonlyMap<Option, Found>> {
  const wanted = SETTINGS.filter(({ option }) => isWanted(option));
  const found = new Map<Option, Found>();
  for (const { option, variable } of wanted) {
    const value = variableOf(variable);
    if (value !== undefined) found.set(option, { value, name: variable });
  }
  const missing = () => wanted.filter(({ option }) => !found.has(option));
  if (missing().length === 0) return found;
  const file = await readConfigFile();
  for (const setting of missing()) {
    const value = file?.root && lookUp(file.root, setting, file.path);
    if (value) found.set(setting.option, { value, name: `${setting.section}.${setting.key} in ${file.path}` });
  }
  if (missing().length > 0) {
    const where =
      file === undefined ? NO_FILE : file.root ? `${file.path} does not have it` : `there is no ${file.path}`;
    throw new ConfigError(missingSentence(missing(), where));
  }
  return found;
}

/** A setting in a file: `section: { key }`, or with a dot, in capitals or not. lakectl reads all of these. */
function lookUp(root: Record<string, unknown>, { section, key }: Setting, path: string): string | undefined {
  const inside = fieldOf(root, section) ?? {};
  if (!isMap(inside)) throw new ConfigError(`${section} in ${path} must be a map`);
  const value = fieldOf(inside, key) ?? fieldOf(root, `${section}.${key}`) ?? "";
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
  if (typeof text !== "string")
    throw new ConfigError(`${section}.${key} in ${path} must be a string: put it in quotes`);
  return text;
}

/** The field of that name, else one that differs only in case. */
function fieldOf(map: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(map, name)) return map[name];
  return Object.entries(map).find(([key]) => key.toLowerCase() === name)?.[1];
}

function missingSentence(missing: readonly Setting[], where: string): string {
  const keys = missing.map(({ section, key }) => `${section}.${key}`).join(", ");
  const variables = missing.map(({ variable }) => variable).join(", ");
  return `no ${keys}: ${variables} ${missing.length > 1 ? "are" : "is"} not set, and ${where}`;
}
