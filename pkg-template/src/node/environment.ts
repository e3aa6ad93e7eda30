import process from "node:process";

/** A variable of the environment; an empty one is none, as with lakectl. */
export function variableOf(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch (error) {
    const { code, name: kind } = error as { code?: unknown; name?: unknown };
    throw new ConfigError(`${name} cannot be read from the environment: ${String(code ?? kind)}`); // Deno without --allow-env
  }
}

/** The variable that holds the home directory. */
export function homeVariable(platform: string): string {
  return platform === "win32" ? "USERPROFILE" : "HOME";
}

/** What is wrong with the configuration; node.ts makes an error of the package of it. */
export class ConfigError extends Error {}
