// Errors: classes, fields, and the way through JSON.
import assert from "node:assert/strict";
import { test } from "node:test";
import { errorClass, isLakeFSError, isRetryable, makeError } from "../../pkg-template/src/errors.ts";
import { reviveError } from "../../pkg-template/src/revive.ts";

const CODES = {
  ResponseError: ["bad_request", "unauthenticated", "repository_not_found", "rate_limited", "unknown_endpoint"],
  InvalidArgumentError: ["invalid_argument"],
  ConnectionError: ["connection_failed"],
  TimeoutError: ["timeout"],
  LoginRedirectError: ["login_redirect"],
  UnexpectedResponseError: ["unexpected_response"],
  TaskError: ["task_failed", "task_stalled", "task_expired"],
  WasmError: ["wasm_load_failed", "wasm_crashed"],
};

test("each code has its class", () => {
  for (const [name, codes] of Object.entries(CODES)) {
    for (const code of codes) {
      const error = makeError(code, "text", {});
      assert.deepEqual([error.name, error.code, error.message], [name, code, "text"]);
      assert.deepEqual([error.attempts, error.maybeApplied], [0, false]);
      assert.ok(error instanceof errorClass(code));
    }
  }
});

test("fields that are undefined are absent, and the cause is not printed as a field", () => {
  const cause = new Error("cause");
  const error = makeError("timeout", "text", { phase: "body", status: undefined, cause });
  assert.equal(error.cause, cause);
  assert.deepEqual(Object.keys(error).sort(), ["attempts", "code", "maybeApplied", "phase"]);
});

test("errors survive structuredClone and JSON", () => {
  const error = makeError("rate_limited", "slow down", {
    status: 429,
    retryAfterMs: 1000,
    attempts: 3,
    maybeApplied: true,
  });
  for (const sent of [structuredClone(error.toJSON()), JSON.parse(JSON.stringify(error))]) {
    const revived = reviveError(sent);
    assert.ok(revived instanceof errorClass("rate_limited"));
    assert.deepEqual(revived.toJSON(), error.toJSON());
  }
});

test("other values are returned as they are", () => {
  const error = new Error("own");
  for (const value of [
    undefined,
    null,
    7,
    "text",
    {},
    error,
    { name: "Error", message: "a", code: "b" },
    { name: "TimeoutError", message: "a", code: "server_error" },
  ]) {
    assert.equal(reviveError(value), value);
  }
});

test("the guard knows errors of every copy of the package, by their brand", () => {
  const error = makeError("timeout", "text", {});
  const ofAnotherCopy = { [Symbol.for("lakefs-wasm.error")]: true, code: "timeout" };
  for (const ours of [error, ofAnotherCopy]) {
    assert.deepEqual(
      [isLakeFSError(ours), isLakeFSError(ours, "timeout"), isLakeFSError(ours, "unavailable")],
      [true, true, false],
    );
  }
  const unreadable = new Proxy(error, {
    get() {
      throw new Error("hostile");
    },
  });
  const callable = Object.assign(() => {}, ofAnotherCopy);
  for (const other of [
    undefined,
    null,
    7,
    "timeout",
    {},
    new Error("own"),
    { code: "timeout" },
    callable,
    unreadable,
  ]) {
    assert.deepEqual([isLakeFSError(other), isLakeFSError(other, "timeout")], [false, false]);
  }
});

test("the same call may succeed later after four codes", () => {
  const retryable = ["unavailable", "rate_limited", "connection_failed", "timeout"];
  for (const code of [...Object.values(CODES).flat(), "unavailable"])
    assert.equal(isRetryable(makeError(code, "text", {})), retryable.includes(code), code);
  assert.equal(isRetryable(new Error("own")), false);
  assert.equal(isRetryable({ code: "timeout" }), false);
});

test("an error without a cause has none, and its name can be set", () => {
  const error = makeError("timeout", "text", {});
  assert.equal("cause" in error, false);
  error.name = "Own";
  assert.equal(String(error), "Own: text");
});
