// Users, permissions and sessions of the in-memory lakeFS, beyond the recordings.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { caller, clock, REFS, start } from "../support/memory.js";
import { NOBODY, READER, users } from "../support/users.js";

describe("users", () => {
  test("the default user is an admin with lakeFS's example key, as in auth and credentials", async () => {
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
    ["GET", "/repositories/demo/branches", undefined, ["fs:ListBranches"]],
    ["POST", "/repositories/demo/branches", { name: "dev", source: "main" }, ["fs:CreateBranch"]],
    ["GET", "/repositories/demo/branches/main", undefined, ["fs:ReadBranch"]],
    ["DELETE", "/repositories/demo/branches/dev", undefined, ["fs:DeleteBranch"]],
    ["GET", "/repositories/demo/gc/rules", undefined, ["retention:GetGarbageCollectionRules"]],
    ["GET", "/repositories/demo/gc/rules/set_allowed", undefined, ["retention:SetGarbageCollectionRules"]],
    ["DELETE", "/repositories/demo/gc/rules", undefined, ["retention:SetGarbageCollectionRules"]],
    ["GET", "/repositories/demo/branch_protection", undefined, ["branches:GetBranchProtectionRules"]],
    ["GET", "/repositories/demo/branch_protection/set_allowed", undefined, ["branches:SetBranchProtectionRules"]],
    ["POST", "/repositories/demo/branch_protection", { pattern: "main" }, ["branches:SetBranchProtectionRules"]],
    ["DELETE", "/repositories/demo/branch_protection", { pattern: "main" }, ["branches:SetBranchProtectionRules"]],
    ["PUT", "/repositories/demo/refs/dump", undefined, ["fs:ListTags", "fs:ListBranches", "fs:ListCommits"]],
    ["PUT", "/repositories/demo/refs/restore", REFS, ["fs:CreateTag", "fs:CreateBranch", "fs:CreateCommit"]],
    ["GET", "/auth/users", undefined, ["auth:ListUsers"]],
    ["GET", "/auth/groups", undefined, ["auth:ListGroups"]],
    ["GET", "/auth/policies", undefined, ["auth:ListPolicies"]],
    ["POST", "/repositories/demo/dump", undefined, ["fs:ListTags", "fs:ListBranches", "fs:ListCommits"]],
    ["GET", "/repositories/demo/dump?task_id=x", undefined, ["fs:ListTags", "fs:ListBranches", "fs:ListCommits"]],
    ["POST", "/repositories/demo/restore", REFS, ["fs:CreateTag", "fs:CreateBranch", "fs:CreateCommit"]],
    ["GET", "/repositories/demo/restore?task_id=x", undefined, ["fs:CreateTag", "fs:CreateBranch", "fs:CreateCommit"]],
    ["DELETE", "/repositories/demo", undefined, ["fs:DeleteRepository"]],
  ];
  for (const [method, path, body, permissions] of needed) {
    test(`${method} ${path} needs ${permissions.join(", ")}, and the response names the first missing one`, async () => {
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

  test("in a permission * matches any text, ? one character, and everything else itself", async () => {
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

  test("every user can read the configuration; 1.12 hides the storage without permission", async () => {
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

  test("a wrong key is refused; without a key, public operations work", async () => {
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

  test("of several credentials the first decides: bearer, basic, lakeFS's cookie, OIDC and SAML cookies", async () => {
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
      [{ cookie: `${cookie.replace("=", '="')}"` }, "admin"],
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

  test("a token and its cookie expire after a week", async () => {
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

  test("tokens of another lakeFS and changed ones are refused", async () => {
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
