import { pointer } from "./check.js";
import type { Auth } from "./types.js";

/** What is shorter is no secret, and taking it out would make nonsense of sentences. */
const SHORTEST = 6;
const REDACTED = "[redacted]";

/** How many things in a cause are looked at; one with more is replaced. */
const MOST = 10_000;

/** Everything that a call was sent with and nobody may read in an error, in the spellings that an echo of it can have; the longest first. */
export function secretsOf(
  auth: Auth | undefined,
  tokens: readonly string[],
  ...more: (Record<string, string> | undefined)[]
): string[] {
  const secrets = [...tokens, ...more.flatMap((headers) => Object.values(headers ?? {}))];
  if (auth?.type === "basic") secrets.push(auth.secretAccessKey, pairOf(auth));
  if (auth?.type === "jwt" && typeof auth.token === "string") secrets.push(auth.token);
  if (auth?.type === "cookie" && auth.value !== undefined) secrets.push(auth.value);
  const spelt = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(spellings);
  return [...new Set(spelt)].sort((a, b) => b.length - a.length);
}

/** As it is, in JSON, in PHP's JSON, in a URL, in a JSON pointer. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, json.replaceAll("/", "\\/"), encodeURIComponent(secret), pointer([secret]).slice(1)];
}

const pairs = new WeakMap<Auth, string>();

/** What basic authentication sends, and nobody may read either: the base64 of the UTF-8 of key and secret. Made once. */
export function pairOf(auth: Auth & { type: "basic" }): string {
  const known = pairs.get(auth);
  if (known !== undefined) return known;
  const bytes = new TextEncoder().encode(`${auth.accessKeyId}:${auth.secretAccessKey}`);
  const pair = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  pairs.set(auth, pair);
  return pair;
}

/** A text without secrets: servers and proxies can echo what they were sent. One that was `cut` off can end with a part of one. */
export function redact(text: string, secrets: readonly string[], cut = false): string {
  if (cut) text = text.slice(0, text.length - (secrets[0]?.length ?? 0));
  // Asked first: replacing nothing takes ten times as long.
  return secrets.reduce((clean, secret) => (clean.includes(secret) ? clean.replaceAll(secret, REDACTED) : clean), text);
}

/** The same thing when no secret is in it, else an error that tells what it was: a `fetch` of the user's can put its arguments into errors. */
export function withoutSecrets(cause: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || !leaks(cause, secrets, new Set())) return cause;
  const clean = new Error("something with a secret in it");
  try {
    if (cause instanceof Error) {
      clean.name = redact(cause.name, secrets);
      clean.message = redact(cause.message, secrets);
    }
  } catch {
    // Nothing can be told of it.
  }
  clean.stack = `${clean.name}: ${clean.message}`;
  return clean;
}

/** Whether anything that can be printed of a value has a secret in it; what cannot be looked at counts as if it had. */
function leaks(value: unknown, secrets: readonly string[], seen: Set<unknown>): boolean {
  if (typeof value === "string") return secrets.some((secret) => value.includes(secret));
  if (typeof value === "symbol") return leaks(value.description, secrets, seen);
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return false;
  if (seen.add(value).size > MOST) return true;
  try {
    if (ArrayBuffer.isView(value)) return false;
    const inner: unknown[] = [...contents(value)];
    for (const key of Reflect.ownKeys(value)) inner.push(key, (value as Record<PropertyKey, unknown>)[key]);
    return inner.some((one) => leaks(one, secrets, seen));
  } catch {
    return true;
  }
}

/** What is in a value beside its properties. */
function contents(value: object): Iterable<unknown> {
  // By their looks: those of other realms and other makes, as undici's own Headers, are instances of other classes.
  const { url, href, headers, toJSON, valueOf } = value as Partial<Record<string, unknown>>;
  const found = [url, href, headers];
  for (const written of [toJSON, valueOf]) if (typeof written === "function") found.push(written.call(value));
  const items = Array.isArray(value) ? undefined : (value as Partial<Iterable<unknown>>)[Symbol.iterator]?.();
  if (items && items !== value)
    for (let next = items.next(); !next.done && found.length < MOST; next = items.next()) found.push(next.value);
  return found;
}
