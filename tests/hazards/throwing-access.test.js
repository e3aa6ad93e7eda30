// Hazards: foreign code that throws at any access. A response, its headers, body, stream and reader, a signal and callbacks are proxies that
// throw at the nth access; each call must settle, with a code where it rejects, and no other call may notice.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { repository } from "../support/samples.js";

const AT_ONCE = 200;
/** The least that the enumeration below must come to; it has about twice as many. */
const LEAST = 10_000;
/** Accesses of one call that are tried; a call that polls makes more of the same. */
const MOST_ACCESSES = 40;
const uncaught = [];
const note = (error) => uncaught.push(error);
process.on("uncaughtException", note).on("unhandledRejection", note);
after(() => process.off("uncaughtException", note).off("unhandledRejection", note));

const THROWN = [new Error("foreign"), new TypeError("foreign"), "text", undefined, null, 7, Symbol("foreign")];

/** Wraps a value and everything that is reached through it; the access with the number `at` throws. */
function wrap(value, counter) {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return value;
  const step = () => {
    if (counter.count++ !== counter.at) return;
    counter.hasThrown = true;
    throw counter.thrown;
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

/** Makes a call to a response that throws at an access. Resolves with what is wrong. */
async function round({ call, response, retries, hasObserver, counter }, healthy) {
  const onAttempt = () => {
    throw counter.thrown;
  };
  const client = new LakeFSClient({
    fetch: async () => wrap(response(), counter),
    retries,
    timeoutMs: 2_000,
    ...(hasObserver && { onAttempt }),
  });
  const result = call(client).then(
    () => undefined,
    (error) => (isLakeFSError(error) && typeof error.code === "string" ? undefined : error),
  );
  const [problem, other] = await Promise.all([result, healthy.getRepository("demo")]);
  return problem ?? (other.id === repository.id ? undefined : new Error("another call noticed"));
}

/** All calls, responses, accesses and thrown values. */
async function combinations(healthy) {
  const all = [];
  for (const call of CALLS) {
    for (const response of RESPONSES) {
      for (const retries of [0, 1]) {
        const counter = { count: 0, at: -1 };
        await round({ call, response, retries, hasObserver: false, counter }, healthy);
        for (let at = 0; at < Math.min(counter.count, MOST_ACCESSES); at++) {
          for (const thrown of THROWN) {
            // Node's test runner prints what observers throw, so not everywhere.
            const hasObserver = all.length % 9 === 0;
            all.push({ call, response, retries, hasObserver, counter: { count: 0, at, thrown, hasThrown: false } });
          }
        }
      }
    }
  }
  return all;
}

test(`at least ${LEAST} combinations of a call, a response, an access and a thrown value settle, with a code, and leave others alone`, async () => {
  const healthy = new LakeFSClient({ fetch: async () => Response.json(repository) });
  const all = await combinations(healthy);
  for (let done = 0; done < all.length; done += AT_ONCE) {
    const problems = await Promise.all(all.slice(done, done + AT_ONCE).map((one) => round(one, healthy)));
    assert.deepEqual(
      problems.filter((problem) => problem !== undefined),
      [],
    );
  }
  const thrown = all.filter(({ counter }) => counter.hasThrown).length;
  assert.ok(thrown >= LEAST, `only ${thrown} of ${all.length} combinations have thrown`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  // What an observer throws is reported, by design.
  const reported = THROWN.map(String);
  assert.deepEqual(
    uncaught.filter((error) => !reported.includes(String(error))),
    [],
  );
});
