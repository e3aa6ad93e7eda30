// Arguments of calls and clients: what is refused, with which field.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { validateAuth } from "../../pkg-template/src/validate/auth.ts";
import { validateCall } from "../../pkg-template/src/validate/call.ts";
import { validateChange } from "../../pkg-template/src/validate/change.ts";
import { setHeader, validateHeaders } from "../../pkg-template/src/validate/headers.ts";
import { optionSchemas } from "../../pkg-template/src/validate/options.ts";
import { mismatch } from "../../pkg-template/src/validate/schema.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG";

/** The field and message of the InvalidArgumentError that a function throws. */
function refusal(run) {
  try {
    run();
  } catch (error) {
    assert.equal(error.code, "invalid_argument");
    assert.equal(error.argument, error.field.split(/[.[]/)[0]);
    return [error.field, error.message];
  }
  return assert.fail("it accepted the argument");
}

describe("validateAuth", () => {
  test("accepts each type", () => {
    for (const auth of [
      { type: "none" },
      { type: "basic", accessKeyId: "AKIA", secretAccessKey: "" },
      { type: "jwt", token: SECRET },
      { type: "jwt", token: () => SECRET },
      { type: "cookie", value: "abc" },
      { type: "cookie", name: "oidc_auth_session", value: "abc" },
    ]) {
      assert.equal(validateAuth(auth, false), undefined);
    }
    assert.equal(validateAuth({ type: "cookie" }, true), undefined);
  });

  test("names the field that is wrong, never its value", () => {
    for (const [auth, field] of [
      [undefined, "options.auth"],
      [{}, "options.auth.type"],
      [{ type: SECRET }, "options.auth.type"],
      [{ type: "basic", secretAccessKey: SECRET }, "options.auth.accessKeyId"],
      [{ type: "basic", accessKeyId: "", secretAccessKey: SECRET }, "options.auth.accessKeyId"],
      [{ type: "basic", accessKeyId: `a:${SECRET}`, secretAccessKey: SECRET }, "options.auth.accessKeyId"],
      [{ type: "basic", accessKeyId: "a" }, "options.auth.secretAccessKey"],
      [{ type: "jwt" }, "options.auth.token"],
      [{ type: "jwt", token: `${SECRET} ` }, "options.auth.token"],
      [{ type: "cookie", name: SECRET, value: "a" }, "options.auth.name"],
      [{ type: "cookie" }, "options.auth.value"],
      [{ type: "cookie", value: `${SECRET};` }, "options.auth.value"],
    ]) {
      const [found, message] = refusal(() => validateAuth(auth, false));
      assert.equal(found, field);
      assert.ok(!message.includes(SECRET), message);
    }
  });
});

describe("validateHeaders", () => {
  test("accepts visible ASCII, with spaces inside", () => {
    for (let code = 0; code < 0x180; code++) {
      const value = `a${String.fromCharCode(code)}b`;
      const isValid = code === 9 || (code >= 0x20 && code < 0x7f);
      if (isValid) validateHeaders({ "X-Header": value });
      else assert.equal(refusal(() => validateHeaders({ "X-Header": value }))[0], "options.headers.X-Header");
    }
    assert.equal(refusal(() => validateHeaders({ "X-Header": " a" }))[0], "options.headers.X-Header");
  });

  test("refuses credentials and names that are not header names", () => {
    for (const name of ["Authorization", "COOKIE", "host"]) {
      assert.match(refusal(() => validateHeaders({ [name]: "a" }))[1], /credentials belong in options.auth/);
    }
    for (const name of ["", "a b", "a:b", "é", "__proto__"]) {
      const [field] = refusal(() => validateHeaders(Object.fromEntries([[name, "a"]])));
      assert.equal(field, "options.headers");
    }
  });

  test("setHeader replaces a header in other capitals", () => {
    const headers = { "content-type": "text/plain", accept: "a" };
    setHeader(headers, "Content-Type", "application/json");
    assert.deepEqual(headers, { accept: "a", "Content-Type": "application/json" });
  });
});

describe("validateCall", () => {
  const set = (options) => () =>
    validateCall({
      operation: "setBranchProtectionRules",
      repository: "demo",
      body: ["rules", [{ pattern: "main" }], { list: { fields: [["pattern", "string", true]] } }],
      options,
    });

  test("reads body and options into parameters", () => {
    const call = set({ ifMatch: "tag", retries: 0 })();
    assert.equal(call.text, '[{"pattern":"main"}]');
    assert.equal(call.params.ifMatch, "tag");
    assert.deepEqual(call.params.body, [{ pattern: "main" }]);
    assert.equal(call.options.retries, 0);
  });

  test("requires a condition for branch protection rules", () => {
    for (const [options, field] of [
      [undefined, "options"],
      [{}, "options"],
      [{ ifMatch: "tag", overwrite: true }, "options"],
      [{ ifMatch: null }, "options.ifMatch"],
      [{ ifMatch: "a b" }, "options.ifMatch"],
      [{ ifMatch: 7 }, "options.ifMatch"],
      [{ overwrite: false }, "options.overwrite"],
    ]) {
      assert.equal(refusal(set(options))[0], field);
    }
    assert.equal(set({ overwrite: true })().params.ifMatch, undefined);
  });

  test("requires IDs and functions", () => {
    const call = { operation: "dumpStatus", repository: "demo", options: undefined };
    assert.equal(refusal(() => validateCall({ ...call, repository: undefined }))[0], "repository");
    assert.equal(refusal(() => validateCall({ ...call, taskId: "" }))[0], "taskId");
    assert.equal(refusal(() => validateCall({ ...call, change: undefined }))[0], "change");
  });

  test("fills in the defaults of waits and updates", () => {
    const wait = validateCall({ operation: "dumpStatus", repository: "demo", taskId: "a", waits: true, options: {} });
    assert.deepEqual(wait.params.wait, { pollMs: 3000, stallMs: 3_600_000, deadlineMs: Infinity });
    const update = (options) =>
      validateCall({
        operation: "setBranchProtectionRules",
        repository: "demo",
        change: () => [],
        options,
        schema: optionSchemas.update,
      }).params.updateAttempts;
    assert.deepEqual([update(undefined), update({ attempts: 3 }), update({ attempts: 2 ** 40 })], [10, 3, 2 ** 32 - 1]);
  });

  test("refuses a body that cannot be written as JSON", () => {
    const body = {};
    body.self = body;
    const call = { operation: "createRepository", options: undefined, body: ["repository", body, { fields: [] }] };
    assert.match(refusal(() => validateCall(call))[1], /repository cannot be written as JSON/);
  });
});

describe("validateChange", () => {
  test("hands out copies and takes copies", async () => {
    const stored = [{ pattern: "main" }];
    const own = [{ pattern: "dev" }];
    const result = await validateChange((rules) => {
      rules[0].pattern = "changed";
      return own;
    }, stored);
    assert.deepEqual([stored, result.text], [[{ pattern: "main" }], '[{"pattern":"dev"}]']);
    assert.notEqual(result.rules[0], own[0]);
  });

  test("says what is wrong with the returned rules", async () => {
    for (const [returned, field, problem] of [
      [undefined, "change", "must return an array of rules"],
      [[{}], "change[0].pattern", "is missing"],
      [[{ pattern: 1 }], "change[0].pattern", "must be a string, got number"],
    ]) {
      assert.deepEqual(await validateChange(() => returned, []), { field, problem });
    }
  });

  test("rejects with what the function throws", async () => {
    const own = new Error("own");
    await assert.rejects(
      validateChange(() => {
        throw own;
      }, []),
      (error) => error === own,
    );
  });
});

test("every method's options include those of every call", () => {
  const names = (schema) => schema.fields.map(([name]) => name);
  const { client, login, ...methods } = optionSchemas;
  for (const schema of Object.values(methods)) {
    for (const name of names(optionSchemas.call)) assert.ok(names(schema).includes(name), name);
    assert.equal(mismatch({}, schema, false), undefined, "no option is required");
  }
  assert.ok(!names(client).includes("signal"));
  assert.ok(names(login).every((name) => /^(?:accessKeyId|secretAccessKey)$/.test(name)));
});
