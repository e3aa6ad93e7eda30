// Hazards: foreign code that throws at any access. A response, its headers, body, stream and reader, a signal and callbacks are proxies that
// throw at the nth access; each call must settle, with a code where it rejects, and no other call may notice.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { repository } from "../support/samples.js";

const ROUNDS = 12_000;
const AT_ONCE = 200;
const uncaught = [];
const note = (error) => uncaught.push(error);
process.on("uncaughtException", note).on("unhandledRejection", note);
after(() => process.off("uncaughtException", note).off("unhandledRejection", note));

/** A pseudorandom number generator: failures can be repeated. */
function random(seed) {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

const THROWN = [new Error("foreign"), new TypeError("foreign"), "text", undefined, null, 7, Symbol("foreign")];

/** Wraps a value and everything that is reached through it; the access with the number `at` throws. */
function wrap(value, counter) {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return value;
  const step = () => {
    if (counter.count++ === counter.at) throw counter.thrown;
  };
  return new Proxy(value, {
    get(target, name) {
      // The engine reads it where the caller's fetch resolves: a throw there is a fetch that rejects.
      if (name === "then") return undefined;
      step();
      const found = Reflect.get(target, name, target);
      if (typeof found !== "function") return wrap(found, counter);
      return (...args) => {
        step();
        const result = found.apply(target, args);
        // Promises are awaited by the engine, which reads `then`.
        return result instanceof Promise ? result.then((inner) => wrap(inner, counter)) : wrap(result, counter);
      };
    },
  });
}

const RESPONSES = [
  () => Response.json(repository, { headers: { etag: "x", "x-request-id": "r" } }),
  () => Response.json({ message: "repository not found" }, { status: 404 }),
  () => Response.json({ message: "busy" }, { status: 503, headers: { "retry-after": "0" } }),
  () => new Response(null, { status: 204 }),
  () => new Response("<html>", { status: 200, headers: { "content-type": "text/html" } }),
  () => new Response(null, { status: 302, headers: { location: "http://other/" } }),
  () => Response.json([{ pattern: "main" }], { headers: { etag: "e" } }),
];

const CALLS = [
  (client) => client.getRepository("demo"),
  (client) => client.deleteRepository("demo"),
  (client) => client.getBranchProtectionRules("demo"),
  (client) => client.setBranchProtectionRules("demo", [{ pattern: "a" }], { ifMatch: "e" }),
  (client) => client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "b" }], { attempts: 1 }),
  (client) => client.waitForDump("demo", "DR1", { stallMs: 1, pollMs: 1, deadlineMs: 50 }),
  (client) => client.repositories().next(),
];

/** Makes one call with something that throws. Resolves with what is wrong. */
async function round(pick, healthy) {
  const response = RESPONSES[pick(RESPONSES.length)];
  const counter = { count: 0, at: pick(14), thrown: THROWN[pick(THROWN.length)] };
  const onAttempt = () => {
    throw counter.thrown;
  };
  const client = new LakeFSClient({
    fetch: async () => wrap(response(), counter),
    retries: pick(2),
    timeoutMs: 2_000,
    ...(pick(3) === 0 && { onAttempt }),
  });
  const call = CALLS[pick(CALLS.length)](client).then(
    () => undefined,
    (error) => (isLakeFSError(error) && typeof error.code === "string" ? undefined : error),
  );
  const [problem, other] = await Promise.all([call, healthy.getRepository("demo")]);
  return problem ?? (other.id === repository.id ? undefined : new Error("another call noticed"));
}

test(`${ROUNDS} calls with something that throws settle, with a code, and leave others alone`, async () => {
  const pick = random(20_261_128);
  const healthy = new LakeFSClient({ fetch: async () => Response.json(repository) });
  for (let done = 0; done < ROUNDS; done += AT_ONCE) {
    const problems = await Promise.all(Array.from({ length: AT_ONCE }, () => round(pick, healthy)));
    assert.deepEqual(
      problems.filter((problem) => problem !== undefined),
      [],
    );
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  // What an observer throws is reported, by design.
  const reported = THROWN.map(String);
  assert.deepEqual(
    uncaught.filter((error) => !reported.includes(String(error))),
    [],
  );
});
