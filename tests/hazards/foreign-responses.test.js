// Hazards: a fetch that rejects with a non-Error or resolves to junk; redirects across origins; cookies and tokens mixed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { http, json } from "../support/servers.js";
import { stub } from "../support/stub.js";

test("a fetch that resolves to junk is a failed connection", async () => {
  const getter = Object.defineProperty({}, "status", {
    get() {
      throw new Error("no");
    },
  });
  for (const junk of [
    undefined,
    null,
    0,
    1,
    "text",
    {},
    [],
    () => {},
    Symbol("s"),
    getter,
    { status: 200 },
    { status: "200", headers: new Headers() },
    { status: NaN, headers: new Headers() },
    { status: 200, headers: { get: () => ({}) } },
    { status: -1, headers: new Headers() },
    Response.error(),
  ]) {
    const error = await rejection(new LakeFSClient({ fetch: async () => junk }).getRepository("demo"));
    assert.equal(error.code, "connection_failed", String(typeof junk));
    assert.equal(error.attempts, 1);
  }
});

test("a fetch that resolves to nothing of a promise is taken at its word", async () => {
  assert.equal((await new LakeFSClient({ fetch: () => Response.json(REPOSITORY) }).getRepository("demo")).id, "demo");
});

test("a fetch that throws or rejects with a value that is not an error is a failed connection, the value its cause", async () => {
  const proxy = new Proxy(
    {},
    {
      get() {
        throw new Error("no");
      },
    },
  );
  for (const thrown of [1, "text", undefined, null, Symbol("s"), new TypeError("own"), proxy]) {
    for (const fetch of [
      async () => {
        throw thrown;
      },
      () => {
        throw thrown;
      },
    ]) {
      const error = await rejection(new LakeFSClient({ fetch, retries: 0 }).getRepository("demo"));
      assert.equal(error.code, "connection_failed");
      if (thrown !== undefined) assert.equal(error.cause, thrown);
    }
  }
});

test("errors that frameworks use for control flow pass through at once", async () => {
  const postpone = { $$typeof: Symbol.for("react.postpone") };
  const dynamic = Object.assign(new TypeError("dynamic server usage"), { digest: "DYNAMIC_SERVER_USAGE" });
  const coded = Object.assign(new Error("own"), { code: "P2002" });
  for (const thrown of [dynamic, postpone, coded, new Error("own"), Response.redirect("http://x/")]) {
    let sent = 0;
    const fetch = async () => {
      sent++;
      await null;
      throw thrown;
    };
    const client = new LakeFSClient({ fetch });
    for (const call of [
      client.getRepository("demo"),
      client.waitForDump("demo", "DR1"),
      client.repositories().next(),
    ]) {
      // An async function cannot return a promise as it is.
      await call.then(
        () => assert.fail("it did not reject"),
        (error) => assert.equal(error, thrown),
      );
    }
    assert.equal(sent, 3);
  }
});

test("a response of another make works when it has a status, headers and a body", async () => {
  const headers = { get: (name) => (name === "content-type" ? "application/json" : null) };
  const bytes = new TextEncoder().encode(JSON.stringify(REPOSITORY));
  const fetch = async () => ({ status: 200, headers, body: {}, arrayBuffer: async () => bytes.buffer });
  assert.equal((await new LakeFSClient({ fetch }).getRepository("demo")).id, "demo");
  const broken = async () => ({ status: 200, headers, body: {} });
  assert.equal(
    (await rejection(new LakeFSClient({ fetch: broken, retries: 0 }).getRepository("demo"))).code,
    "connection_failed",
  );
});

test("a redirect is never followed, and only its origin is told", async (t) => {
  const other = await http(t, (_, response) => json(response, 200, REPOSITORY));
  for (const status of [301, 302, 303, 307, 308]) {
    const { endpoint, requests } = await http(t, (_, response) =>
      response.writeHead(status, { Location: `${other.endpoint}/login?secret=1#x` }).end(),
    );
    for (const call of [
      (c) => c.getRepository("demo"),
      (c) => c.dumpSubmit("demo"),
      (c) => c.deleteRepository("demo"),
    ]) {
      const error = await rejection(
        call(
          new LakeFSClient({
            endpoint,
            auth: { type: "basic", accessKeyId: "a", secretAccessKey: "b" },
            headers: { "X-Own": "1" },
          }),
        ),
      );
      assert.equal(error.code, "login_redirect");
      assert.equal(error.status, status);
      assert.equal(error.origin, other.endpoint);
      assert.doesNotMatch(JSON.stringify(error), /secret/);
    }
    assert.equal(requests.length, 3);
  }
  assert.equal(other.requests.length, 0);
});

test("a redirect without a usable address has no origin", async () => {
  for (const headers of [{}, { location: "http://[" }]) {
    const error = await rejection(
      new LakeFSClient({ fetch: async () => new Response("", { status: 302, headers }) }).getRepository("demo"),
    );
    assert.equal(error.code, "login_redirect");
    assert.equal(error.origin, undefined);
  }
});

test("a 304 is a cache's, and no login that ran out", async () => {
  for (const [call, maybeApplied] of [
    [(c) => c.getRepository("demo"), false],
    [(c) => c.deleteRepository("demo"), true],
    [(c) => c.logout(), true],
  ]) {
    const { fetch, calls } = stub(() => new Response(null, { status: 304, headers: { etag: "x" } }));
    const error = await rejection(call(new LakeFSClient({ fetch })));
    assert.equal(error.code, "unexpected_response");
    assert.equal(error.status, 304);
    assert.equal(error.maybeApplied, maybeApplied);
    assert.match(error.message, /cache answered 304 Not Modified; exempt lakeFS/);
    assert.equal(calls.length, 1);
  }
});

test("a fetch that rejects for an error status, as ky and ofetch do, is taken by the response in the error", async () => {
  const SECRET = "canary-secret-0123";
  const client = (thrown) => {
    const { fetch, calls } = stub((_, { headers }) => {
      throw Object.assign(new Error("Request failed"), thrown(), { request: { headers } });
    });
    return { calls, lakefs: new LakeFSClient({ fetch, auth: { type: "jwt", token: SECRET } }) };
  };
  const missing = () => Response.json({ message: "repository not found" }, { status: 404 });
  for (const name of ["HTTPError", "FetchError"]) {
    const { lakefs, calls } = client(() => ({ name, response: missing() }));
    const error = await rejection(lakefs.getRepository("demo"));
    assert.equal(error.code, "repository_not_found");
    assert.equal(error.message, "repository not found");
    assert.equal(calls.length, 1);
  }
  const busy = client(() => ({ name: "FetchError", response: new Response("", { status: 503 }) }));
  assert.equal((await rejection(busy.lakefs.dumpSubmit("demo"))).code, "unavailable");
  assert.equal(busy.calls.length, 1);
  const location = "https://sso.example/";
  const redirect = client(() => ({ response: new Response(null, { status: 302, headers: { location } }) }));
  assert.equal((await rejection(redirect.lakefs.getRepository("demo"))).origin, "https://sso.example");
  // axios has no Response.
  const axios = client(() => ({ name: "AxiosError", code: "ERR_BAD_REQUEST", response: { status: 404, headers: {} } }));
  const error = await rejection(axios.lakefs.getRepository("demo"));
  assert.equal(error.message, "fetch did not resolve to a Response");
  assert.ok(!JSON.stringify([error, error.cause, String(error.cause?.stack)]).includes(SECRET));
  assert.equal(axios.calls.length, 1);
});

test("a response that comes after its call has ended is given up", async () => {
  let canceled = 0;
  const late = {};
  const response = () => new Response(new ReadableStream({ cancel: () => void canceled++ }));
  const fetch = () => new Promise((resolve) => (late.answer = () => resolve(response())));
  const controller = new AbortController();
  const call = new LakeFSClient({ fetch })
    .getRepository("demo", { signal: controller.signal })
    .catch((reason) => reason);
  while (!late.answer) await new Promise((resolve) => setTimeout(resolve, 1));
  controller.abort("given up");
  assert.equal(await call, "given up");
  late.answer();
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(canceled, 1);
});

test("logging out succeeds with the redirect that lakeFS answers", async () => {
  const { fetch, calls } = stub(() => new Response(null, { status: 307, headers: { location: "/auth/login" } }));
  await new LakeFSClient({ endpoint: "https://lakefs.example/base/api/v1/", fetch }).logout();
  assert.equal(calls[0].url, "https://lakefs.example/base/logout");
  assert.equal(calls[0].method, "POST");
});

test("cookies and tokens are never mixed", async () => {
  const cases = [
    [{ type: "none" }, {}],
    [{ type: "basic", accessKeyId: "ключ", secretAccessKey: "é" }, { Authorization: "Basic 0LrQu9GO0Yc6w6k=" }],
    [
      { type: "basic", accessKeyId: "a", secretAccessKey: "é".repeat(200_000) },
      { Authorization: `Basic ${Buffer.from(`a:${"é".repeat(200_000)}`).toString("base64")}` },
    ],
    [{ type: "jwt", token: "a.b.c" }, { Authorization: "Bearer a.b.c" }],
    [{ type: "jwt", token: () => "a.b.c" }, { Authorization: "Bearer a.b.c" }],
    [{ type: "cookie", value: "v" }, { Cookie: "internal_auth_session=v" }],
    [{ type: "cookie", name: "oidc_auth_session", value: "v" }, { Cookie: "oidc_auth_session=v" }],
    [{ type: "cookie", name: "saml_auth_session", value: "v" }, { Cookie: "saml_auth_session=v" }],
  ];
  for (const [auth, expected] of cases) {
    const { fetch, calls } = stub(() => Response.json(REPOSITORY));
    await new LakeFSClient({ fetch, auth }).getRepository("demo");
    const { Authorization, Cookie } = calls[0].init.headers;
    assert.deepEqual(JSON.parse(JSON.stringify({ Authorization, Cookie })), expected);
    assert.equal(calls[0].init.credentials, "omit");
    assert.equal(calls[0].init.redirect, "manual");
  }
});

test("a fetch that keeps or changes its init disturbs no other call", async () => {
  const kept = [];
  const fetch = async (_, init) => {
    kept.push(init);
    init.headers["X-Trace"] = (init.headers["X-Trace"] ?? "") + "1";
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(init.signal.aborted, false);
    return Response.json(REPOSITORY);
  };
  const client = new LakeFSClient({ fetch });
  await Promise.all([client.getRepository("demo"), client.getRepository("demo")]);
  await client.getRepository("demo");
  assert.deepEqual(
    kept.map((init) => init.headers["X-Trace"]),
    ["1", "1", "1"],
  );
  assert.equal(new Set(kept.map((init) => init.signal)).size, 3);
});

test("a redirect to an address that has no origin tells none", async () => {
  for (const location of ["data:text/html,canary", "javascript:canary", "mailto:canary@example.com"]) {
    const fetch = async () => new Response(null, { status: 302, headers: { location } });
    const error = await rejection(
      new LakeFSClient({ endpoint: "https://lakefs.example", fetch }).getRepository("demo"),
    );
    assert.equal(error.code, "login_redirect");
    assert.equal(error.origin, undefined);
  }
});

test("the guard returns false for what cannot be read", () => {
  const refuse = () => {
    throw new Error("no");
  };
  for (const value of [
    new Proxy({}, { get: refuse }),
    new Proxy(() => {}, { get: refuse }),
    null,
    undefined,
    1,
    new Error("own"),
  ]) {
    assert.equal(isLakeFSError(value), false);
    assert.equal(isLakeFSError(value, "timeout"), false);
  }
});

test("headers of another make can be numbers, or throw, and harm no other call", async () => {
  const other = new LakeFSClient({
    fetch: () => new Promise((resolve) => setTimeout(() => resolve(Response.json(REPOSITORY)), 20)),
  }).getRepository("demo");
  const bytes = (value) => new TextEncoder().encode(JSON.stringify(value)).buffer;
  const make = (status, value, get) => async () => ({
    status,
    headers: { get },
    arrayBuffer: async () => bytes(value),
  });
  const busy = await rejection(
    new LakeFSClient({
      fetch: make(503, { message: "busy" }, (name) => (name === "retry-after" ? 0 : undefined)),
      retries: 1,
    }).getRepository("demo"),
  );
  assert.deepEqual([busy.code, busy.attempts], ["unavailable", 2]);
  const { etag } = await new LakeFSClient({
    fetch: make(200, [], (name) => (name === "etag" ? 7 : null)),
  }).getBranchProtectionRules("demo");
  assert.equal(etag, "7");
  for (const bad of ["etag", "retry-after", "content-type", "date", "location"]) {
    for (const value of [
      () => {
        throw new Error("no");
      },
      () => ({}),
    ]) {
      for (const status of [200, 302, 404, 503]) {
        const client = new LakeFSClient({
          fetch: make(status, [], (name) => (name === bad ? value() : null)),
          retries: 0,
        });
        // A header that cannot be read counts as absent.
        const codes = { 200: undefined, 302: "login_redirect", 404: "not_found", 503: "unavailable" };
        const result = await client.getBranchProtectionRules("demo").catch((error) => error);
        assert.equal(result.code, codes[status], `${bad} ${status}`);
        if (status === 200) assert.deepEqual(result, { rules: [], etag: null });
        const wait = await rejection(client.waitForDump("demo", "DR1", { stallMs: 1, pollMs: 1 }));
        assert.equal(wait.code, codes[status] ?? "unexpected_response", `${bad} ${status}`);
      }
    }
  }
  assert.equal((await other).id, "demo");
});

test("a stream of another make can give anything", async () => {
  const body = (read, cancel = () => {}) => ({ getReader: () => ({ read, cancel }) });
  const end = { done: true, value: undefined };
  for (const value of [new ArrayBuffer(8), "text", undefined, null, 7, {}]) {
    let reads = 0;
    const client = new LakeFSClient({
      fetch: async () => ({
        status: 200,
        headers: new Headers(),
        body: body(async () => (reads++ < 100 ? { done: false, value } : end)),
      }),
      retries: 0,
    });
    assert.equal((await rejection(client.getRepository("demo"))).code, "connection_failed", String(value));
    assert.equal(reads, 1);
  }
  for (const cancel of [
    () => {},
    () => {
      throw new Error("no");
    },
    () => Promise.reject(new Error("no")),
    undefined,
  ]) {
    const controller = new AbortController();
    const client = new LakeFSClient({
      fetch: async () => ({ status: 200, headers: new Headers(), body: body(() => new Promise(() => {}), cancel) }),
      retries: 0,
    });
    assert.equal((await rejection(client.getRepository("demo", { timeoutMs: 20 }))).phase, "body");
    setTimeout(() => controller.abort("enough"), 5);
    assert.equal(await rejection(client.getRepository("demo", { signal: controller.signal })), "enough");
  }
});
