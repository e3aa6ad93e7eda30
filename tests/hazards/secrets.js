// A secret, the credentials that contain it, what leaks it, and how it is found.
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";

export const SECRET = "CANARY-abc123";
const BASE64 = Buffer.from(`key:${SECRET}`).toString("base64");
export const auths = [
  { type: "basic", accessKeyId: "key", secretAccessKey: SECRET },
  { type: "jwt", token: SECRET },
  { type: "jwt", token: () => SECRET },
  { type: "cookie", value: SECRET },
];

/** Headers of another make, as undici's own are: what is in them is not among their properties. */
class OwnHeaders {
  #entries;
  constructor(given) {
    this.#entries = Object.entries(given);
  }
  [Symbol.iterator]() {
    return this.#entries[Symbol.iterator]();
  }
  [inspect.custom]() {
    return this.#entries;
  }
}
class OwnURL {
  #href;
  constructor(href) {
    this.#href = href;
  }
  get href() {
    return this.#href;
  }
  [inspect.custom]() {
    return this.#href;
  }
}

/** Everything that can be printed of a value. */
export function printed(value) {
  const seen = [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    String(value),
    value?.stack,
    value?.message,
    JSON.stringify(value),
  ];
  try {
    seen.push(inspect(structuredClone(value), { depth: 20 }));
  } catch {
    // What cannot be cloned cannot leak that way.
  }
  for (let cause = value?.cause; cause; cause = cause.cause)
    seen.push(inspect(cause, { depth: 20, showHidden: true }), cause.stack);
  return seen.join("\n");
}

/** Fails when anything that can be printed of a value contains the secret. */
export function assertClean(value, what) {
  const text = printed(value);
  for (const secret of [SECRET, BASE64]) assert.ok(!text.includes(secret), `${what}: ${text.slice(0, 2000)}`);
}

/** Servers and fetches that echo or leak what they were sent; `undefined` is that of the runtime. */
export const LEAKY_FETCHES = {
  refused: undefined,
  401: async () => Response.json({ message: "error authenticating request" }, { status: 401 }),
  500: async () => new Response("<html>", { status: 500 }),
  redirect: async () =>
    new Response("", { status: 302, headers: { location: `https://idp.example/?token=${SECRET}` } }),
  page: async () => new Response("<html>", { headers: { "content-type": "text/html" } }),
  cut: async () => new Response("{", { headers: { "content-type": "application/json" } }),
  hang: () => new Promise(() => {}),
  echo: async (_, { headers }) =>
    Response.json({ message: `bad headers: ${JSON.stringify(headers)}` }, { status: 400 }),
  header: async (_, { headers }) =>
    new Response("[]", {
      headers: { "content-type": `text/plain; ${JSON.stringify(headers)}`, "x-request-id": JSON.stringify(headers) },
    }),
  id: async (_, { headers }) =>
    Response.json({}, { status: 400, headers: { "x-request-id": JSON.stringify(headers) } }),
  key: async (_, { headers }) => Response.json({ user: 1, [JSON.stringify(headers)]: 7 }),
  leak: async (_, init) => {
    throw new Error(`failed: ${JSON.stringify(init.headers)}`, { cause: init });
  },
  deep: async (_, init) => {
    throw Object.assign(new Error("failed"), {
      a: { b: { c: { d: { e: { f: { g: { h: { i: { j: init } } } } } } } } },
    });
  },
  request: async (url, init) => {
    throw new Error("failed", { cause: new Request(url, init) });
  },
  requests: async (_url, init) => {
    throw new AggregateError([new Error("failed", { cause: new Headers(init.headers) })], "failed");
  },
  map: async (_, init) => {
    throw Object.assign(new Error("failed"), { headers: new Map(Object.entries(init.headers)) });
  },
  set: async (_, init) => {
    throw Object.assign(new Error("failed"), { headers: new Set(Object.values(init.headers)) });
  },
  symbol: async (_, init) => {
    throw Object.assign(new Error("failed"), { [Symbol("init")]: init });
  },
  url: async (_, init) => {
    throw Object.assign(new Error("failed"), { url: new URL(`http://x/?${new URLSearchParams(init.headers)}`) });
  },
  parameters: async (_, init) => {
    throw Object.assign(new Error("failed"), { parameters: new URLSearchParams(init.headers) });
  },
  "another make": async (_, init) => {
    throw Object.assign(new Error("failed"), { headers: new OwnHeaders(init.headers) });
  },
  "another realm": async (_, init) => {
    throw Object.assign(new Error("failed"), {
      headers: runInNewContext("new Map(entries)", { entries: Object.entries(init.headers) }),
    });
  },
  "an address of another make": async (_, init) => {
    throw Object.assign(new Error("failed"), { to: new OwnURL(`http://x/?${new URLSearchParams(init.headers)}`) });
  },
  hidden: async (_, init) => {
    throw Object.defineProperty(new Error("failed"), "init", { value: init });
  },
  function: async (_, init) => {
    throw Object.assign(new Error("failed"), { again: Object.assign(() => {}, { init }) });
  },
  name: async (_, init) => {
    throw Object.assign(new Error("failed"), { name: JSON.stringify(init.headers) });
  },
  shy: async (_, init) => {
    throw Object.assign(new Error("failed"), {
      init: new Proxy(init, {
        ownKeys() {
          throw new Error("no");
        },
      }),
    });
  },
  text: async (_, init) => {
    throw JSON.stringify(init.headers);
  },
};
