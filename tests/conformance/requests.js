import { equal, ok, rejection } from "../support/expect.js";
import { answerTo, calls, repository as sample } from "../support/samples.js";
import { stubClient, stubFetch } from "../support/stub.js";

const utf8 = (base64) =>
  new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));

/**
 * What the client sends, with a stubbed fetch.
 *
 * @type {import("./context.js").Case[]}
 */
export const requests = [
  {
    name: "basic: the Authorization header is the base64 of UTF-8, also where btoa would throw",
    async run({ lib }) {
      for (const [accessKeyId, secretAccessKey] of [
        ["AKIA", "secret"],
        ["ключ", "é:日本"],
        ["a", ""],
        ["😀", "\u0000"],
      ]) {
        const { client, sent } = stubClient(lib, answerTo("getRepository"), {
          auth: { type: "basic", accessKeyId, secretAccessKey },
        });
        await client.getRepository("demo");
        const [scheme, base64] = sent[0].headers.get("authorization").split(" ");
        equal(
          [scheme, utf8(base64), sent[0].headers.has("cookie")],
          ["Basic", `${accessKeyId}:${secretAccessKey}`, false],
        );
      }
    },
  },
  {
    name: "JWT: the Authorization header is Bearer and the token, whether it is a string or comes from a function",
    async run({ lib }) {
      for (const token of ["a.b-c_d.e", () => "a.b-c_d.e", async () => "a.b-c_d.e"]) {
        const { client, sent } = stubClient(lib, answerTo("getRepository"), { auth: { type: "jwt", token } });
        await client.getRepository("demo");
        equal([sent[0].headers.get("authorization"), sent[0].headers.has("cookie")], ["Bearer a.b-c_d.e", false]);
      }
    },
  },
  {
    name: "none, basic and JWT send no cookies, a page's cookie session does; redirects are not followed; the address is a string",
    async run({ lib, inPage }) {
      const auths = [
        { type: "none" },
        { type: "basic", accessKeyId: "a", secretAccessKey: "b" },
        { type: "jwt", token: "t" },
      ];
      for (const auth of auths) {
        const { client, sent } = stubClient(lib, answerTo("serverConfig"), { auth });
        await client.serverConfig();
        equal(
          [typeof sent[0].url, sent[0].init.credentials, sent[0].init.redirect],
          ["string", "omit", "manual"],
          auth.type,
        );
      }
      const { client, sent } = stubClient(lib, answerTo("serverConfig"), { auth: { type: "cookie" } });
      await client.serverConfig();
      if (inPage) equal(sent[0].init.credentials, "include");
      equal([sent[0].headers.has("authorization"), sent[0].headers.has("cookie")], [false, false]);
    },
  },
  {
    name: "every request says what it accepts and whose it is; a body says that it is JSON",
    async run({ lib }) {
      for (const [operation, args] of Object.entries(calls)) {
        const { client, sent } = stubClient(lib, answerTo(operation));
        await client[operation](...args);
        equal(sent.length, 1, operation);
        const { headers, body } = sent[0];
        equal(
          [headers.get("accept"), headers.get("x-lakefs-client")],
          ["application/json", `lakefs-wasm/${lib.version}`],
          operation,
        );
        equal(headers.get("content-type"), body === undefined ? null : "application/json", operation);
      }
    },
  },
  {
    name: "own headers go along, a call's over the client's, and neither changes the other",
    async run({ lib }) {
      const headers = { "X-Trace": "client", "X-Other": "1" };
      const { client, sent } = stubClient(lib, answerTo("getRepository"), { headers });
      headers["X-Trace"] = "changed later";
      await client.getRepository("demo", { headers: { "X-Trace": "call" } });
      await client.getRepository("demo");
      equal(
        sent.map((one) => [one.headers.get("x-trace"), one.headers.get("x-other")]),
        [
          ["call", "1"],
          ["client", "1"],
        ],
      );
    },
  },
  {
    name: "own headers replace those of the same name in another spelling",
    async run({ lib }) {
      const { client, sent } = stubClient(lib, answerTo("getRepository"), {
        headers: { "x-trace": "client", "x-lakefs-client": "mine" },
      });
      await client.getRepository("demo", { headers: { "X-TRACE": "call" } });
      equal([sent[0].headers.get("x-trace"), sent[0].headers.get("x-lakefs-client")], ["call", "mine"]);
    },
  },
  {
    name: "an endpoint may end in /api/v1 or not, in a slash or not, and have a path before",
    async run({ lib }) {
      for (const [endpoint, expected] of [
        ["http://lakefs.test", "http://lakefs.test/api/v1/repositories/demo"],
        ["http://lakefs.test/", "http://lakefs.test/api/v1/repositories/demo"],
        ["http://lakefs.test/api/v1", "http://lakefs.test/api/v1/repositories/demo"],
        ["http://lakefs.test/api/v1/", "http://lakefs.test/api/v1/repositories/demo"],
        ["https://lakefs.test:8443/data/lake", "https://lakefs.test:8443/data/lake/api/v1/repositories/demo"],
        [new URL("http://lakefs.test/sub/api/v1/"), "http://lakefs.test/sub/api/v1/repositories/demo"],
        ["http://LAKEFS.test:80", "http://lakefs.test/api/v1/repositories/demo"],
      ]) {
        const { client, sent } = stubClient(lib, answerTo("getRepository"), { endpoint });
        await client.getRepository("demo");
        equal(sent[0].url, expected);
      }
    },
  },
  {
    name: "an endpoint that is left out is the page's origin, elsewhere http://localhost:8000",
    async run({ lib, inPage }) {
      const { fetch, sent } = stubFetch(({ path }) =>
        path.endsWith("logout") ? { status: 204 } : answerTo("serverConfig"),
      );
      const client = new lib.LakeFSClient({ fetch });
      await client.serverConfig();
      await client.logout();
      const origin = inPage ? location.origin : "http://localhost:8000";
      equal(
        sent.map((one) => one.url),
        [`${origin}/api/v1/config`, `${origin}/logout`],
      );
    },
  },
  {
    name: "an endpoint can be relative in a page",
    needs: "page",
    async run({ lib }) {
      for (const [endpoint, path] of [
        ["/", "/api/v1/config"],
        ["/lake/api/v1", "/lake/api/v1/config"],
      ]) {
        const { client, sent } = stubClient(lib, answerTo("serverConfig"), { endpoint });
        await client.serverConfig();
        equal(sent[0].url, location.origin + path);
      }
    },
  },
  {
    name: "an endpoint that is not there rejects with connection_failed",
    needs: "a port",
    async run({ make, lib }) {
      const error = await rejection(make({ endpoint: "http://127.0.0.1:9", retries: 0 }).getRepository("demo"));
      ok(lib.isLakeFSError(error, "connection_failed"), String(error));
      equal(
        [error.name, error.operation, error.repository, error.attempts, error.maybeApplied],
        ["ConnectionError", "getRepository", "demo", 1, false],
      );
    },
  },
  {
    name: "a signal that is aborted already sends nothing, and one that aborts later ends the call, with the reason itself",
    async run({ lib }) {
      for (const reason of [new Error("enough"), "a string", { an: "object" }, null]) {
        const before = stubClient(lib, answerTo("getRepository"));
        equal(await rejection(before.client.getRepository("demo", { signal: AbortSignal.abort(reason) })), reason);
        equal(before.sent.length, 0);
        const controller = new AbortController();
        let given;
        const during = stubClient(lib, ({ init }) => {
          given = init.signal;
          setTimeout(() => controller.abort(reason));
          return new Promise(() => {});
        });
        ok(
          Object.is(await rejection(during.client.getRepository("demo", { signal: controller.signal })), reason),
          "the reason itself",
        );
        equal([during.sent.length, given?.aborted], [1, true], "the request is aborted too");
      }
    },
  },
  {
    name: "what the caller does with an argument after the call changes nothing",
    async run({ lib }) {
      const { client, sent } = stubClient(lib, { json: sample });
      const creation = { name: "demo", storage_namespace: "mem://demo" };
      const options = { bare: true, headers: { "x-trace": "1" } };
      const call = client.createRepository(creation, options);
      creation.name = "..";
      options.bare = false;
      options.headers["x-trace"] = "2";
      await call;
      equal([JSON.parse(sent[0].body).name, sent[0].query, sent[0].headers.get("x-trace")], ["demo", "bare=true", "1"]);
    },
  },
  {
    name: "calls do not change what they are given, frozen or not",
    async run({ lib }) {
      const freeze = (value) =>
        typeof value === "object" && value !== null
          ? Object.freeze(Object.values(value).forEach(freeze) ?? value)
          : value;
      for (const [operation, args] of Object.entries(calls)) {
        const { client } = stubClient(lib, answerTo(operation));
        const frozen = freeze(structuredClone(args));
        await client[operation](...frozen);
        equal(frozen, args, operation);
      }
    },
  },
];
