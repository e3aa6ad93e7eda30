import { equal, match, ok } from "../support/expect.js";
import { refs } from "../support/samples.js";
import { stubClient } from "../support/stub.js";
import { REQUEST_ID } from "./context.js";

const CORRUPT = "MTc5NTQxNTQyM3x-garbage";
const EXPIRED = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhdXRoIiwic3ViIjoiYWRtaW4iLCJleHAiOjF9.c2lnbmF0dXJl";

/** @type {import("./context.js").Case[]} */
export const sessions = [
  {
    name: "basic: a key and its secret let in, and currentUser says whose they are",
    async run({ client, make, basic, key }) {
      const user = await client.currentUser();
      ok(user !== null && user.id !== "" && Number.isSafeInteger(user.creation_date), JSON.stringify(user));
      equal(await make({ auth: basic(key) }).currentUser(), user);
    },
  },
  {
    name: "basic: a wrong secret or key rejects with unauthenticated, from currentUser too",
    async run({ make, basic, key, refused }) {
      for (const auth of [
        basic({ ...key, secretAccessKey: "wrong" }),
        basic({ accessKeyId: "AKIAUNKNOWN", secretAccessKey: key.secretAccessKey }),
        basic({ accessKeyId: "ключ", secretAccessKey: "é" }),
      ]) {
        const client = make({ auth });
        const expected = {
          status: 401,
          message: "error authenticating request",
          attempts: 1,
          maybeApplied: false,
          requestId: REQUEST_ID,
        };
        await refused(client.listRepositories(), "unauthenticated", {
          ...expected,
          operation: "listRepositories",
          repository: undefined,
        });
        await refused(client.currentUser(), "unauthenticated", { ...expected, operation: "currentUser" });
      }
    },
  },
  {
    name: "none: everything but currentUser rejects with unauthenticated",
    async run({ make, name, namespace, refused }) {
      const client = make({ auth: { type: "none" } });
      const id = name();
      const calls = {
        listRepositories: [],
        createRepository: [{ name: id, storage_namespace: namespace(id) }],
        getRepository: [id],
        deleteRepository: [id],
        getRepositoryMetadata: [id],
        getGCRules: [id],
        setGCRules: [id, { default_retention_days: 1, branches: [] }],
        deleteGCRules: [id],
        getBranchProtectionRules: [id],
        setBranchProtectionRules: [id, [], { overwrite: true }],
        listBranches: [id],
        dumpSubmit: [id],
        dumpStatus: [id, "DR"],
        restoreSubmit: [id, refs],
        restoreStatus: [id, "RR"],
        serverConfig: [],
      };
      for (const [operation, args] of Object.entries(calls)) {
        const expected = {
          status: 401,
          message: "error authenticating request",
          operation,
          attempts: 1,
          maybeApplied: false,
          requestId: REQUEST_ID,
        };
        await refused(client[operation](...args), "unauthenticated", expected);
      }
      equal(await client.currentUser(), null);
    },
  },
  {
    name: "login gives a token that lets in as a JWT",
    async run({ client, make, key }) {
      const { token, token_expiration } = await make({ auth: { type: "none" } }).login(key);
      match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
      ok(
        Number.isSafeInteger(token_expiration) && token_expiration > Date.now() / 1000,
        `token_expiration is in seconds: ${token_expiration}`,
      );
      equal(await make({ auth: { type: "jwt", token } }).currentUser(), await client.currentUser());
    },
  },
  {
    name: "login with a wrong secret rejects with unauthenticated",
    async run({ client, key, old, refused }) {
      await refused(client.login({ ...key, secretAccessKey: "wrong" }), "unauthenticated", {
        status: 401,
        message: old ? "Unauthorized" : "error authenticating request",
        operation: "login",
        attempts: 1,
        maybeApplied: false,
      });
    },
  },
  {
    name: "login and logout do not send the client's credentials",
    async run({ lib }) {
      const { client, sent } = stubClient(
        lib,
        ({ path }) => (path === "/logout" ? { status: 204 } : { json: { token: "a.b.c" } }),
        {
          auth: { type: "basic", accessKeyId: "AKIA", secretAccessKey: "secret" },
        },
      );
      equal(await client.login({ accessKeyId: "other", secretAccessKey: "key" }), { token: "a.b.c" });
      equal(await client.logout(), undefined);
      equal(
        sent.map(({ method, path, headers }) => [method, path, headers.has("authorization"), headers.has("cookie")]),
        [
          ["POST", "/api/v1/auth/login", false, false],
          ["POST", "/logout", false, false],
        ],
      );
      equal(JSON.parse(sent[0].body), { access_key_id: "other", secret_access_key: "key" });
    },
  },
  {
    name: "JWT: a token that is none, or expired, rejects with unauthenticated",
    async run({ make, refused }) {
      for (const token of ["garbage", EXPIRED])
        await refused(make({ auth: { type: "jwt", token } }).listRepositories(), "unauthenticated", { status: 401 });
    },
  },
  {
    name: "JWT: a function is asked once for all calls, and what it gives is kept",
    async run({ make, client, key }) {
      const { token } = await client.login(key);
      const asked = [];
      const jwt = make({
        auth: {
          type: "jwt",
          token: async ({ refresh, signal }) => (asked.push([refresh, signal instanceof AbortSignal]), token),
        },
      });
      const users = await Promise.all([jwt.currentUser(), jwt.currentUser(), jwt.currentUser()]);
      equal([users[0]?.id, asked], [(await client.currentUser())?.id, [[false, true]]]);
      await jwt.currentUser();
      equal(asked.length, 1);
    },
  },
  {
    name: "cookie: the session of a login by name and value lets in; a corrupt one is no session",
    needs: "no page",
    async run({ client, make, key, send, refused }) {
      const response = await send("POST", "/api/v1/auth/login", {
        json: { access_key_id: key.accessKeyId, secret_access_key: key.secretAccessKey },
      });
      const cookie = response.headers.getSetCookie().find((one) => one.startsWith("internal_auth_session="));
      const value = cookie.slice(cookie.indexOf("=") + 1, cookie.indexOf(";"));
      for (const auth of [
        { type: "cookie", value },
        { type: "cookie", name: "internal_auth_session", value },
      ]) {
        const session = make({ auth });
        equal((await session.currentUser())?.id, (await client.currentUser())?.id);
        equal((await session.listRepositories({ prefix: "none-of-these" })).results, []);
      }
      const corrupt = make({ auth: { type: "cookie", value: CORRUPT } });
      equal(await corrupt.currentUser(), null);
      await refused(corrupt.listRepositories(), "unauthenticated", {
        status: 401,
        message: "error authenticating request",
      });
    },
  },
  ...["oidc_auth_session", "saml_auth_session"].map((name) => ({
    name: `cookie: a corrupt ${name} rejects with unauthenticated, and is nobody to currentUser`,
    needs: "no page",
    async run({ make, old, refused }) {
      const client = make({ auth: { type: "cookie", name, value: CORRUPT } });
      const message = old ? /^securecookie: / : "error authenticating request";
      await refused(client.listRepositories(), "unauthenticated", {
        status: 401,
        message,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
      });
      equal(await client.currentUser(), null);
    },
  })),
  ...["internal_auth_session", "oidc_auth_session", "saml_auth_session"].map((name) => ({
    name: `cookie: ${name} is sent as a Cookie header, and no Authorization beside it`,
    needs: "no page",
    async run({ lib }) {
      const { client, sent } = stubClient(
        lib,
        { json: { user: { id: "", creation_date: 0 } } },
        { auth: { type: "cookie", name, value: "MTc5==" } },
      );
      equal(await client.currentUser(), null);
      equal([sent[0].headers.get("cookie"), sent[0].headers.has("authorization")], [`${name}=MTc5==`, false]);
    },
  })),
  {
    name: "cookie: a page logs in, is known by the browser's cookie without a word of auth, and logs out",
    needs: "browser session",
    async run({ make, client, key, old, refused }) {
      const session = make();
      await session.logout(); // Other cases have logged in too.
      equal(await session.currentUser(), null);
      await session.login(key);
      equal((await session.currentUser())?.id, (await client.currentUser())?.id);
      equal((await make({ auth: { type: "cookie" } }).listRepositories({ prefix: "none-of-these" })).results, []);
      equal(document.cookie.includes("internal_auth_session"), old, "the cookie is HttpOnly, but for old servers");
      equal(await make({ auth: { type: "none" } }).currentUser(), null, "no cookie goes along without cookie auth");
      await refused(make({ auth: { type: "jwt", token: "garbage" } }).listRepositories(), "unauthenticated");
      equal(await session.logout(), undefined);
      equal(await session.currentUser(), null);
      await refused(session.listRepositories(), "unauthenticated", { status: 401 });
    },
  },
  {
    name: "cookie: a corrupt session of OpenID Connect or SAML in the browser rejects with unauthenticated, and is nobody to currentUser",
    needs: "browser session",
    async run({ make, refused }) {
      for (const name of ["oidc_auth_session", "saml_auth_session"]) {
        const client = make({ auth: { type: "cookie", name } });
        await client.logout(); // Other cases have logged in.
        document.cookie = `${name}=${CORRUPT}; path=/`;
        try {
          await refused(client.listRepositories(), "unauthenticated", { status: 401 });
          equal(await client.currentUser(), null);
        } finally {
          document.cookie = `${name}=; path=/; max-age=0`;
        }
      }
    },
  },
  {
    name: "logout resolves with nothing, although lakeFS answers with a redirect",
    async run({ client }) {
      equal(await client.logout(), undefined);
    },
  },
  {
    name: "serverConfig tells the version and the storage namespaces that the server takes",
    async run({ client, store }) {
      const { version_config, storage_config } = await client.serverConfig();
      ok(typeof version_config?.version === "string" && version_config.version !== "", "a version");
      equal(storage_config?.blockstore_type, store);
      ok(
        new RegExp(storage_config.blockstore_namespace_ValidityRegex).test(`${store}://x`),
        "the expression takes the store's namespaces",
      );
    },
  },
  {
    name: "with makes another client with some options changed, and leaves the first as it was",
    async run({ client, key, basic, refused }) {
      const wrong = client.with({ auth: basic({ ...key, secretAccessKey: "wrong" }) });
      await refused(wrong.serverConfig(), "unauthenticated");
      const back = wrong.with({ auth: basic(key), timeoutMs: 5000, fetch: undefined });
      equal((await back.currentUser())?.id, (await client.currentUser())?.id);
      equal([Object.isFrozen(client), Object.isFrozen(back), back !== wrong], [true, true, true]);
    },
  },
];
