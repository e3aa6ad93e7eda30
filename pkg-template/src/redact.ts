import type { Auth } from "./types.js";
import { pointer } from "./validate/schema.js";
import { requireGlobals } from "./wasm/load-error.js";

/** Values shorter than this are not redacted: it would garble messages. */
const SHORTEST = 6;
const REDACTED = "[redacted]";

/** How many values in a cause are examined; a larger cause is replaced. */
const MAX_EXAMINED = 10_000;

/** The secrets that a call was sent with, in all encodings in which a server may echo them, longest first. */
export function secretsOf(
  auth: Auth | undefined,
  tokens: readonly string[],
  ...more: (Record<string, string> | undefined)[]
): string[] {
  const secrets = [...tokens, ...more.flatMap((headers) => Object.values(headers ?? {}))];
  if (auth?.type === "basic") secrets.push(auth.secretAccessKey, basicCredentials(auth));
  if (auth?.type === "jwt" && typeof auth.token === "string") secrets.push(auth.token);
  if (auth?.type === "cookie" && auth.value !== undefined) secrets.push(auth.value);
  const encoded = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(encodings);
  return [...new Set(encoded)].sort((a, b) => b.length - a.length);
}

/** As it is, in JSON, in PHP's JSON, in a URL, in a JSON pointer. */
function encodings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, json.replaceAll("/", "\\/"), encodeURIComponent(secret), pointer([secret]).slice(1)];
}

const credentials = new WeakMap<Auth, string>();

/** What basic authentication sends: the base64 of the UTF-8 of key and secret. */
export function basicCredentials(auth: Auth & { type: "basic" }): string {
  const known = credentials.get(auth);
  if (known !== undefined) return known;
  requireGlobals(["btoa"]);
  const bytes = new TextEncoder().encode(`${auth.accessKeyId}:${auth.secretAccessKey}`);
  const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  credentials.set(auth, encoded);
  return encoded;
}

/** Replaces secrets in a text from a server or a proxy, which may echo what it was sent. With `cut`, the text may end in a part of one. */
export function redact(text: string, secrets: readonly string[], cut = false): string {
  if (cut) text = text.slice(0, text.length - (secrets[0]?.length ?? 0));
  // `includes` first: `replaceAll` without a match takes ten times as long.
  return secrets.reduce((clean, secret) => (clean.includes(secret) ? clean.replaceAll(secret, REDACTED) : clean), text);
}

/** Returns a cause as it is, or a redacted error in its place: a `fetch` of the user's may put its arguments into errors. */
export function withoutSecrets(cause: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || !leaks(cause, secrets, new Set())) return cause;
  const clean = new Error("[error redacted: it contained a credential]");
  try {
    if (cause instanceof Error) {
      clean.name = redact(cause.name, secrets);
      clean.message = redact(cause.message, secrets);
    }
  } catch {
    // It throws when it is read.
  }
  clean.stack = `${clean.name}: ${clean.message}`;
  return clean;
}

/** Whether anything that can be printed of a value contains a secret. A value that cannot be read counts as one that does. */
function leaks(value: unknown, secrets: readonly string[], seen: Set<unknown>): boolean {
  if (typeof value === "string") return secrets.some((secret) => value.includes(secret));
  if (typeof value === "symbol") return leaks(value.description, secrets, seen);
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return false;
  if (seen.add(value).size > MAX_EXAMINED) return true;
  try {
    if (ArrayBuffer.isView(value)) return false;
    const inner: unknown[] = [...contents(value)];
    for (const key of Reflect.ownKeys(value)) inner.push(key, (value as Record<PropertyKey, unknown>)[key]);
    return inner.some((one) => leaks(one, secrets, seen));
  } catch {
    return true;
  }
}

/** The contents of a value that are not its properties. */
function contents(value: object): Iterable<unknown> {
  // Duck-typed: URLs and Headers of other realms and libraries are instances of other classes.
  const { url, href, headers, toJSON, valueOf: primitive } = value as Partial<Record<string, unknown>>;
  const found = [url, href, headers];
  for (const convert of [toJSON, primitive]) if (typeof convert === "function") found.push(convert.call(value));
  const items = Array.isArray(value) ? undefined : (value as Partial<Iterable<unknown>>)[Symbol.iterator]?.();
  if (items && items !== value)
    for (let next = items.next(); !next.done && found.length < MAX_EXAMINED; next = items.next())
      found.push(next.value);
  return found;
}
