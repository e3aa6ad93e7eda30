// Options and general behavior of the in-memory lakeFS, beyond the recordings.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { clock, start } from "../support/memory.js";
import { users } from "../support/users.js";

describe("requests", () => {
  test("requests are recorded in order, without Authorization and Cookie", async () => {
    const { lakefs, call, create } = start();
    await create("demo");
    await call("GET", "/repositories/demo?x=%20y", undefined, {
      cookie: "internal_auth_session=canary",
      "X-Trace": "1",
    });
    await lakefs.fetch("http://lakefs.test/elsewhere");
    assert.equal(lakefs.requests.length, 3);
    assert.deepEqual(lakefs.requests[0], {
      method: "POST",
      path: "/api/v1/repositories",
      query: "",
      headers: { "content-type": "application/json" },
      body: '{"name":"demo","storage_namespace":"mem://demo"}',
      operation: "createRepository",
      status: 201,
    });
    assert.deepEqual(lakefs.requests[1], {
      method: "GET",
      path: "/api/v1/repositories/demo",
      query: "x=%20y",
      headers: { "x-trace": "1" },
      body: "",
      operation: "getRepository",
      status: 200,
    });
    assert.deepEqual(lakefs.requests[2], {
      method: "GET",
      path: "/elsewhere",
      query: "",
      headers: {},
      body: "",
      status: 200,
    });
    assert.ok(!JSON.stringify(lakefs.requests).includes("canary"));
  });

  test("requests have the client's name of their operation, if it has one", async () => {
    const { lakefs, call } = start();
    const calls = {
      listRepositories: ["GET", "/repositories"],
      createRepository: ["POST", "/repositories"],
      getRepository: ["GET", "/repositories/x"],
      deleteRepository: ["DELETE", "/repositories/x"],
      getRepositoryMetadata: ["GET", "/repositories/x/metadata"],
      getGCRules: ["GET", "/repositories/x/settings/gc_rules"],
      setGCRules: ["PUT", "/repositories/x/settings/gc_rules"],
      deleteGCRules: ["DELETE", "/repositories/x/settings/gc_rules"],
      getBranchProtectionRules: ["GET", "/repositories/x/settings/branch_protection"],
      setBranchProtectionRules: ["PUT", "/repositories/x/settings/branch_protection"],
      dumpSubmit: ["POST", "/repositories/x/dump"],
      dumpStatus: ["GET", "/repositories/x/dump"],
      restoreSubmit: ["POST", "/repositories/x/restore"],
      restoreStatus: ["GET", "/repositories/x/restore"],
      listBranches: ["GET", "/repositories/x/branches"],
      login: ["POST", "/auth/login"],
      currentUser: ["GET", "/user"],
      serverConfig: ["GET", "/config"],
    };
    for (const [method, path] of Object.values(calls)) await call(method, path);
    await lakefs.fetch("http://lakefs.test/logout", { method: "POST" });
    assert.deepEqual(
      lakefs.requests.map(({ operation }) => operation),
      [...Object.keys(calls), "logout"],
    );
    await call("GET", "/healthcheck");
    await call("GET", "/nothing");
    assert.deepEqual(
      lakefs.requests.slice(-2).map((request) => "operation" in request),
      [false, false],
    );
  });

  test("a Request, a URL and a string with an init are equal, with the content type that fetch sets", async () => {
    const { lakefs } = start();
    const url = "http://lakefs.test/api/v1/repositories?a=1";
    const init = { method: "post", headers: { "X-Trace": "1" }, body: "é" };
    await lakefs.fetch(url, init);
    await lakefs.fetch(new URL(url), init);
    await lakefs.fetch(new Request(url, init));
    await lakefs.fetch(new Request(url, { method: "PUT", headers: { "X-Trace": "2" } }), init);
    const [first, ...others] = lakefs.requests;
    assert.deepEqual(
      [first?.method, first?.body, first?.headers],
      ["POST", "é", { "content-type": "text/plain;charset=UTF-8", "x-trace": "1" }],
    );
    for (const other of others) assert.deepEqual(other, first);
    await assert.rejects(lakefs.fetch("not an address"), TypeError);
  });
});

describe("a handler", () => {
  test("further arguments that runtimes pass change nothing", async () => {
    const { lakefs } = start();
    for (const beside of [
      { remoteAddr: { transport: "tcp" }, completed: Promise.resolve() },
      { port: 8000, url: new URL("http://localhost:8000"), pendingRequests: 1 },
    ]) {
      const response = await lakefs.fetch(
        new Request("http://lakefs.test/api/v1/auth/login", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{",
        }),
        /** @type {any} */ (beside),
      );
      assert.equal(
        (await response.json()).message,
        "request body has an error: failed to decode request body: unexpected EOF",
      );
    }
  });

  test("HEAD, 204 and 304 have no body, and every response has a date", async () => {
    const { lakefs, create } = start();
    await create("demo");
    for (const [method, path] of [
      ["HEAD", "/"],
      ["HEAD", "/api/v1/user"],
      ["GET", "/api/v1/healthcheck"],
    ]) {
      const response = await lakefs.fetch(`http://lakefs.test${path}`, { method });
      assert.deepEqual(
        [response.body, Number.isNaN(Date.parse(response.headers.get("date") ?? ""))],
        [null, false],
        path,
      );
    }
  });
});

describe("pages", () => {
  test("are served for every path that Go's file server accepts", async () => {
    const lakefs = inMemoryLakeFS();
    const status = {
      200: ["/", "/x", "/api", "/api/x", "/api/v1x", "/x/index.html", "//"],
      301: ["/index.html"],
      404: ["/x/", "/api/", "/auth/login/", "/x//y", "/x%2F"],
    };
    for (const [expected, paths] of Object.entries(status)) {
      for (const path of paths) {
        const response = await lakefs.fetch(`http://lakefs.test${path}`);
        assert.equal(response.status, Number(expected), path);
        if (response.status === 404) assert.equal(await response.text(), "404 page not found\n");
      }
    }
  });
});

describe("older servers", () => {
  test("1.12 ignores search, even a repeated one, and has fewer setup fields and a shorter grace period", async () => {
    for (const [version, search, setup, period] of /** @type {const} */ ([
      ["1.84", 400, 400, 86400],
      ["1.12", 200, 409, 21600],
    ])) {
      const { call } = start({ version });
      assert.equal((await call("GET", "/repositories?search=a&search=b")).status, search);
      assert.equal((await call("POST", "/setup_lakefs", { username: "x", email: 1 })).status, setup);
      assert.deepEqual((await call("GET", "/config/garbage-collection")).body, { grace_period: period });
    }
  });

  test("1.12 tells what is wrong with an OIDC or SAML cookie", async () => {
    const lakefs = inMemoryLakeFS({ version: "1.12" });
    const illegal = (at) => `base64 decode failed - caused by: illegal base64 data at input byte ${at}`;
    for (const [cookie, problem] of /** @type {const} */ ([
      ["!", illegal(0)],
      ["YWJj!", illegal(4)],
      ["YWJjZA=x", illegal(6)],
      ["YWJjZA=", illegal(7)],
      ["YWJjZA==x", illegal(8)],
      ["YWJj", "the value is not valid"],
      ["A".repeat(4096), "the value is not valid"],
      ["A".repeat(4097), "the value is too long"],
    ])) {
      const response = await lakefs.fetch("http://lakefs.test/api/v1/user", {
        headers: { cookie: `oidc_auth_session=${cookie}` },
      });
      assert.deepEqual(await response.json(), { message: `securecookie: ${problem}` }, cookie.slice(0, 20));
    }
  });

  test("1.12 names a random one of several invalid fields, 1.84 the first", async () => {
    const fields = async (version) => {
      const { call } = start({ version });
      const found = new Set();
      for (let round = 0; round < 100; round++) {
        const { body } = await call("POST", "/repositories", { name: 1, storage_namespace: 2 });
        found.add(/Error at "([^"]*)"/.exec(body.message)?.[1]);
      }
      return [...found].sort();
    };
    assert.deepEqual(await fields("1.84"), ["/name"]);
    assert.deepEqual(await fields("1.12"), ["/name", "/storage_namespace"]);
  });

  test("1.12 validates amounts as floats, hexadecimal ones included, and then fails to decode them", async () => {
    for (const amount of ["0x1p4", "0x.8P1", "0X1.8p+1"]) {
      assert.equal(
        (await start({ version: "1.12" }).call("GET", `/repositories?amount=${encodeURIComponent(amount)}`)).body,
        `Invalid format for parameter amount: error binding string parameter: strconv.ParseInt: parsing "${amount}": invalid syntax\n`,
      );
    }
  });
});

describe("reset", () => {
  test("removes repositories, used namespaces, faults and requests, and refuses old tokens", async () => {
    const { lakefs, call, create } = start();
    await create("demo");
    const {
      body: { token },
    } = await call("POST", "/auth/login", {
      access_key_id: lakefs.credentials.accessKeyId,
      secret_access_key: lakefs.credentials.secretAccessKey,
    });
    lakefs.fail({ status: 503 }, { times: 5 });
    const { requests } = lakefs;
    lakefs.reset();
    assert.deepEqual([requests.length, lakefs.requests], [0, requests]);
    assert.equal((await call("GET", "/repositories")).body.results.length, 0);
    assert.equal((await call("GET", "/user", undefined, { authorization: `Bearer ${token}` })).status, 401);
    assert.equal((await create("demo")).status, 201);
  });
});

describe("the clock", () => {
  test("with a given clock two runs respond equally, including IDs and orders", async () => {
    const run = async () => {
      const { lakefs, call, create } = start({ now: clock(), taskMs: 10 });
      const answers = [
        await create("demo", { sample_data: true }),
        await call(
          "PUT",
          "/repositories/demo/settings/branch_protection",
          ["a", "b", "c", "d"].map((pattern) => ({ pattern })),
        ),
      ];
      for (const path of ["/settings/branch_protection", "/settings/branch_protection", ""])
        answers.push(await call("GET", `/repositories/demo${path}`));
      answers.push(
        await call("POST", "/repositories/demo/dump"),
        await call("POST", "/auth/login", {
          access_key_id: lakefs.credentials.accessKeyId,
          secret_access_key: lakefs.credentials.secretAccessKey,
        }),
      );
      return answers.map(({ status, headers, body }) => ({ status, headers: [...headers], body }));
    };
    assert.deepEqual(await run(), await run());
  });

  test("without one, IDs differ", async () => {
    const ids = await Promise.all(
      [start(), start()].map(async ({ call }) => (await call("GET", "/user")).headers.get("x-request-id")),
    );
    assert.notEqual(ids[0], ids[1]);
  });

  test("dates come from the clock", async () => {
    const now = clock();
    const { create } = start({ now });
    const { headers, body } = await create("demo");
    assert.deepEqual([headers.get("date"), body.creation_date], [new Date(now()).toUTCString(), now() / 1000]);
  });
});

describe("options", () => {
  test("invalid options are refused at once", () => {
    const wrong = [
      null,
      1,
      { version: "1.13" },
      { version: null },
      { version: "toString" },
      { blockstore: "gs" },
      { lookupCacheSeconds: -1 },
      { lookupCacheSeconds: "1" },
      { taskMs: Number.NaN },
      { now: 1 },
      { users: [] },
      { users: {} },
      { users: [null] },
      { users: [{ id: "a", accessKeyId: "a" }] },
      { users: [{ id: "", accessKeyId: "a", secretAccessKey: "b" }] },
      { users: [{ ...users[0], allow: "fs:*" }] },
      { users: [users[0], users[0]] },
    ];
    for (const options of wrong)
      assert.throws(() => inMemoryLakeFS(/** @type {any} */ (options)), TypeError, JSON.stringify(options));
    for (const options of [
      undefined,
      {},
      {
        version: undefined,
        users: undefined,
        blockstore: undefined,
        lookupCacheSeconds: undefined,
        taskMs: undefined,
        now: undefined,
      },
    ])
      inMemoryLakeFS(options);
  });

  test("later changes of the given users have no effect", async () => {
    const mine = [{ id: "me", accessKeyId: "a", secretAccessKey: "b", allow: ["fs:Read*"] }];
    const { call } = start({ users: mine });
    mine[0].allow.push("*");
    mine[0].secretAccessKey = "c";
    assert.equal((await call("GET", "/repositories")).status, 401);
    assert.equal((await call("GET", "/repositories/demo")).status, 404);
  });
});
