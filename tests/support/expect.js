// Assertions that work in Node and in a page alike.

class AssertionError extends Error {
  name = "AssertionError";
}

/**
 * @param {unknown} condition
 * @param {string} message
 */
export function ok(condition, message) {
  if (!condition) throw new AssertionError(message);
}

/**
 * Compares deeply: kinds, own keys, order of lists; not the order of keys.
 *
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [about]
 */
export function equal(actual, expected, about = "") {
  if (!same(actual, expected))
    throw new AssertionError(`${about && `${about}: `}expected ${show(expected)}, got ${show(actual)}`);
}

/**
 * @param {unknown} text
 * @param {RegExp} pattern
 * @param {string} [about]
 */
export function match(text, pattern, about = "") {
  ok(typeof text === "string" && pattern.test(text), `${about && `${about}: `}${show(text)} does not match ${pattern}`);
}

/**
 * The error that a promise rejects with.
 *
 * @param {Promise<unknown>} promise
 * @param {string} [about]
 * @returns {Promise<any>}
 */
export async function rejection(promise, about = "") {
  ok(promise instanceof Promise, `${about && `${about}: `}expected a promise, got ${show(promise)}`);
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new AssertionError(`${about && `${about}: `}expected a rejection, got ${show(value)}`);
}

/**
 * The error that a function throws.
 *
 * @param {() => unknown} run
 * @param {string} [about]
 * @returns {any}
 */
export function thrown(run, about = "") {
  let value;
  try {
    value = run();
  } catch (error) {
    return error;
  }
  throw new AssertionError(`${about && `${about}: `}expected it to throw, got ${show(value)}`);
}

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/** @param {unknown} value */
export function show(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value, (_, inner) =>
      typeof inner === "bigint" || typeof inner === "symbol" ? String(inner) : inner,
    );
  } catch {
    return Object.prototype.toString.call(value);
  }
}
