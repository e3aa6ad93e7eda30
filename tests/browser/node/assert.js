// `node:assert/strict` in a page, as far as the tests use it.
import { equal as deepEqual, match, ok, rejection, show, thrown } from "../../support/expect.js";

const fits = (error, expected) => {
  if (expected === undefined) return;
  if (expected instanceof RegExp) match(String(error), expected);
  else if (typeof expected === "function" && !expected.prototype) ok(expected(error), show(error));
  else if (typeof expected === "function") ok(error instanceof expected, show(error));
  else
    for (const [name, value] of Object.entries(expected))
      if (value instanceof RegExp) match(error[name], value, name);
      else deepEqual(error[name], value, name);
};

/** The message is made only when it is needed: values of these tests throw when they are shown. */
function check(condition, message) {
  if (!condition) ok(false, message());
}

/** @type {any} */
const assert = (condition, message) => ok(condition, message);
Object.assign(assert, {
  deepEqual,
  match,
  ok: (condition, message = "expected a true value") => ok(condition, message),
  equal: (actual, expected, message) =>
    check(Object.is(actual, expected), () => `${message ?? ""} expected ${show(expected)}, got ${show(actual)}`),
  notEqual: (actual, expected) => check(!Object.is(actual, expected), () => `did not expect ${show(actual)}`),
  doesNotMatch: (text, pattern) => check(!pattern.test(text), () => `${show(text)} matches ${pattern}`),
  doesNotThrow: (run) => run(),
  fail: (message) => ok(false, message),
  throws: (run, expected) => fits(thrown(run), expected),
  rejects: async (given, expected) => fits(await rejection(typeof given === "function" ? given() : given), expected),
});
export default assert;
