// Faults of the in-memory lakeFS, as a fetch function and over a port.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { connect } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";

const lakefs = inMemoryLakeFS();
const authorization = `Basic ${btoa(`${lakefs.credentials.accessKeyId}:${lakefs.credentials.secretAccessKey}`)}`;
const creation = (name) => ({
  method: "POST",
  body: JSON.stringify({ name, storage_namespace: `mem://${name}` }),
  headers: { "content-type": "application/json" },
});
const wait = (ms = 50) => new Promise((resolve) => setTimeout(resolve, ms, "still waiting"));
let server;

before(async () => {
  server = await serve(lakefs);
});
after(() => server.close());

for (const [place, ask] of /** @type {[string, (path: string, init?: RequestInit) => Promise<Response>][]} */ ([
  [
    "as a fetch",
    (path, init) =>
      lakefs.fetch(`http://lakefs.test/api/v1${path}`, { ...init, headers: { authorization, ...init?.headers } }),
  ],
  [
    "over a port",
    (path, init) => fetch(`${server.url}/api/v1${path}`, { ...init, headers: { authorization, ...init?.headers } }),
  ],
])) {
  describe(place, () => {
    beforeEach(() => lakefs.reset());
    const create = (name) => ask("/repositories", creation(name));
    const exists = async (name) => (await ask(`/repositories/${name}/metadata`)).status === 200;

    test("a status has lakeFS's body, changes nothing, and applies once", async () => {
      const messages = {
        401: "error authenticating request",
        403: "read-only repository",
        409: "error creating repository: not unique",
        410: "repository in deletion",
        412: "Precondition failed",
        429: "Too many attempts, try again later",
        503: "Throughput exceeded. Slow down and retry",
      };
      for (const [status, message] of Object.entries(messages)) {
        lakefs.fail({ status: Number(status) });
        const response = await create("demo");
        assert.deepEqual([response.status, await response.json()], [Number(status), { message }]);
        assert.equal(response.headers.get("content-type"), "application/json");
        assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
        assert.equal(await exists("demo"), false);
        assert.equal(lakefs.requests[lakefs.requests.length - 2]?.status, Number(status));
      }
      assert.equal((await create("demo")).status, 201);
    });

    test("a status can have a message and headers, and can be sent after applying the request", async () => {
      lakefs.fail({
        status: 503,
        message: "busy",
        headers: { "Retry-After": "7", "x-request-id": "mine" },
        afterApplying: true,
      });
      const response = await create("demo");
      assert.deepEqual(
        [
          response.status,
          response.headers.get("retry-after"),
          response.headers.get("x-request-id"),
          await response.json(),
        ],
        [503, "7", "mine", { message: "busy" }],
      );
      assert.equal(await exists("demo"), true);
    });

    test("a status without a body has none, and a redirect can be made with a header", async () => {
      lakefs.fail({ status: 204 });
      assert.deepEqual([(await ask("/user")).status, await exists("demo")], [204, false]);
      lakefs.fail({ status: 302, headers: { Location: "http://sso.example/login" } });
      const response = await ask("/user", { redirect: "manual" });
      assert.deepEqual(
        [response.status, response.headers.get("location"), await response.text()],
        [302, "http://sso.example/login", ""],
      );
    });

    test("only requests of the operation fail, the given number of times, in the order of planning", async () => {
      lakefs.fail({ status: 500 }, { operation: "getRepository", times: 2 });
      lakefs.fail({ status: 502 }, { operation: "getRepository" });
      lakefs.fail({ status: 503 });
      const statuses = [];
      for (const path of [
        "/repositories/demo",
        "/user",
        "/user",
        "/repositories/demo",
        "/repositories/demo",
        "/repositories/demo",
      ])
        statuses.push((await ask(path)).status);
      assert.deepEqual(statuses, [500, 503, 200, 500, 502, 404]);
    });

    test("times can be Infinity, until reset", async () => {
      lakefs.fail({ status: 503 }, { times: Infinity });
      for (let round = 0; round < 5; round++) assert.equal((await ask("/user")).status, 503);
      lakefs.reset();
      assert.equal((await ask("/user")).status, 200);
    });

    test("a delay applies the request at once and delays the response", async () => {
      const delayMs = 400;
      lakefs.fail({ delayMs }, { operation: "createRepository" });
      const begin = performance.now();
      let answered = false;
      const created = create("demo").finally(() => (answered = true));
      while (!(await exists("demo"))) await wait(5);
      assert.equal(answered, false, "applied at once");
      assert.equal((await created).status, 201);
      assert.ok(performance.now() - begin >= delayMs - 10, "answered later");
    });

    test("aborting ends a delay, and leaves no listener", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      lakefs.fail({ delayMs: 60_000 });
      const asked = assert.rejects(ask("/user", { signal: controller.signal }), (error) => error === reason);
      // Aborted earlier, it could arrive during the next test.
      while (lakefs.requests.length === 0) await wait(5);
      controller.abort(reason);
      await asked;
      if (place === "as a fetch") assert.equal(getEventListeners(controller.signal, "abort").length, 0);
    });

    test("a hanging response changes nothing, and only aborting ends it", async () => {
      lakefs.fail({ hang: "response" });
      const controller = new AbortController();
      const created = ask("/repositories", { ...creation("demo"), signal: controller.signal });
      while (lakefs.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(await Promise.race([created, wait()]), "still waiting");
      assert.equal(lakefs.requests[0]?.status, 0);
      controller.abort("enough");
      await assert.rejects(created, (error) => error === "enough");
      assert.equal(await exists("demo"), false);
    });

    test("a hanging body applies the request and sends headers and half of the body; only aborting ends it", async () => {
      const controller = new AbortController();
      lakefs.fail({ hang: "body" });
      const response = await ask("/repositories", { ...creation("demo"), signal: controller.signal });
      assert.equal(response.status, 201);
      const reader = response.body?.getReader();
      const first = new TextDecoder().decode((await reader?.read())?.value);
      assert.match(first, /^\{"creation_date":\d+/);
      const rest = reader?.read();
      assert.equal(await Promise.race([rest, wait()]), "still waiting");
      controller.abort(new Error("enough"));
      await assert.rejects(rest ?? Promise.resolve());
      assert.equal(await exists("demo"), true);
    });

    test("a disconnect without a response changes nothing, except with afterApplying", async () => {
      for (const afterApplying of [false, true]) {
        lakefs.fail({ disconnect: "response", afterApplying });
        await assert.rejects(create("demo"), TypeError);
        assert.equal(
          lakefs.requests.filter(({ operation, status }) => operation === "createRepository" && status === 0).length,
          afterApplying ? 2 : 1,
        );
        assert.equal(await exists("demo"), afterApplying);
      }
    });

    test("a disconnect in the body applies the request, and reading the body rejects", async () => {
      lakefs.fail({ disconnect: "body" });
      const response = await create("demo");
      assert.equal(response.status, 201);
      await assert.rejects(response.text(), TypeError);
      assert.equal(await exists("demo"), true);
    });

    test("a disconnect in a body that is empty sends no response", async () => {
      await create("demo");
      lakefs.fail({ disconnect: "body" });
      await assert.rejects(ask("/repositories/demo", { method: "DELETE" }), TypeError);
      assert.equal(await exists("demo"), false);
    });

    test("an HTML page has the given status, and changes nothing", async () => {
      for (const status of [200, 502]) {
        lakefs.fail({ html: status });
        const response = await create("demo");
        assert.deepEqual([response.status, response.headers.get("content-type")], [status, "text/html; charset=utf-8"]);
        assert.match(await response.text(), /^<!doctype html>/);
        assert.equal(await exists("demo"), false);
      }
    });

    test("truncated JSON ends in the middle, and the connection stays open", async () => {
      lakefs.fail({ truncate: true });
      const response = await create("demo");
      const text = await response.text();
      assert.equal(response.headers.get("content-length"), String(text.length));
      assert.throws(() => JSON.parse(text), SyntaxError);
      assert.match(text, /^\{"creation_date":/);
      assert.equal(await exists("demo"), true);
    });
  });
}

test("an aborted signal sends nothing and rejects with its reason, of any type", async () => {
  lakefs.reset();
  for (const reason of [new Error("enough"), "text", null, { an: "object" }]) {
    const signal = AbortSignal.abort(reason);
    await assert.rejects(
      lakefs.fetch("http://lakefs.test/", { signal }).then(
        () => "resolved",
        (error) => {
          throw Object.is(error, reason) ? new Error("the reason") : error;
        },
      ),
      /the reason/,
    );
    await assert.rejects(
      lakefs.fetch(new Request("http://lakefs.test/", { signal: AbortSignal.abort(new Error("enough")) })),
      /enough/,
    );
  }
  assert.equal(lakefs.requests.length, 0);
});

test("invalid faults are refused at once", () => {
  const wrong = [
    null,
    {},
    "status",
    { status: 99 },
    { status: 600 },
    { status: 200.5 },
    { status: "503" },
    { html: 204 },
    { html: true },
    { delayMs: -1 },
    { delayMs: "1" },
    { hang: "headers" },
    { disconnect: true },
    { truncate: false },
  ];
  for (const fault of wrong)
    assert.throws(() => lakefs.fail(/** @type {any} */ (fault)), TypeError, JSON.stringify(fault));
  for (const times of [0, -1, 1.5, Number.NaN])
    assert.throws(() => lakefs.fail({ status: 503 }, { times }), TypeError, String(times));
  for (const operation of ["getrepository", "", null])
    assert.throws(() => lakefs.fail({ status: 503 }, /** @type {any} */ ({ operation })), TypeError, String(operation));
});

describe("serve", () => {
  test("the address has the requested port, and a port in use rejects", async () => {
    const first = await serve(inMemoryLakeFS());
    const port = Number(new URL(first.url).port);
    assert.equal(first.url, `http://127.0.0.1:${port}`);
    await assert.rejects(serve(inMemoryLakeFS(), { port }), { code: "EADDRINUSE" });
    await first.close();
    const second = await serve(inMemoryLakeFS(), { port, host: "localhost" });
    assert.equal(second.url, `http://localhost:${port}`);
    await second.close();
  });

  test("close ends open connections, hanging responses and delays at once, and can be called again", {
    timeout: 5000,
  }, async () => {
    const one = inMemoryLakeFS();
    const { url, close } = await serve(one);
    const idle = connect(Number(new URL(url).port), "127.0.0.1");
    await new Promise((resolve) => idle.once("connect", resolve));
    const ended = new Promise((resolve) => idle.once("close", resolve));
    idle.on("error", () => {});
    for (const fault of [{ hang: "response" }, { hang: "body" }, { delayMs: 60_000 }])
      one.fail(/** @type {any} */ (fault));
    const answers = [1, 2, 3].map(() => fetch(`${url}/repositories`).then((response) => response.text()));
    const failed = Promise.all(answers.map((answer) => assert.rejects(answer)));
    while (one.requests.length < 3) await wait(5);
    const begin = performance.now();
    await Promise.all([close(), close()]);
    await failed;
    await ended;
    assert.ok(performance.now() - begin < 1000);
    await close();
    await assert.rejects(fetch(url));
  });

  test("two servers of one lakeFS share its state", async () => {
    const one = inMemoryLakeFS();
    const servers = await Promise.all([serve(one), serve(one)]);
    await fetch(`${servers[0].url}/api/v1/repositories`, {
      ...creation("demo"),
      headers: { authorization, "content-type": "application/json" },
    });
    assert.equal(
      (await fetch(`${servers[1].url}/api/v1/repositories/demo`, { headers: { authorization } })).status,
      200,
    );
    await Promise.all(servers.map(({ close }) => close()));
  });

  test("login sets the session's cookie, and logout removes it", async () => {
    const one = inMemoryLakeFS();
    const { url, close } = await serve(one);
    const { accessKeyId, secretAccessKey } = one.credentials;
    const login = await fetch(`${url}/api/v1/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ access_key_id: accessKeyId, secret_access_key: secretAccessKey }),
    });
    const [set = ""] = login.headers.getSetCookie();
    const { user } = await (
      await fetch(`${url}/api/v1/user`, { headers: { cookie: set.slice(0, set.indexOf(";")) } })
    ).json();
    assert.equal(user.id, "admin");
    for (const method of ["GET", "POST"]) {
      const logout = await fetch(`${url}/logout`, { method, redirect: "manual" });
      assert.deepEqual(
        [logout.status, logout.headers.get("location"), await logout.text()],
        [307, "/auth/login", method === "GET" ? '<a href="/auth/login">Temporary Redirect</a>.\n\n' : ""],
      );
      assert.match(
        logout.headers.getSetCookie()[0] ?? "",
        /^internal_auth_session=[\w-]+=*; Path=\/; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; HttpOnly; SameSite=Lax$/,
      );
    }
    await close();
  });

  test("an invalid lakeFS, port or host is refused", async () => {
    for (const [first, second] of [
      [{}],
      [null],
      [undefined],
      [inMemoryLakeFS(), { port: -1 }],
      [inMemoryLakeFS(), { port: 65536 }],
      [inMemoryLakeFS(), { port: "80" }],
      [inMemoryLakeFS(), { host: "" }],
    ]) {
      await assert.rejects(serve(/** @type {any} */ (first), /** @type {any} */ (second)), TypeError);
    }
  });
});
