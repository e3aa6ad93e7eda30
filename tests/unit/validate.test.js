// Arguments of calls and clients: what is refused, with which field.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { optionSchemas } from "../../pkg-template/src/options.ts";
import { invalidArgument } from "../../pkg-template/src/validate/argument.ts";
import { validateCall } from "../../pkg-template/src/validate/call.ts";
import { validateChange } from "../../pkg-template/src/validate/change.ts";
import { setHeader, validateHeaders } from "../../pkg-template/src/validate/headers.ts";
import { refusal } from "./refusal.js";

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

  test("says what is wrong, and refuses whole names only", () => {
    const message = (headers) => refusal(() => validateHeaders(headers))[1];
    assert.equal(message({ "a b": "a" }), "options.headers contains an invalid header name");
    assert.equal(message({ "X-Header": "é" }), "options.headers.X-Header must be visible ASCII");
    for (const name of ["X-Authorization", "Authorization-X", "X-Host", "Hostname"]) validateHeaders({ [name]: "a" });
  });

  test("setHeader keeps the place of a header of the same name", () => {
    const headers = { A: "1", B: "2" };
    setHeader(headers, "A", "3");
    assert.deepEqual(Object.entries(headers), [
      ["A", "3"],
      ["B", "2"],
    ]);
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
    for (const [options, message] of [
      [undefined, "options must have either ifMatch, the etag that was read, or overwrite: true"],
      [{ ifMatch: null }, /^options\.ifMatch is null: a proxy removes the ETag header/],
      [{ ifMatch: null, overwrite: true }, /^options\.ifMatch is null/],
      [{ ifMatch: "é" }, "options.ifMatch must be the etag that getBranchProtectionRules returned"],
      [{ overwrite: false, ifMatch: "tag" }, "options.overwrite must be true or absent"],
    ]) {
      const [, found] = refusal(set(options));
      if (typeof message === "string") assert.equal(found, message);
      else assert.match(found, message);
    }
  });

  test("refuses headers that cannot be sent", () => {
    assert.deepEqual(refusal(set({ overwrite: true, headers: { Cookie: "a=b" } })), [
      "options.headers.Cookie",
      "options.headers.Cookie is not allowed; credentials belong in options.auth",
    ]);
  });

  /** The parameters that a call has. */
  const paramsOf = (call) => {
    const { params } = validateCall({ repository: "demo", options: undefined, ...call });
    return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  };

  test("writes what goes into the request as text, and leaves out what is absent", () => {
    const filter = { prefix: "a", after: "b", search: "c" };
    assert.deepEqual(
      paramsOf({
        operation: "listRepositories",
        schema: optionSchemas.list,
        options: { ...filter, amount: 7, retries: 1 },
      }),
      { ...filter, amount: "7" },
    );
    const create = { operation: "createRepository", schema: optionSchemas.create };
    assert.deepEqual(paramsOf({ ...create, options: { bare: true } }), { bare: "true" });
    const deletion = { operation: "deleteRepository", schema: optionSchemas.delete };
    assert.deepEqual(paramsOf({ ...deletion, options: { force: true } }), { force: "true" });
    for (const options of [undefined, {}, { bare: false, force: false }])
      assert.deepEqual(paramsOf({ operation: "getRepository", options }), {});
    const { text, change, onProgress } = validateCall({ operation: "listRepositories", options: undefined });
    assert.deepEqual([text, change, onProgress], [undefined, undefined, undefined]);
  });

  test("puts the call's own arguments into its parameters, and no others", () => {
    assert.deepEqual(paramsOf({ operation: "dumpStatus", taskId: "DR1" }), { taskId: "DR1" });
    assert.deepEqual(
      paramsOf({ operation: "dumpStatus", options: { wait: {}, updateAttempts: 1, taskId: "DR1" } }),
      {},
    );
    assert.deepEqual(paramsOf({ operation: "setBranchProtectionRules", change: () => [] }), { updateAttempts: 10 });
    const call = {
      operation: "dumpStatus",
      repository: "demo",
      options: undefined,
      body: ["rules", [], { list: "any" }],
    };
    const { params, text } = validateCall(call);
    assert.deepEqual([params.body, text], [[], "[]"]);
  });

  test("errors name the operation, and the repository if it is a string", () => {
    const caught = (call) => {
      try {
        validateCall(call);
      } catch (error) {
        return [error.operation, error.repository, error.message];
      }
      return assert.fail("it accepted the arguments");
    };
    assert.deepEqual(caught({ operation: "dumpStatus", repository: "demo", taskId: 7 }), [
      "dumpStatus",
      "demo",
      "taskId must be a string, got number",
    ]);
    assert.deepEqual(caught({ operation: "dumpStatus", repository: "demo", taskId: "" }), [
      "dumpStatus",
      "demo",
      "taskId must not be empty",
    ]);
    assert.deepEqual(caught({ operation: "getRepository", repository: 7 }), [
      "getRepository",
      undefined,
      "repository must be a string, got number",
    ]);
    const hostile = Object.defineProperty({}, "signal", {
      enumerable: true,
      get() {
        throw new Error("own");
      },
    });
    assert.deepEqual(caught({ operation: "getRepository", repository: "demo", options: hostile }), [
      "getRepository",
      "demo",
      "options cannot be read: a getter or a proxy threw",
    ]);
    assert.match(caught({ operation: "getRepository", repository: "\ud800" })[2], /lone surrogate/);
    assert.match(caught({ operation: "getRepository", repository: "demo", change: 7 })[2], /must be a function/);
    assert.equal(invalidArgument("a", "b", { repository: 7 }).repository, undefined);
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
      [{ pattern: "main" }, "change", "must return an array of rules"],
      [[{}], "change[0].pattern", "is missing"],
      [[{ pattern: 1 }], "change[0].pattern", "must be a string, got number"],
    ]) {
      assert.deepEqual(await validateChange(() => returned, []), { field, problem });
    }
  });

  test("an update without a function has no rules", async () => {
    assert.deepEqual(await validateChange(undefined, []), {
      field: "change",
      problem: "must return an array of rules",
    });
  });

  test("gives the function the rules that are stored", async () => {
    const given = [];
    await validateChange((rules) => (given.push(...rules), rules), [{ pattern: "main", more: 1 }]);
    assert.deepEqual(given, [{ pattern: "main", more: 1 }]);
  });

  test("refuses rules that cannot be sent or read", async () => {
    const hostile = {
      get pattern() {
        throw new Error("own");
      },
    };
    const problem = "returned rules that cannot be read or written as JSON";
    assert.deepEqual(await validateChange(() => [hostile], []), { field: "change", problem });
    assert.deepEqual(await validateChange(() => [{ pattern: "\ud800" }], []), {
      field: "change[0].pattern",
      problem: "contains a lone surrogate, which cannot be sent as UTF-8",
    });
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
