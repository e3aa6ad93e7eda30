import process from "node:process";

/** An environment variable; an empty one counts as absent, as with lakectl. */
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

/** What is wrong with the configuration; client.ts converts it into an error of the package. */
export class ConfigError extends Error {}
