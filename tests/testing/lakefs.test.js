// What a lakeFS in memory can be made to be, beside what the recordings show.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { caller, clock, REFS, start } from "../support/memory.js";
import { NOBODY, READER, users } from "../support/users.js";

describe("requests", () => {
  test("what arrived is listed newest last, without Authorization and Cookie", async () => {
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

  test("every operation of the client is named, and what is none of them is not", async () => {
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

  test("a Request, a URL and a string with an init arrive alike, with the content type that fetch gives", async () => {
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
  test("what runtimes hand over beside the request changes nothing", async () => {
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

  test("HEAD, 204 and 304 have no body, and everything has a date", async () => {
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
  test("stand for every path that Go's file server takes for one", async () => {
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
  test("1.12 knows no search, not even a repeated one, asks less when it is set up, and waits less before it collects garbage", async () => {
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

  test("1.12 says what is wrong with the cookie of another login", async () => {
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

  test("1.12 reads numbers as floats, hexadecimal ones too, and then stumbles over them", async () => {
    for (const amount of ["0x1p4", "0x.8P1", "0X1.8p+1"]) {
      assert.equal(
        (await start({ version: "1.12" }).call("GET", `/repositories?amount=${encodeURIComponent(amount)}`)).body,
        `Invalid format for parameter amount: error binding string parameter: strconv.ParseInt: parsing "${amount}": invalid syntax\n`,
      );
    }
  });
});

describe("reset", () => {
  test("empties it of repositories, used namespaces, faults and requests, and refuses old tokens", async () => {
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

describe("users", () => {
  test("there is an admin with lakeFS's example key, which auth and credentials hold", async () => {
    const { lakefs, call } = start();
    assert.deepEqual(lakefs.auth, {
      type: "basic",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    });
    assert.deepEqual({ type: "basic", ...lakefs.credentials }, lakefs.auth);
    assert.equal((await call("GET", "/user")).body.user.id, "admin");
  });

  const needed = [
    ["GET", "/repositories", undefined, ["fs:ListRepositories"]],
    [
      "POST",
      "/repositories",
      { name: "demo-2", storage_namespace: "mem://demo-2" },
      ["fs:CreateRepository", "fs:AttachStorageNamespace"],
    ],
    ["GET", "/repositories/demo", undefined, ["fs:ReadRepository"]],
    ["GET", "/repositories/demo/metadata", undefined, ["fs:ReadRepository"]],
    ["POST", "/repositories/demo/metadata", { metadata: { a: "1" } }, ["fs:UpdateRepository"]],
    ["GET", "/repositories/demo/settings/gc_rules", undefined, ["retention:GetGarbageCollectionRules"]],
    [
      "PUT",
      "/repositories/demo/settings/gc_rules",
      { default_retention_days: 1, branches: [] },
      ["retention:SetGarbageCollectionRules"],
    ],
    ["DELETE", "/repositories/demo/settings/gc_rules", undefined, ["retention:SetGarbageCollectionRules"]],
    ["GET", "/repositories/demo/settings/branch_protection", undefined, ["branches:GetBranchProtectionRules"]],
    ["PUT", "/repositories/demo/settings/branch_protection", [], ["branches:SetBranchProtectionRules"]],
    ["POST", "/repositories/demo/dump", undefined, ["fs:ListTags", "fs:ListBranches", "fs:ListCommits"]],
    ["GET", "/repositories/demo/dump?task_id=x", undefined, ["fs:ListTags", "fs:ListBranches", "fs:ListCommits"]],
    ["POST", "/repositories/demo/restore", REFS, ["fs:CreateTag", "fs:CreateBranch", "fs:CreateCommit"]],
    ["GET", "/repositories/demo/restore?task_id=x", undefined, ["fs:CreateTag", "fs:CreateBranch", "fs:CreateCommit"]],
    ["DELETE", "/repositories/demo", undefined, ["fs:DeleteRepository"]],
  ];
  for (const [method, path, body, permissions] of needed) {
    test(`${method} ${path} needs ${permissions.join(", ")}, and names the first that is missing`, async () => {
      for (let have = 0; have <= permissions.length; have++) {
        const one = { id: "one", accessKeyId: "AKIAONE", secretAccessKey: "one", allow: permissions.slice(0, have) };
        const { lakefs, create } = start({ users: [...users, one] });
        await create("demo");
        const { status, body: answer } = await caller(lakefs, one)(method, path, body);
        if (have === permissions.length) assert.notEqual(status, 401);
        else {
          const name = permissions[have] === "fs:ListRepositories" ? "" : `: not allowed to ${permissions[have]}`;
          assert.deepEqual([status, answer], [401, { message: `insufficient permissions${name}` }]);
        }
      }
    });
  }

  test("a permission is a pattern: * stands for any text, ? for one character, and nothing else for anything but itself", async () => {
    for (const [allow, allowed] of [
      ["*", true],
      ["fs:*", true],
      ["fs:Read?epository", true],
      ["*Repository", true],
      ["fs:read*", false],
      ["fs.ReadRepository", false],
      ["fs:ReadRepositor", false],
      ["fs:ReadRepository*", true],
      ["(fs:ReadRepository)", false],
      ["", false],
    ]) {
      const one = { id: "one", accessKeyId: "AKIAONE", secretAccessKey: "one", allow: [allow] };
      const { lakefs } = start({ users: [one] });
      assert.equal((await caller(lakefs, one)("GET", "/repositories/demo")).status, allowed ? 404 : 401, allow);
    }
  });

  test("the configuration is for everybody who is known; 1.12 keeps the storage from those who may not read it", async () => {
    for (const [version, type] of /** @type {const} */ ([
      ["1.84", "mem"],
      ["1.12", ""],
    ])) {
      const { lakefs, call } = start({ version, users });
      assert.equal((await caller(lakefs, NOBODY)("GET", "/config")).body.storage_config.blockstore_type, type);
      assert.equal((await caller(lakefs, READER)("GET", "/config")).body.storage_config.blockstore_type, "mem");
      assert.equal((await caller(lakefs, NOBODY)("GET", "/config/storage")).status, 401);
      assert.deepEqual(
        (await caller(lakefs, NOBODY)("GET", "/config/version")).body,
        (await call("GET", "/config")).body.version_config,
      );
      assert.equal((await lakefs.fetch("http://lakefs.test/api/v1/config")).status, 401);
    }
  });

  test("a wrong key is nobody's, whoever else there is, and a missing one leaves what needs none", async () => {
    const { lakefs } = start({ users });
    for (const key of [
      { ...READER, secretAccessKey: NOBODY.secretAccessKey },
      { accessKeyId: "", secretAccessKey: "" },
      { ...READER, accessKeyId: READER.accessKeyId.toLowerCase() },
    ]) {
      assert.deepEqual((await caller(lakefs, key)("GET", "/user")).body, { message: "error authenticating request" });
    }
    const anonymous = await lakefs.fetch("http://lakefs.test/api/v1/user");
    assert.deepEqual(await anonymous.json(), { user: { creation_date: 0, id: "" } });
  });
});

describe("sessions", () => {
  const login = async (lakefs, now) => {
    const response = await lakefs.fetch("http://lakefs.test/api/v1/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        access_key_id: lakefs.credentials.accessKeyId,
        secret_access_key: lakefs.credentials.secretAccessKey,
      }),
    });
    const { token, token_expiration: expiration } = await response.json();
    assert.equal(expiration, Math.floor(now() / 1000) + 7 * 24 * 3600);
    const [cookie = ""] = response.headers.getSetCookie();
    return { token, cookie: cookie.slice(0, cookie.indexOf(";")) };
  };
  const who = async (lakefs, headers) => {
    const response = await lakefs.fetch("http://lakefs.test/api/v1/user", { headers });
    return response.status === 200 ? (await response.json()).user.id : response.status;
  };

  test("the credential that comes first decides: bearer, basic, the cookie of lakeFS's login, then those of other logins", async () => {
    const now = clock();
    const { lakefs } = start({ now });
    const { token, cookie } = await login(lakefs, now);
    const basic = `Basic ${btoa(`${lakefs.credentials.accessKeyId}:${lakefs.credentials.secretAccessKey}`)}`;
    const cases = [
      [{ authorization: `Bearer ${token}` }, "admin"],
      [{ authorization: `bEARER   ${token}` }, "admin"],
      [{ authorization: `Bearer ${token} x` }, ""],
      [{ authorization: `Bearer${token}` }, ""],
      [{ authorization: `Bearer ${token.slice(0, -2)}` }, 401],
      [{ authorization: `Bearer ${token}.x` }, 401],
      [{ authorization: "Bearer garbage", cookie }, 401],
      [{ authorization: basic }, "admin"],
      [{ authorization: basic.replace("Basic", "bAsIc") }, "admin"],
      [{ authorization: "Basic YTpi", cookie }, 401],
      [{ authorization: "Basic !!" }, ""],
      [{ authorization: "Basic !!", cookie }, "admin"],
      [{ authorization: `Basic ${btoa("no colon")}`, cookie }, "admin"],
      [{ authorization: "Negotiate x", cookie }, "admin"],
      [{ cookie }, "admin"],
      [{ cookie: `a=b; ${cookie}; c=d` }, "admin"],
      [{ cookie: `${cookie}x` }, ""],
      [{ cookie: `internal_auth_session=; ${cookie}` }, ""],
      [{ cookie: cookie.replace("=", '="') + '"' }, "admin"],
      [{ cookie: "saml_auth_session" }, 401],
      [{ cookie: 'saml_auth_session=a"b' }, ""],
      [{ cookie: `${cookie}; oidc_auth_session=corrupt` }, "admin"],
      [{ cookie: "internal_auth_session=corrupt; oidc_auth_session=corrupt" }, 401],
      [{ cookie: "saml_auth_session=corrupt" }, 401],
      [{ cookie: cookie.replace("internal", "oidc") }, 401],
      [{ authorization: basic, cookie: "saml_auth_session=corrupt" }, "admin"],
      [{ cookie: "oidc_auth_sessionx=corrupt" }, ""],
    ];
    for (const [headers, expected] of cases)
      assert.equal(await who(lakefs, headers), expected, JSON.stringify(headers));
  });

  test("a token ends after a week, and its cookie with it", async () => {
    const now = clock();
    const { lakefs } = start({ now });
    const { token, cookie } = await login(lakefs, now);
    now.at += 7 * 24 * 3600 * 1000 - 1000;
    assert.deepEqual(
      [await who(lakefs, { authorization: `Bearer ${token}` }), await who(lakefs, { cookie })],
      ["admin", "admin"],
    );
    now.at += 1000;
    assert.deepEqual(
      [await who(lakefs, { authorization: `Bearer ${token}` }), await who(lakefs, { cookie })],
      [401, 401],
    );
    now.at += 24 * 24 * 3600 * 1000;
    assert.equal(await who(lakefs, { cookie }), "", "after a month the cookie is no cookie any more");
  });

  test("a token of another lakeFS, and one that its holder has changed, are refused", async () => {
    const now = clock();
    const other = inMemoryLakeFS();
    const { lakefs } = start({ users });
    const { token } = await login(other, Date.now);
    assert.equal(await who(lakefs, { authorization: `Bearer ${token}` }), 401);
    const own = await login(lakefs, Date.now);
    const [head, , signature] = own.token.split(".");
    const claims = Buffer.from(JSON.stringify({ sub: "admin", aud: "login", exp: now() })).toString("base64url");
    for (const forged of [
      [head, claims, signature],
      [Buffer.from('{"alg":"none"}').toString("base64url"), claims, ""],
    ])
      assert.equal(await who(lakefs, { authorization: `Bearer ${forged.join(".")}` }), 401);
  });
});

describe("the clock", () => {
  test("with a clock of the test's own two runs answer alike, ids and orders included", async () => {
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

  test("without one, ids differ", async () => {
    const ids = await Promise.all(
      [start(), start()].map(async ({ call }) => (await call("GET", "/user")).headers.get("x-request-id")),
    );
    assert.notEqual(ids[0], ids[1]);
  });

  test("dates are the clock's", async () => {
    const now = clock();
    const { create } = start({ now });
    const { headers, body } = await create("demo");
    assert.deepEqual([headers.get("date"), body.creation_date], [new Date(now()).toUTCString(), now() / 1000]);
  });
});

describe("options", () => {
  test("what is no option is refused at once", () => {
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

  test("what the caller does with the users later changes nothing", async () => {
    const mine = [{ id: "me", accessKeyId: "a", secretAccessKey: "b", allow: ["fs:Read*"] }];
    const { call } = start({ users: mine });
    mine[0].allow.push("*");
    mine[0].secretAccessKey = "c";
    assert.equal((await call("GET", "/repositories")).status, 401);
    assert.equal((await call("GET", "/repositories/demo")).status, 404);
  });
});

describe("on a port", () => {
  test("what Node's parser refuses is answered as Go and lakeFS do", async (t) => {
    const lakefs = inMemoryLakeFS();
    const { url, close } = await serve(lakefs);
    t.after(close);
    const { accessKeyId, secretAccessKey } = lakefs.credentials;
    /** What comes back for the bytes of a request. */
    const raw = (line, host = "Host: x\r\n") =>
      new Promise((resolve, reject) => {
        let text = "";
        const head = `${line} HTTP/1.1\r\n${host}Authorization: Basic ${btoa(`${accessKeyId}:${secretAccessKey}`)}\r\nConnection: close\r\n\r\n`;
        const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(head));
        socket
          .on("error", reject)
          .on("data", (part) => (text += part))
          .on("close", () => resolve(text));
      });
    const list = '{"pagination":{"has_more":false,"max_per_page":1000,"next_offset":"","results":0},"results":[]}\n';
    const expected = [
      ["GET /api/v1/repositories?prefix=\u00e9", 200, "application/json", list],
      [
        "GET /api/v1/repositories/caf\u00e9",
        400,
        "application/json",
        '{"message":"argument repository: repository id: invalid value: validation error"}\n',
      ],
      ["FOO /api/v1/repositories", 405, undefined, ""],
      ["get /api/v1/repositories", 405, undefined, ""],
      ["CONNECT /api/v1/repositories", 404, "application/json", '{"message":"invalid API endpoint"}\n'],
      ["GET /api/v1/repositories?search=a b", 400, "text/plain; charset=utf-8", "400 Bad Request"],
      ["rubbish", 400, "text/plain; charset=utf-8", "400 Bad Request"],
    ];
    for (const [line, status, type, body] of expected) {
      const answer = await raw(line);
      const end = answer.indexOf("\r\n\r\n");
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), line);
      assert.equal(/^content-type: (.*)$/im.exec(answer.slice(0, end))?.[1]?.trim(), type, line);
      assert.equal(answer.slice(end + 4), body, line);
    }
    assert.match(
      await raw("GET /api/v1/repositories", ""),
      /^HTTP\/1.1 400 .*400 Bad Request: missing required Host header/s,
    );
    assert.match(await raw("GET /api/v1/repositories"), /^HTTP\/1.1 200 /);
    assert.deepEqual(
      lakefs.requests.slice(0, 2).map(({ path, query, status }) => [path, query, status]),
      [
        ["/api/v1/repositories", "prefix=%C3%A9", 200],
        ["/api/v1/repositories/caf%C3%A9", "", 400],
      ],
    );
    assert.doesNotMatch(await raw("HEAD /logout"), /content-length/i);
    assert.match(await raw("POST /logout"), /content-length: 0/i);
  });

  test("faults reach them too, and close does not wait for them", { timeout: 5_000 }, async () => {
    const lakefs = inMemoryLakeFS();
    const { url, close } = await serve(lakefs);
    const raw = () =>
      new Promise((resolve) => {
        let text = "";
        const socket = connect(Number(new URL(url).port), "127.0.0.1", () =>
          socket.write("GET /api/v1/repositories?prefix=\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n"),
        );
        socket
          .on("error", () => {})
          .on("data", (part) => (text += part))
          .on("close", () => resolve(text));
      });
    lakefs.fail({ status: 503 });
    assert.match(await raw(), /^HTTP\/1.1 503 /);
    lakefs.fail({ disconnect: "response" });
    assert.equal(await raw(), "");
    lakefs.fail({ hang: "response" });
    const hanging = raw();
    while (lakefs.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await close();
    assert.equal(await hanging, "");
  });
});
