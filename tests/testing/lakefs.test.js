// What a lakeFS in memory can be made to be, beside what the recordings show.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { NOBODY, READER, users } from "../support/users.js";

/** Sends requests to a lakeFS as its first user, or another. */
function caller(lakefs, { accessKeyId, secretAccessKey } = lakefs.credentials) {
  return async (method, path, body, headers = {}) => {
    const authorization = `Basic ${Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString("base64")}`;
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const response = await lakefs.fetch(`http://lakefs.test/api/v1${path}`, {
      method, headers: { authorization, ...type, ...headers }, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" || !response.headers.get("content-type")?.includes("json") ? text : JSON.parse(text) };
  };
}

function start(options) {
  const lakefs = inMemoryLakeFS(options);
  const call = caller(lakefs);
  const create = (name, more = {}, query = "") => call("POST", `/repositories${query}`, { name, storage_namespace: `mem://${name}`, ...more });
  return { lakefs, call, create };
}

/** A clock that goes when it is told to. */
function clock(start = Date.UTC(2026, 6, 24, 10, 11, 12)) {
  const now = Object.assign(() => now.at, { at: start });
  return now;
}

const REFS = { commits_meta_range_id: "", tags_meta_range_id: "", branches_meta_range_id: "" };

describe("requests", () => {
  test("what arrived is listed newest last, without Authorization and Cookie", async () => {
    const { lakefs, call, create } = start();
    await create("demo");
    await call("GET", "/repositories/demo?x=%20y", undefined, { cookie: "internal_auth_session=canary", "X-Trace": "1" });
    await lakefs.fetch("http://lakefs.test/elsewhere");
    assert.equal(lakefs.requests.length, 3);
    assert.deepEqual(lakefs.requests[0], {
      method: "POST", path: "/api/v1/repositories", query: "", headers: { "content-type": "application/json" }, body: '{"name":"demo","storage_namespace":"mem://demo"}',
      operation: "createRepository", status: 201,
    });
    assert.deepEqual(lakefs.requests[1], { method: "GET", path: "/api/v1/repositories/demo", query: "x=%20y", headers: { "x-trace": "1" }, body: "", operation: "getRepository", status: 200 });
    assert.deepEqual(lakefs.requests[2], { method: "GET", path: "/elsewhere", query: "", headers: {}, body: "", status: 200 });
    assert.ok(!JSON.stringify(lakefs.requests).includes("canary"));
  });

  test("every operation of the client is named, and what is none of them is not", async () => {
    const { lakefs, call } = start();
    const calls = {
      listRepositories: ["GET", "/repositories"], createRepository: ["POST", "/repositories"], getRepository: ["GET", "/repositories/x"], deleteRepository: ["DELETE", "/repositories/x"],
      getRepositoryMetadata: ["GET", "/repositories/x/metadata"], getGCRules: ["GET", "/repositories/x/settings/gc_rules"], setGCRules: ["PUT", "/repositories/x/settings/gc_rules"],
      deleteGCRules: ["DELETE", "/repositories/x/settings/gc_rules"], getBranchProtectionRules: ["GET", "/repositories/x/settings/branch_protection"],
      setBranchProtectionRules: ["PUT", "/repositories/x/settings/branch_protection"], dumpSubmit: ["POST", "/repositories/x/dump"], dumpStatus: ["GET", "/repositories/x/dump"],
      restoreSubmit: ["POST", "/repositories/x/restore"], restoreStatus: ["GET", "/repositories/x/restore"], login: ["POST", "/auth/login"], currentUser: ["GET", "/user"],
      serverConfig: ["GET", "/config"],
    };
    for (const [method, path] of Object.values(calls)) await call(method, path);
    await lakefs.fetch("http://lakefs.test/logout", { method: "POST" });
    assert.deepEqual(lakefs.requests.map(({ operation }) => operation), [...Object.keys(calls), "logout"]);
    await call("GET", "/healthcheck");
    await call("GET", "/nothing");
    assert.deepEqual(lakefs.requests.slice(-2).map((request) => "operation" in request), [false, false]);
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
    assert.deepEqual([first?.method, first?.body, first?.headers], ["POST", "é", { "content-type": "text/plain;charset=UTF-8", "x-trace": "1" }]);
    for (const other of others) assert.deepEqual(other, first);
    await assert.rejects(lakefs.fetch("not an address"), TypeError);
  });
});

describe("a handler", () => {
  test("what runtimes hand over beside the request changes nothing", async () => {
    const { lakefs } = start();
    for (const beside of [{ remoteAddr: { transport: "tcp" }, completed: Promise.resolve() }, { port: 8000, url: new URL("http://localhost:8000"), pendingRequests: 1 }]) {
      const response = await lakefs.fetch(new Request("http://lakefs.test/api/v1/auth/login", { method: "POST", headers: { "content-type": "application/json" }, body: "{" }), /** @type {any} */ (beside));
      assert.equal((await response.json()).message, "request body has an error: failed to decode request body: unexpected EOF");
    }
  });

  test("HEAD, 204 and 304 have no body, and everything has a date", async () => {
    const { lakefs, create } = start();
    await create("demo");
    for (const [method, path] of [["HEAD", "/"], ["HEAD", "/api/v1/user"], ["GET", "/api/v1/healthcheck"]]) {
      const response = await lakefs.fetch(`http://lakefs.test${path}`, { method });
      assert.deepEqual([response.body, Number.isNaN(Date.parse(response.headers.get("date") ?? ""))], [null, false], path);
    }
  });
});

describe("reset", () => {
  test("empties it of repositories, used namespaces, faults and requests, and refuses old tokens", async () => {
    const { lakefs, call, create } = start();
    await create("demo");
    const { body: { token } } = await call("POST", "/auth/login", { access_key_id: lakefs.credentials.accessKeyId, secret_access_key: lakefs.credentials.secretAccessKey });
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
    assert.deepEqual(lakefs.auth, { type: "basic", accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });
    assert.deepEqual({ type: "basic", ...lakefs.credentials }, lakefs.auth);
    assert.equal((await call("GET", "/user")).body.user.id, "admin");
  });

  const needed = [
    ["GET", "/repositories", undefined, ["fs:ListRepositories"]],
    ["POST", "/repositories", { name: "demo-2", storage_namespace: "mem://demo-2" }, ["fs:CreateRepository", "fs:AttachStorageNamespace"]],
    ["GET", "/repositories/demo", undefined, ["fs:ReadRepository"]],
    ["GET", "/repositories/demo/metadata", undefined, ["fs:ReadRepository"]],
    ["POST", "/repositories/demo/metadata", { metadata: { a: "1" } }, ["fs:UpdateRepository"]],
    ["GET", "/repositories/demo/settings/gc_rules", undefined, ["retention:GetGarbageCollectionRules"]],
    ["PUT", "/repositories/demo/settings/gc_rules", { default_retention_days: 1, branches: [] }, ["retention:SetGarbageCollectionRules"]],
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
    for (const [allow, allowed] of [["*", true], ["fs:*", true], ["fs:Read?epository", true], ["*Repository", true], ["fs:read*", false], ["fs.ReadRepository", false], ["fs:ReadRepositor", false], ["fs:ReadRepository*", true], ["(fs:ReadRepository)", false], ["", false]]) {
      const one = { id: "one", accessKeyId: "AKIAONE", secretAccessKey: "one", allow: [allow] };
      const { lakefs } = start({ users: [one] });
      assert.equal((await caller(lakefs, one)("GET", "/repositories/demo")).status, allowed ? 404 : 401, allow);
    }
  });

  test("the configuration is for everybody who is known; 1.12 keeps the storage from those who may not read it", async () => {
    for (const [version, type] of /** @type {const} */ ([["1.84", "mem"], ["1.12", ""]])) {
      const { lakefs, call } = start({ version, users });
      assert.equal((await caller(lakefs, NOBODY)("GET", "/config")).body.storage_config.blockstore_type, type);
      assert.equal((await caller(lakefs, READER)("GET", "/config")).body.storage_config.blockstore_type, "mem");
      assert.equal((await caller(lakefs, NOBODY)("GET", "/config/storage")).status, 401);
      assert.deepEqual((await caller(lakefs, NOBODY)("GET", "/config/version")).body, (await call("GET", "/config")).body.version_config);
      assert.equal((await lakefs.fetch("http://lakefs.test/api/v1/config")).status, 401);
    }
  });

  test("a wrong key is nobody's, whoever else there is, and a missing one leaves what needs none", async () => {
    const { lakefs } = start({ users });
    for (const key of [{ ...READER, secretAccessKey: NOBODY.secretAccessKey }, { accessKeyId: "", secretAccessKey: "" }, { ...READER, accessKeyId: READER.accessKeyId.toLowerCase() }]) {
      assert.deepEqual((await caller(lakefs, key)("GET", "/user")).body, { message: "error authenticating request" });
    }
    const anonymous = await lakefs.fetch("http://lakefs.test/api/v1/user");
    assert.deepEqual(await anonymous.json(), { user: { creation_date: 0, id: "" } });
  });
});

describe("sessions", () => {
  const login = async (lakefs, now) => {
    const response = await lakefs.fetch("http://lakefs.test/api/v1/auth/login", {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ access_key_id: lakefs.credentials.accessKeyId, secret_access_key: lakefs.credentials.secretAccessKey }),
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
      [{ authorization: `Bearer ${token}` }, "admin"], [{ authorization: `bEARER   ${token}` }, "admin"], [{ authorization: `Bearer ${token} x` }, ""], [{ authorization: `Bearer${token}` }, ""],
      [{ authorization: `Bearer ${token.slice(0, -2)}` }, 401], [{ authorization: `Bearer ${token}.x` }, 401], [{ authorization: "Bearer garbage", cookie }, 401],
      [{ authorization: basic }, "admin"], [{ authorization: basic.replace("Basic", "bAsIc") }, "admin"], [{ authorization: "Basic YTpi", cookie }, 401],
      [{ authorization: "Basic !!" }, ""], [{ authorization: "Basic !!", cookie }, "admin"], [{ authorization: `Basic ${btoa("no colon")}`, cookie }, "admin"], [{ authorization: "Negotiate x", cookie }, "admin"],
      [{ cookie }, "admin"], [{ cookie: `a=b; ${cookie}; c=d` }, "admin"], [{ cookie: `${cookie}x` }, ""], [{ cookie: `internal_auth_session=; ${cookie}` }, ""], [{ cookie: cookie.replace("=", '="') + '"' }, "admin"],
      [{ cookie: "saml_auth_session" }, 401], [{ cookie: 'saml_auth_session=a"b' }, ""],
      [{ cookie: `${cookie}; oidc_auth_session=corrupt` }, "admin"], [{ cookie: "internal_auth_session=corrupt; oidc_auth_session=corrupt" }, 401], [{ cookie: "saml_auth_session=corrupt" }, 401],
      [{ cookie: cookie.replace("internal", "oidc") }, 401], [{ authorization: basic, cookie: "saml_auth_session=corrupt" }, "admin"], [{ cookie: "oidc_auth_sessionx=corrupt" }, ""],
    ];
    for (const [headers, expected] of cases) assert.equal(await who(lakefs, headers), expected, JSON.stringify(headers));
  });

  test("a token ends after a week, and its cookie with it", async () => {
    const now = clock();
    const { lakefs } = start({ now });
    const { token, cookie } = await login(lakefs, now);
    now.at += 7 * 24 * 3600 * 1000 - 1000;
    assert.deepEqual([await who(lakefs, { authorization: `Bearer ${token}` }), await who(lakefs, { cookie })], ["admin", "admin"]);
    now.at += 1000;
    assert.deepEqual([await who(lakefs, { authorization: `Bearer ${token}` }), await who(lakefs, { cookie })], [401, 401]);
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
    for (const forged of [[head, claims, signature], [Buffer.from('{"alg":"none"}').toString("base64url"), claims, ""]]) assert.equal(await who(lakefs, { authorization: `Bearer ${forged.join(".")}` }), 401);
  });
});

describe("blockstores", () => {
  test("each takes its own namespaces only, and says in the configuration which", async () => {
    for (const blockstore of /** @type {const} */ (["mem", "local", "s3"])) {
      const { call, create } = start({ blockstore });
      for (const scheme of ["mem", "local", "s3", "gs", "https"]) {
        const { status, body } = await create(`on-${scheme}`, { storage_namespace: `${scheme}://x` });
        if (scheme === blockstore) assert.equal(status, 201);
        else assert.deepEqual([status, body], [400, { message: `failed to match required regex ^${blockstore}://: invalid namespace` }]);
      }
      const { storage_config: storage } = (await call("GET", "/config")).body;
      assert.deepEqual([storage.blockstore_type, storage.blockstore_namespace_ValidityRegex, storage.default_namespace_prefix], [blockstore, `^${blockstore}://`, blockstore === "local" ? "local://" : ""]);
      assert.deepEqual((await call("GET", "/config/storage")).body, storage);
    }
  });

  test("a namespace is in use once a repository has written to it, whatever slashes end it, and stays so when the repository is gone", async () => {
    const { call, create } = start();
    const used = (namespace, key = "key(_lakefs/dummy)") => ({ message: `failed to create repository: found lakeFS objects in the storage (:${namespace}) ${key}: storage namespace already in use` });
    assert.equal((await create("one", { storage_namespace: "mem://x" })).status, 201);
    for (const namespace of ["mem://x", "mem://x/", "mem://x?y"]) assert.deepEqual((await create("two", { storage_namespace: namespace })).body, used(namespace));
    for (const namespace of ["mem://x/y", "mem://xy", "mem://X"]) assert.equal((await create(`n${namespace.length}${namespace.at(-1)?.toLowerCase()}`, { storage_namespace: namespace })).status, 201, namespace);
    assert.equal((await create("spaced", { storage_namespace: "mem://x/a b" })).status, 201);
    assert.deepEqual((await create("spaced-2", { storage_namespace: "mem://x/a%20b" })).body, used("mem://x/a%20b"));
    assert.deepEqual((await create("two", { storage_namespace: "mem://x/_lakefs" })).body, { message: "failed to create repository: found lakeFS objects in the storage root (:mem://x/_lakefs): storage namespace already in use" });
    await call("DELETE", "/repositories/one");
    assert.equal((await create("two", { storage_namespace: "mem://x" })).status, 400);
    assert.equal((await create("two", { storage_namespace: "mem://x" }, "?bare=true")).status, 201);
    assert.equal((await create("three", { storage_namespace: "mem://x", read_only: true })).status, 201);
    assert.equal((await create("bare", { storage_namespace: "mem://y" }, "?bare=true")).status, 201);
    assert.equal((await create("read-only", { storage_namespace: "mem://y", read_only: true })).status, 201);
    assert.equal((await create("four", { storage_namespace: "mem://y" })).status, 201, "neither of the two has written to it");
  });

  test("a local store does not go above its directory", async () => {
    const { create } = start({ blockstore: "local" });
    for (const namespace of ["local://", "local:///", "local://..", "local://a/../.."]) {
      assert.deepEqual((await create("demo", { storage_namespace: namespace })).body, { message: "failed to create repository: failed to access storage" }, namespace);
    }
    assert.equal((await create("demo", { storage_namespace: "local://a/../b" })).status, 201);
    assert.equal((await create("demo-2", { storage_namespace: "local://b/" })).status, 400);
  });

  test("garbage collection rules belong to the namespace, protection rules and metadata to the repository", async () => {
    const { call, create } = start();
    await create("one", { storage_namespace: "mem://x" });
    await create("two", { storage_namespace: "mem://x/" }, "?bare=true");
    await call("PUT", "/repositories/one/settings/gc_rules", { default_retention_days: 5, branches: [{ branch_id: "a", retention_days: 4294967297 }] });
    await call("PUT", "/repositories/one/settings/branch_protection", [{ pattern: "main" }]);
    await call("POST", "/repositories/one/metadata", { metadata: { 10: "b", 9: "a", ["__proto__"]: "c" } });
    assert.deepEqual((await call("GET", "/repositories/two/settings/gc_rules")).body, { branches: [{ branch_id: "a", retention_days: 1 }], default_retention_days: 5 });
    assert.deepEqual((await call("GET", "/repositories/two/settings/branch_protection")).body, []);
    await call("DELETE", "/repositories/one");
    await create("one", { storage_namespace: "mem://x" }, "?bare=true");
    assert.equal((await call("GET", "/repositories/one/settings/gc_rules")).status, 200);
    assert.deepEqual((await call("GET", "/repositories/one/settings/branch_protection")).body, []);
    assert.deepEqual((await call("GET", "/repositories/one/metadata")).body, {});
  });

  test("metadata keys come in the order of their bytes, whatever they are", async () => {
    const { lakefs, call, create } = start();
    await create("demo");
    await call("POST", "/repositories/demo/metadata", '{"metadata":{"b":"2","10":"x","9":"y","__proto__":"p","a":"1"}}');
    const authorization = `Basic ${btoa(`${lakefs.credentials.accessKeyId}:${lakefs.credentials.secretAccessKey}`)}`;
    const response = await lakefs.fetch("http://lakefs.test/api/v1/repositories/demo/metadata", { headers: { authorization } });
    assert.equal(await response.text(), '{"10":"x","9":"y","__proto__":"p","a":"1","b":"2"}\n');
  });
});

describe("branch protection rules", () => {
  test("the ETag is the one that lakeFS makes of the same rule, and tells rules apart", async () => {
    const { call, create } = start();
    await create("demo");
    const etags = new Map();
    // From the recordings.
    const known = { main: "70369da55b1e3bf2dfa6882013d413d4947d77760617664f5f176b4d8eebd207", "release-*": "0d9583765e1e664ff609eda5b208ee9249840aa15ba9e49d998c7101330d280b", "é<&>": "e9b6b178b79f59e688e7dc5491af0b6b1ed2a8deea7a12568a6df2c6a74d9a7e" };
    for (const pattern of ["main", "release-*", "é<&>", "x".repeat(300)]) {
      await call("PUT", "/repositories/demo/settings/branch_protection", [{ pattern }]);
      const { headers, body } = await call("GET", "/repositories/demo/settings/branch_protection");
      assert.deepEqual(body, [{ pattern }]);
      etags.set(headers.get("etag"), pattern);
      if (pattern in known) assert.equal(headers.get("etag"), known[pattern]);
    }
    assert.equal(etags.size, 4);
  });

  test("every pattern is stored as it is, those that break a repository included", async () => {
    const { breaks, works, protected: others } = JSON.parse(readFileSync(new URL("../recordings/patterns.json", import.meta.url), "utf8"));
    const patterns = [...new Set([...breaks, ...works, ...Object.keys(others)])];
    assert.ok(patterns.length > 33);
    const { call, create } = start();
    await create("demo");
    assert.equal((await call("PUT", "/repositories/demo/settings/branch_protection", patterns.map((pattern) => ({ pattern })))).status, 204);
    assert.deepEqual((await call("GET", "/repositories/demo/settings/branch_protection")).body.map(({ pattern }) => pattern).sort(), patterns.sort());
  });

  test("of writers with the same ETag one wins", async () => {
    const { call, create } = start();
    await create("demo");
    const path = "/repositories/demo/settings/branch_protection";
    await call("PUT", path, [{ pattern: "main" }]);
    const etag = (await call("GET", path)).headers.get("etag") ?? "";
    const answers = await Promise.all(["a", "b", "c"].map((pattern) => call("PUT", path, [{ pattern }], { "if-match": etag })));
    assert.deepEqual(answers.map(({ status }) => status), [204, 412, 412]);
  });

  test("rules come back in any order, and their ETag stays until they are written again", async () => {
    const { call, create } = start();
    await create("demo");
    const path = "/repositories/demo/settings/branch_protection";
    const patterns = Array.from({ length: 8 }, (_, index) => `p${index}`);
    await call("PUT", path, patterns.map((pattern) => ({ pattern })));
    const orders = new Set();
    const etags = new Set();
    for (let round = 0; round < 20; round++) {
      const { body, headers } = await call("GET", path);
      orders.add(JSON.stringify(body));
      etags.add(headers.get("etag"));
      assert.deepEqual(body.map(({ pattern }) => pattern).sort(), patterns);
    }
    assert.deepEqual([orders.size > 1, etags.size], [true, 1]);
  });
});

describe("listing", () => {
  test("pages agree with a plain filter, for any prefix, start, search and amount", async () => {
    const { call, create } = start();
    const ids = Array.from({ length: 60 }, (_, index) => `${"abc"[index % 3]}${index % 2 ? "-" : "x"}${index}`);
    for (const id of ids) await create(id, {}, "?bare=true");
    for (const prefix of ["", "a", "a-", "b", "zz", "A"]) {
      for (const after of ["", "a", "a-1", "a-15", "b", "zzz", "é"]) {
        for (const search of ["", "1", "-", "X"]) {
          const expected = ids.filter((id) => id.startsWith(prefix) && id > after && id.includes(search)).sort();
          for (const amount of [1, 7, 1000]) {
            const { results, pagination } = (await call("GET", `/repositories?${new URLSearchParams({ prefix, after, search, amount: String(amount) })}`)).body;
            const found = results.map(({ id }) => id);
            assert.deepEqual(found, expected.slice(0, amount), JSON.stringify({ prefix, after, search, amount }));
            const more = expected.length > amount;
            assert.deepEqual(pagination, { has_more: more, max_per_page: 1000, next_offset: more ? found.at(-1) : "", results: found.length });
          }
        }
      }
    }
  });

  test("ten thousand repositories are made and listed in a moment", { timeout: 20_000 }, async () => {
    const { call, create } = start();
    for (let index = 0; index < 10_000; index++) await create(`r${(index * 7919) % 10_000}-x`, {}, "?bare=true");
    const begin = performance.now();
    let after = "";
    let count = 0;
    do {
      const { results, pagination } = (await call("GET", `/repositories?amount=1000&after=${after}`)).body;
      count += results.length;
      after = pagination.next_offset;
    } while (after !== "");
    assert.equal(count, 10_000);
    assert.ok(performance.now() - begin < 3000, `${performance.now() - begin} ms`);
  });
});

describe("lookup cache", () => {
  test("a repository that was looked up is found for so many seconds after it was deleted, and its name is taken", async () => {
    const now = clock();
    const { call, create } = start({ lookupCacheSeconds: 5, now });
    await create("demo");
    await call("GET", "/repositories/demo");
    now.at += 1000;
    assert.equal((await call("DELETE", "/repositories/demo")).status, 204);
    now.at += 3999;
    assert.equal((await call("GET", "/repositories/demo")).status, 200);
    assert.equal((await call("PUT", "/repositories/demo/settings/branch_protection", [])).status, 204);
    assert.equal((await call("POST", "/repositories/demo/dump")).status, 202);
    assert.equal((await create("demo", { storage_namespace: "mem://new" })).status, 409);
    assert.deepEqual((await call("GET", "/repositories")).body.results, []);
    assert.equal((await call("GET", "/repositories/demo/metadata")).status, 404);
    assert.equal((await call("DELETE", "/repositories/demo")).status, 404);
    now.at += 1;
    assert.equal((await call("GET", "/repositories/demo")).status, 404);
    assert.equal((await create("demo", { storage_namespace: "mem://new" })).status, 201);
  });

  test("what was never looked up is gone at once, and without a cache everything is", async () => {
    const { call, create } = start({ lookupCacheSeconds: 5 });
    await create("demo");
    await call("DELETE", "/repositories/demo");
    assert.equal((await call("GET", "/repositories/demo")).status, 404);
    const plain = start();
    await plain.create("demo");
    await plain.call("GET", "/repositories/demo");
    await plain.call("DELETE", "/repositories/demo");
    assert.equal((await plain.call("GET", "/repositories/demo")).status, 404);
  });
});

describe("dumps and restores", () => {
  const dumped = async (call, id) => (await call("GET", `/repositories/${id}/dump?task_id=${(await call("POST", `/repositories/${id}/dump`)).body.id}`)).body;
  const restored = async (call, id, refs) => {
    const { status, body } = await call("POST", `/repositories/${id}/restore`, refs);
    return status === 202 ? (await call("GET", `/repositories/${id}/restore?task_id=${body.id}`)).body : { status, ...body };
  };

  test("a task takes as long as it is told to, and shows that it goes on", async () => {
    const now = clock();
    const begin = now();
    const { call, create } = start({ taskMs: 3000, now });
    await create("demo");
    const { id } = (await call("POST", "/repositories/demo/dump")).body;
    const status = async () => (await call("GET", `/repositories/demo/dump?task_id=${id}`)).body;
    const at = (ms) => new Date(begin + ms).toISOString().replace(/\.?0*Z$/, "Z");
    assert.deepEqual(await status(), { done: false, id, update_time: at(0) });
    now.at += 1500;
    assert.deepEqual(await status(), { done: false, id, update_time: at(1000) });
    now.at += 1499;
    assert.deepEqual(await status(), { done: false, id, update_time: at(2000) });
    now.at += 5000;
    const { refs, ...rest } = await status();
    assert.deepEqual(rest, { done: true, id, update_time: at(3000) });
    for (const value of Object.values(refs)) assert.match(value, /^[0-9a-f]{64}$/);
  });

  test("a restore that has not run yet has changed nothing, so that a second one is accepted", async () => {
    const now = clock();
    const { call, create } = start({ taskMs: 1000, now });
    await create("bare", {}, "?bare=true");
    for (let round = 0; round < 2; round++) assert.equal((await call("POST", "/repositories/bare/restore", REFS)).status, 202);
  });

  test("dumps of the same refs have the same ids, of others other ones", async () => {
    const { call, create } = start({ now: clock() });
    await create("one");
    const first = await dumped(call, "one");
    assert.deepEqual((await dumped(call, "one")).refs, first.refs);
    await create("sample", { sample_data: true });
    const other = await dumped(call, "sample");
    assert.notEqual(other.refs.commits_meta_range_id, first.refs.commits_meta_range_id);
    assert.equal(other.refs.tags_meta_range_id, first.refs.tags_meta_range_id, "neither has tags");
  });

  test("what was dumped can be restored where its namespace is, and nowhere else", async () => {
    const { call, create } = start();
    await create("one");
    const { refs } = await dumped(call, "one");
    await create("here", { storage_namespace: "mem://one/" }, "?bare=true");
    await create("elsewhere", {}, "?bare=true");
    assert.equal((await restored(call, "elsewhere", refs)).error, "No data");
    assert.equal((await restored(call, "here", refs)).error, undefined);
    assert.deepEqual((await dumped(call, "here")).refs, refs);
    assert.deepEqual(await restored(call, "here", refs), { status: 400, message: "can only restore into a bare repository" });
    assert.deepEqual(await restored(call, "one", { ...refs, force: true }), { status: 400, message: "can only restore into a bare repository" });
  });

  test("a restore that fails at a later part leaves the earlier ones, and the repository bare", async () => {
    const { call, create } = start();
    await create("one");
    const { refs } = await dumped(call, "one");
    await create("bare", { storage_namespace: "mem://one" }, "?bare=true");
    assert.equal((await restored(call, "bare", { ...refs, branches_meta_range_id: "0".repeat(64) })).error, "No data");
    assert.equal((await dumped(call, "bare")).refs.commits_meta_range_id, refs.commits_meta_range_id);
    assert.equal((await restored(call, "bare", refs)).error, undefined);
  });

  test("a read-only repository is restored with force only", async () => {
    const { call, create } = start();
    await create("one");
    const { refs } = await dumped(call, "one");
    await create("bare", { storage_namespace: "mem://one", read_only: true }, "?bare=true");
    assert.equal((await restored(call, "bare", refs)).error, "read-only repository");
    assert.equal((await restored(call, "bare", { ...refs, force: false })).error, "read-only repository");
    assert.equal((await restored(call, "bare", { ...refs, force: true })).error, undefined);
  });

  test("a default branch with a space is never bare", async () => {
    const { call, create } = start();
    await create("bare", { default_branch: "a b" }, "?bare=true");
    assert.equal((await restored(call, "bare", REFS)).status, 400);
  });

  test("a task is found under its repository and kind only, for a day", async () => {
    const now = clock();
    const { call, create } = start({ now });
    await create("one");
    await create("two");
    const { id } = (await call("POST", "/repositories/one/dump")).body;
    assert.match(id, /^DR[\w-]{20}$/);
    const status = async (path) => (await call("GET", path)).status;
    assert.deepEqual(await Promise.all([`one/dump?task_id=${id}`, `two/dump?task_id=${id}`, `one/restore?task_id=${id}`, `one/dump?task_id=${id.slice(0, -1)}`].map((path) => status(`/repositories/${path}`))), [200, 404, 404, 404]);
    now.at += 24 * 3600 * 1000 - 1;
    assert.equal(await status(`/repositories/one/dump?task_id=${id}`), 200);
    now.at += 1;
    assert.equal(await status(`/repositories/one/dump?task_id=${id}`), 404);
    await call("DELETE", "/repositories/one");
    assert.deepEqual((await call("GET", `/repositories/one/dump?task_id=${id}`)).body, { message: "repository not found" });
  });
});

describe("the clock", () => {
  test("with a clock of the test's own two runs answer alike, ids and orders included", async () => {
    const run = async () => {
      const { lakefs, call, create } = start({ now: clock(), taskMs: 10 });
      const answers = [await create("demo", { sample_data: true }), await call("PUT", "/repositories/demo/settings/branch_protection", ["a", "b", "c", "d"].map((pattern) => ({ pattern })))];
      for (const path of ["/settings/branch_protection", "/settings/branch_protection", ""]) answers.push(await call("GET", `/repositories/demo${path}`));
      answers.push(await call("POST", "/repositories/demo/dump"), await call("POST", "/auth/login", { access_key_id: lakefs.credentials.accessKeyId, secret_access_key: lakefs.credentials.secretAccessKey }));
      return answers.map(({ status, headers, body }) => ({ status, headers: [...headers], body }));
    };
    assert.deepEqual(await run(), await run());
  });

  test("without one, ids differ", async () => {
    const ids = await Promise.all([start(), start()].map(async ({ call }) => (await call("GET", "/user")).headers.get("x-request-id")));
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
      null, 1, { version: "1.13" }, { version: null }, { version: "toString" }, { blockstore: "gs" }, { lookupCacheSeconds: -1 }, { lookupCacheSeconds: "1" }, { taskMs: Number.NaN }, { now: 1 }, { users: [] },
      { users: {} }, { users: [null] }, { users: [{ id: "a", accessKeyId: "a" }] }, { users: [{ id: "", accessKeyId: "a", secretAccessKey: "b" }] }, { users: [{ ...users[0], allow: "fs:*" }] },
      { users: [users[0], users[0]] },
    ];
    for (const options of wrong) assert.throws(() => inMemoryLakeFS(/** @type {any} */ (options)), TypeError, JSON.stringify(options));
    for (const options of [undefined, {}, { version: undefined, users: undefined, blockstore: undefined, lookupCacheSeconds: undefined, taskMs: undefined, now: undefined }]) inMemoryLakeFS(options);
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
