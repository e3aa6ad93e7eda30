// The options of an in-memory lakeFS, validated and with their defaults.
import type { StoreKind } from "./storage.js";
import { versions } from "./versions.js";

export interface ServerOptions {
  readonly version: keyof typeof versions;
  readonly users: readonly UserOptions[];
  readonly blockstore: StoreKind;
  readonly lookupCacheSeconds: number;
  readonly taskMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface UserOptions {
  readonly id: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly allow?: readonly string[] | undefined;
}

const ADMIN: UserOptions = {
  id: "admin",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const STORES = ["mem", "local", "s3"] as const;

type GivenOptions = { readonly [K in keyof ServerOptions]?: ServerOptions[K] | undefined };

/** @throws TypeError */
export function resolveOptions(
  options: GivenOptions = {},
): ServerOptions & { readonly users: readonly [UserOptions, ...UserOptions[]] } {
  if (typeof options !== "object" || options === null) throw invalid("the options", "an object");
  const {
    version = "1.84",
    users = [ADMIN],
    blockstore = "mem",
    lookupCacheSeconds = 0,
    taskMs = 0,
    now = () => Date.now(),
  } = options;
  if (typeof version !== "string" || !Object.hasOwn(versions, version))
    throw invalid("version", Object.keys(versions).sort().join(" or "));
  if (!STORES.includes(blockstore)) throw invalid("blockstore", STORES.join(", "));
  for (const [name, value] of Object.entries({ lookupCacheSeconds, taskMs })) {
    if (typeof value !== "number" || !(value >= 0)) throw invalid(name, "a number ≥ 0");
  }
  if (typeof now !== "function") throw invalid("now", "a function that returns milliseconds since 1970");
  if (!Array.isArray(users)) throw invalid("users", "an array");
  const [first, ...others] = users.map((user: UserOptions, index) => resolveUser(user, `users[${index}]`));
  if (!first) throw invalid("users", "an array with at least one user");
  const ids = [first, ...others].flatMap(({ id, accessKeyId }) => [`id ${id}`, `accessKeyId ${accessKeyId}`]);
  if (new Set(ids).size < ids.length) throw invalid("users", "an array of users with different ids and keys");
  return { version, users: [first, ...others], blockstore, lookupCacheSeconds, taskMs, now };
}

function resolveUser(user: UserOptions, place: string): UserOptions {
  if (typeof user !== "object" || user === null) throw invalid(place, "an object");
  const { id, accessKeyId, secretAccessKey, allow } = user;
  for (const [name, value] of Object.entries({ id, accessKeyId, secretAccessKey })) {
    if (typeof value !== "string" || value === "") throw invalid(`${place}.${name}`, "a non-empty string");
  }
  if (allow !== undefined && !(Array.isArray(allow) && allow.every((action) => typeof action === "string")))
    throw invalid(`${place}.allow`, "an array of strings");
  return { id, accessKeyId, secretAccessKey, allow: allow && [...allow] };
}

function invalid(name: string, expected: string): TypeError {
  return new TypeError(`inMemoryLakeFS: ${name} must be ${expected}`);
}
