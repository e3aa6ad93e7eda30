import type { Auth } from "./types.js";

/** What is shorter is no secret, and taking it out would make nonsense of sentences. */
const SHORTEST = 6;
const REDACTED = "[redacted]";

/** Everything that a call was sent with and nobody may read in an error. */
export function secretsOf(auth: Auth | undefined, token: string | undefined, ...more: (Record<string, string> | undefined)[]): string[] {
  const secrets = more.flatMap((headers) => Object.values(headers ?? {}));
  if (auth?.type === "basic") secrets.push(auth.secretAccessKey, pairOf(auth));
  if (auth?.type === "jwt" && typeof auth.token === "string") secrets.push(auth.token);
  if (auth?.type === "cookie" && auth.value !== undefined) secrets.push(auth.value);
  if (token !== undefined) secrets.push(token);
  return secrets.filter((secret) => secret.length >= SHORTEST);
}

const pairs = new WeakMap<Auth, string>();

/** What basic authentication sends, made once. */
function pairOf(auth: Auth & { type: "basic" }): string {
  const known = pairs.get(auth);
  if (known !== undefined) return known;
  const pair = btoa(String.fromCharCode(...new TextEncoder().encode(`${auth.accessKeyId}:${auth.secretAccessKey}`)));
  pairs.set(auth, pair);
  return pair;
}

/** A text without secrets: servers and proxies can echo what they were sent. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, REDACTED), text);
}

/** The same thing when no secret is in it, else an error that tells what it was: a `fetch` of the user's can put its arguments into errors. */
export function withoutSecrets(cause: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || !leaks(cause, secrets, 0, new Set())) return cause;
  const { name, message } = cause instanceof Error ? cause : new Error("something with a secret in it");
  const clean = new Error(redact(message, secrets));
  clean.name = name;
  clean.stack = `${name}: ${clean.message}`;
  return clean;
}

function leaks(value: unknown, secrets: readonly string[], depth: number, seen: Set<unknown>): boolean {
  if (typeof value === "string") return secrets.some((secret) => value.includes(secret));
  if (typeof value !== "object" || value === null || depth > 8 || seen.has(value)) return false;
  seen.add(value);
  try {
    if (value instanceof Headers) return leaks([...value].flat(), secrets, depth, seen);
    return Object.getOwnPropertyNames(value).some((name) => leaks((value as Record<string, unknown>)[name], secrets, depth + 1, seen));
  } catch {
    return false; // what cannot be looked at cannot be printed either
  }
}
