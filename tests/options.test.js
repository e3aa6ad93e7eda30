// The options of a client: invalid ones throw at once, and messages never contain values.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import * as lib from "lakefs-wasm";
import { clientFromEnvironment } from "lakefs-wasm/node";
import { rejection, thrown } from "./support/expect.js";
import { wrong } from "./support/invalid-values.js";
import { answerTo, calls } from "./support/samples.js";
import { respond, stubClient, stubFetch } from "./support/stub.js";

const { LakeFSClient } = lib;
const CANARY = "canary";

/** Invalid header values, each with a canary in it. */
const INJECTIONS = [
  `${CANARY}\r\nX-Evil: 1`,
  `${CANARY}\n`,
  `${CANARY}\r`,
  `${CANARY}\u0000`,
  `${CANARY}😀`,
  `é${CANARY}`,
  `${CANARY}\u007f`,
  `${CANARY}\ud800`,
];

function everywhere(error) {
  return [
    error.message,
    String(error.stack),
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
    String(error.cause),
  ].join("\n");
}

function refused(options, field, about) {
  for (const run of [() => new LakeFSClient(options), () => new LakeFSClient().with(options)]) {
    const error = thrown(run, about);
    assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${about}: ${error}`);
    assert.deepEqual(
      [error.name, error.argument, error.attempts, error.maybeApplied],
      ["InvalidArgumentError", "options", 0, false],
      about,
    );
    assert.ok(error.message.includes(field), `${about}: the message should name ${field}: ${error.message}`);
    assert.ok(!everywhere(error).includes(CANARY), `${about}: nothing should repeat the value: ${everywhere(error)}`);
  }
}

describe("the client's options", () => {
  const kinds = {
    timeoutMs: "milliseconds",
    totalTimeoutMs: "milliseconds",
    retries: "count",
    fetch: "function",
    onAttempt: "function",
    headers: "record",
  };
  for (const [field, kind] of Object.entries(kinds)) {
    test(`throw for a wrong ${field}`, () => {
      for (const [what, value] of wrong[kind]) refused({ [field]: value }, `options.${field}`, what);
    });
  }

  test("throw when they are no object", () => {
    for (const [what, value] of wrong.object) refused(value, "options", what);
  });

  test("throw for an endpoint that is none, and do not repeat it", () => {
    const values = [
      ...wrong.text.filter(([what]) => what !== "a String object"),
      ...[
        "",
        " ",
        "lakefs.example.com",
        "/relative",
        "relative",
        "ftp://x",
        "file:///x",
        "javascript:alert(1)",
        "http://",
        "http://[canary",
        "https://canary:pw@x",
        "https://canary@x",
        "https://:canary@x",
        "https://x/?canary",
        "https://x/#canary",
        "https://x?",
        "https://x/#",
      ].map((value) => [value, value]),
      ["a URL with a password", new URL("https://user:canary@x")],
      ["a URL with a query", new URL("https://x/?a=canary")],
    ];
    for (const [what, value] of values) refused({ endpoint: value }, "options.endpoint", `endpoint ${what}`);
  });

  test("throw for auth that is none, and do not repeat what is in it", () => {
    const key = { type: "basic", accessKeyId: "a", secretAccessKey: "b" };
    for (const [what, value] of wrong.object) refused({ auth: value }, "options.auth", what);
    for (const type of [undefined, null, "", "Basic", "canary", 7, Symbol("canary")])
      refused({ auth: { type } }, "options.auth", String(type));
    for (const field of ["accessKeyId", "secretAccessKey"]) {
      for (const [what, value] of [...wrong.text, ["undefined", undefined]])
        refused({ auth: { ...key, [field]: value } }, `options.auth.${field}`, what);
    }
    for (const accessKeyId of ["", "canary:x", ":"])
      refused({ auth: { ...key, accessKeyId } }, "options.auth.accessKeyId", accessKeyId);
    for (const [what, value] of [
      ...wrong.text.filter(([name]) => name !== "a function"),
      ["undefined", undefined],
      ["empty", ""],
      ["a space", "a canary"],
      ...INJECTIONS.map((one) => [one, one]),
    ]) {
      refused({ auth: { type: "jwt", token: value } }, "options.auth.token", what);
    }
  });

  test("throw for a cookie that cannot be sent", () => {
    for (const [what, name] of [
      ...wrong.text,
      ["another cookie", "canary"],
      ["an empty name", ""],
      ["an injection", "oidc_auth_session=canary; internal_auth_session"],
    ]) {
      refused({ auth: { type: "cookie", name, value: "x" } }, "options.auth.name", what);
    }
    const values = [
      ...wrong.text,
      ["empty", ""],
      ...[...INJECTIONS, "canary; other=1", "canary,x", 'canary"', "a canary", "canary\\"].map((one) => [one, one]),
    ];
    for (const [what, value] of values) refused({ auth: { type: "cookie", value } }, "options.auth.value", what);
    refused({ auth: { type: "cookie" } }, "options.auth.value", "no value and no fetch of one's own");
    new LakeFSClient({ auth: { type: "cookie" }, fetch: async () => new Response() });
  });

  test("throw for headers that cannot be sent or are refused, and do not repeat their values", () => {
    for (const name of ["Authorization", "authorization", "COOKIE", "Cookie", "Host", "hOST"])
      refused({ headers: { [name]: CANARY } }, "options.headers", name);
    for (const name of ["", "a b", "a:b", "a\r\nb", "é", "a\u0000", "a(b)"])
      refused({ headers: { [name]: CANARY } }, "options.headers", JSON.stringify(name));
    for (const value of INJECTIONS) refused({ headers: { "X-Mine": value } }, "X-Mine", JSON.stringify(value));
    for (const [what, value] of wrong.text) refused({ headers: { "X-Mine": value } }, "options.headers", what);
  });

  test("throw for headers in a Headers or a Map, which would be passed over", () => {
    refused({ headers: new Headers({ "x-mine": "1" }) }, "options.headers", "Headers");
    refused({ headers: new Map([["x-mine", "1"]]) }, "options.headers", "Map");
  });

  test("may be undefined, each and all", () => {
    new LakeFSClient(undefined);
    const names = ["endpoint", "auth", "fetch", "headers", "timeoutMs", "totalTimeoutMs", "retries", "onAttempt"];
    for (const name of names) new LakeFSClient({ [name]: undefined }).with({ [name]: undefined });
    new LakeFSClient({ timeoutMs: Infinity, totalTimeoutMs: Infinity, retries: 0 });
  });

  test("are copied: what becomes of the object later changes nothing", async () => {
    const { fetch, sent } = stubFetch(answerTo("getRepository"));
    const options = {
      endpoint: "http://lakefs.test",
      auth: { type: "basic", accessKeyId: "a", secretAccessKey: "b" },
      fetch,
    };
    const client = new LakeFSClient(options);
    options.endpoint = "http://evil.test";
    options.auth.secretAccessKey = "changed";
    options.fetch = () => assert.fail("another fetch");
    await client.getRepository("demo");
    assert.deepEqual(
      [sent[0].url, sent[0].headers.get("authorization")],
      ["http://lakefs.test/api/v1/repositories/demo", `Basic ${btoa("a:b")}`],
    );
  });
});

describe("a call's own options", () => {
  async function callRefused(operation, options, field, about) {
    const { client, sent } = stubClient(lib, answerTo(operation));
    const args = [...calls[operation]];
    const place = args.findIndex((one) => one?.overwrite === true);
    if (place >= 0) args[place] = options;
    else args.push(options);
    const error = await rejection(client[operation](...args), about);
    assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${about}: ${error}`);
    assert.equal(error.argument, "options", about);
    assert.ok(error.message.includes(field), `${about}: ${error.message}`);
    assert.ok(!everywhere(error).includes(CANARY), `${about}: nothing should repeat the value: ${everywhere(error)}`);
    assert.equal(sent.length, 0, about);
  }

  test("refuse headers that cannot be sent, in every method", async () => {
    for (const operation of Object.keys(calls)) {
      const required = operation === "setBranchProtectionRules" ? { overwrite: true } : {};
      for (const value of INJECTIONS)
        await callRefused(
          operation,
          { ...required, headers: { "X-Mine": value } },
          "X-Mine",
          `${operation} ${JSON.stringify(value)}`,
        );
      for (const name of ["Authorization", "cookie", "HOST", "a b", ""])
        await callRefused(
          operation,
          { ...required, headers: { [name]: CANARY } },
          "options.headers",
          `${operation} ${name}`,
        );
    }
  });

  test("refuse an If-Match that cannot be sent", async () => {
    for (const ifMatch of [...INJECTIONS, "a canary"])
      await callRefused("setBranchProtectionRules", { ifMatch }, "options.ifMatch", JSON.stringify(ifMatch));
  });
});

describe("what a token function gives", () => {
  test("is checked, and never repeated: not a token rejects with invalid_argument, and nothing is sent", async () => {
    const values = [
      ...wrong.text.filter(([what]) => what !== "a lone surrogate"),
      ["undefined", undefined],
      ["empty", ""],
      ["a space", "a canary"],
      ...INJECTIONS.map((one) => [one, one]),
    ];
    for (const [what, value] of values) {
      for (const token of [() => value, async () => value]) {
        const { client, sent } = stubClient(lib, answerTo("getRepository"), { auth: { type: "jwt", token } });
        const error = await rejection(client.getRepository("demo"), what);
        assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${what}: ${error}`);
        assert.deepEqual(
          [error.operation, error.repository, error.attempts, error.maybeApplied],
          ["getRepository", "demo", 0, false],
          what,
        );
        assert.ok(!everywhere(error).includes(CANARY), `${what}: ${everywhere(error)}`);
        assert.equal(sent.length, 0, what);
      }
    }
  });

  test("may be an error: the call rejects with it as cause, and the next call asks again", async () => {
    const cause = new Error("no token today");
    let asked = 0;
    const { client, sent } = stubClient(lib, answerTo("getRepository"), {
      auth: { type: "jwt", token: () => (asked++ === 0 ? Promise.reject(cause) : "t") },
    });
    const error = await rejection(client.getRepository("demo"));
    assert.ok(lib.isLakeFSError(error), String(error));
    assert.equal(error.cause, cause);
    assert.equal((await client.getRepository("demo")).id, "demo");
    assert.deepEqual([asked, sent.length], [2, 1]);
  });
});

describe("options that a class has", () => {
  const { fetch, sent } = stubFetch(answerTo("getRepository"));
  class Auth {
    get type() {
      return "basic";
    }
    get accessKeyId() {
      return "key";
    }
    get secretAccessKey() {
      return "secret";
    }
  }
  class Options {
    get endpoint() {
      return "https://lakefs.example.com";
    }
    get auth() {
      return new Auth();
    }
    get fetch() {
      return fetch;
    }
  }

  test("are taken from its prototype, the endpoint and the credentials too", async () => {
    for (const client of [
      new LakeFSClient(new Options()),
      new LakeFSClient({ endpoint: "https://other.example.com" }).with(new Options()),
      await clientFromEnvironment(new Options()),
    ]) {
      await client.getRepository("demo");
      const { url, headers } = sent.at(-1);
      assert.equal(url, "https://lakefs.example.com/api/v1/repositories/demo");
      assert.equal(headers.get("authorization"), `Basic ${btoa("key:secret")}`);
    }
  });
});

test("a URL that is changed later changes no client, and none that is made from it", async () => {
  const { fetch, sent } = stubFetch(answerTo("getRepository"));
  const endpoint = new URL("https://one.example.com");
  const client = new LakeFSClient({ endpoint, fetch });
  endpoint.host = "two.example.com";
  for (const one of [client, client.with({ retries: 1 })]) {
    await one.getRepository("demo");
    assert.equal(new URL(sent.at(-1).url).host, "one.example.com");
  }
});

test("a header that JavaScript would swallow is refused", () => {
  refused({ headers: JSON.parse('{"__proto__":"1"}') }, "options.headers", "__proto__");
});

test("retries beyond 32 bits are many, not none", async () => {
  let sent = 0;
  const fetch = async () =>
    ++sent < 3
      ? new Response("", { status: 503, headers: { "retry-after": "0" } })
      : respond(answerTo("getRepository"));
  await new LakeFSClient({ fetch, retries: 2 ** 32 }).getRepository("demo");
  assert.equal(sent, 3);
});

test("a URL of another realm is an endpoint, and of what has an address", async () => {
  const { fetch, sent } = stubFetch(answerTo("getRepository"));
  const foreign = { href: "https://one.example.com/", toString: () => "https://one.example.com/" };
  await new LakeFSClient({ endpoint: /** @type {any} */ (foreign), fetch }).getRepository("demo");
  assert.equal(sent[0].url, "https://one.example.com/api/v1/repositories/demo");
});

test("a method that was taken off its client rejects, and says what to do", async () => {
  for (const [operation, args] of Object.entries(calls)) {
    for (const client of [undefined, {}, new Proxy({}, {})]) {
      let promise;
      assert.doesNotThrow(() => (promise = LakeFSClient.prototype[operation].apply(client, args)), operation);
      const error = await rejection(promise, operation);
      assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${operation}: ${error}`);
      assert.match(error.message, new RegExp(`^${operation} was called without its client; call lakefs.${operation}`));
    }
  }
});
