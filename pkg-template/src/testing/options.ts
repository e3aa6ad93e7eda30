// The options of a lakeFS in memory, checked and with their defaults.
import type { Settings } from "./lakefs.js";
import { versions } from "./versions.js";

const ADMIN = {
  id: "admin",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const STORES = ["mem", "local", "s3"] as const;

type Users = Settings["users"];
type Options = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** @throws TypeError */
export function settingsOf(options: Options = {}): Settings & { readonly users: readonly [Users[number], ...Users] } {
  if (typeof options !== "object" || options === null) throw wrong("the options", "an object");
  const {
    version = "1.84",
    users = [ADMIN],
    blockstore = "mem",
    lookupCacheSeconds = 0,
    taskMs = 0,
    now = () => Date.now(),
  } = options;
  if (typeof version !== "string" || !Object.hasOwn(versions, version))
    throw wrong("version", Object.keys(versions).sort().join(" or "));
  if (!STORES.includes(blockstore)) throw wrong("blockstore", STORES.join(", "));
  for (const [name, value] of Object.entries({ lookupCacheSeconds, taskMs })) {
    if (typeof value !== "number" || !(value >= 0)) throw wrong(name, "a number, 0 or more");
  }
  if (typeof now !== "function") throw wrong("now", "a function that returns milliseconds since 1970");
  if (!Array.isArray(users)) throw wrong("users", "an array");
  const [first, ...others] = users.map((user: Users[number], index) => checkedUser(user, `users[${index}]`));
  if (!first) throw wrong("users", "an array with at least one user");
  const ids = [first, ...others].flatMap(({ id, accessKeyId }) => [`id ${id}`, `accessKeyId ${accessKeyId}`]);
  if (new Set(ids).size < ids.length) throw wrong("users", "an array of users with ids and keys of their own");
  return { version, users: [first, ...others], blockstore, lookupCacheSeconds, taskMs, now };
}

function checkedUser(user: Users[number], place: string): Users[number] {
  if (typeof user !== "object" || user === null) throw wrong(place, "an object");
  const { id, accessKeyId, secretAccessKey, allow } = user;
  for (const [name, value] of Object.entries({ id, accessKeyId, secretAccessKey })) {
    if (typeof value !== "string" || value === "") throw wrong(`${place}.${name}`, "a string that is not empty");
  }
  if (allow !== undefined && !(Array.isArray(allow) && allow.every((action) => typeof action === "string")))
    throw wrong(`${place}.allow`, "an array of strings");
  return { id, accessKeyId, secretAccessKey, allow: allow && [...allow] };
}

function wrong(name: string, expected: string): TypeError {
  return new TypeError(`inMemoryLakeFS: ${name} has to be ${expected}`);
}
