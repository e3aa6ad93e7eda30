// Arguments that are objects of their own will: getters that throw or change their mind, proxies, toJSON, prototypes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as lib from "lakefs-wasm";
import { rejection, thrown } from "./support/expect.js";
import { answerTo, calls, creation, refs } from "./support/samples.js";
import { stubClient } from "./support/stub.js";

/** Which argument of each operation is the body. */
const bodies = { createRepository: 0, setGCRules: 1, setBranchProtectionRules: 1, restoreSubmit: 1, login: 0 };

const bomb = () => {
  throw new Error("boom");
};
const hostile = {
  "a proxy that throws": () =>
    new Proxy({}, { get: bomb, has: bomb, ownKeys: bomb, getOwnPropertyDescriptor: bomb, getPrototypeOf: bomb }),
  "a proxy that is revoked": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "a list that is a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  },
};

async function refused(operation, args, about) {
  const { client, sent } = stubClient(lib, answerTo(operation in calls ? operation : "getRepository"));
  let promise;
  assert.doesNotThrow(() => (promise = client[operation](...args)), about);
  const error = await rejection(promise, about);
  assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${about}: ${error}`);
  assert.equal(sent.length, 0, about);
}

/** An object whose fields say something else every time they are read, first what will do. */
function fickle(fields, later) {
  const object = {};
  for (const [name, value] of Object.entries(fields)) {
    let reads = 0;
    Object.defineProperty(object, name, { enumerable: true, get: () => (reads++ === 0 ? value : later) });
  }
  return object;
}

describe("an argument that is hostile", () => {
  for (const [what, make] of Object.entries(hostile)) {
    test(`rejects, in the place of every argument: ${what}`, async () => {
      for (const [operation, args] of Object.entries(calls)) {
        // The options come last; here they are among the arguments already.
        const options = operation === "setBranchProtectionRules" ? args.length - 1 : args.length;
        for (let position = 0; position <= options; position++) {
          await refused(
            operation,
            [...args.slice(0, position), make(), ...args.slice(position + 1)],
            `${operation}, argument ${position}`,
          );
        }
      }
    });
  }

  test("rejects when a field of a body throws", async () => {
    for (const [operation, position] of Object.entries(bodies)) {
      const body = calls[operation][position];
      for (const field of Object.keys(Array.isArray(body) ? body[0] : body)) {
        const trap = Object.defineProperty({ ...(Array.isArray(body) ? body[0] : body) }, field, {
          enumerable: true,
          get: bomb,
        });
        await refused(
          operation,
          calls[operation].with(position, Array.isArray(body) ? [trap] : trap),
          `${operation} ${field}`,
        );
      }
    }
  });

  test("rejects when an option throws", async () => {
    const all = ["signal", "timeoutMs", "totalTimeoutMs", "retries", "headers"];
    for (const [operation, more] of [
      ["listRepositories", ["prefix", "after", "amount", "search"]],
      ["createRepository", ["bare"]],
      ["deleteRepository", ["force"]],
      ["setBranchProtectionRules", ["ifMatch", "overwrite"]],
    ]) {
      const args = calls[operation].filter((one) => one?.overwrite === undefined);
      for (const field of [...all, ...more]) {
        await refused(
          operation,
          [...args, Object.defineProperty({}, field, { enumerable: true, get: bomb })],
          `${operation} ${field}`,
        );
      }
    }
  });

  test("rejects from the helpers too, and throws from the one that gives an iterator", async () => {
    for (const [what, make] of Object.entries(hostile)) {
      for (const [call, ...args] of [
        ["updateBranchProtectionRules", "demo", (rules) => rules],
        ["waitForDump", "demo", "DR"],
        ["waitForRestore", "demo", "RR"],
      ]) {
        for (let position = 0; position <= args.length; position++)
          await refused(call, args.toSpliced(position, 1, make()), `${call}, argument ${position}, ${what}`);
      }
      const error = thrown(() => new lib.LakeFSClient().repositories(make()), what);
      assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${what}: ${error}`);
    }
  });

  test("throws invalid_argument from the constructor and from with", () => {
    for (const [what, make] of Object.entries(hostile)) {
      for (const run of [
        () => new lib.LakeFSClient(make()),
        () => new lib.LakeFSClient().with(make()),
        () => new lib.LakeFSClient({ auth: make() }),
        () => new lib.LakeFSClient({ headers: make() }),
        () => new lib.LakeFSClient({ endpoint: make() }),
        () => new lib.LakeFSClient({ onAttempt: make() }),
        () => new lib.LakeFSClient({ timeoutMs: make() }),
      ]) {
        const error = thrown(run, what);
        assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${what}: ${error}`);
      }
    }
  });

  test("rejects when a body cannot be written as JSON", async () => {
    const circle = { ...creation };
    circle.self = circle;
    await refused("createRepository", [circle], "a circle");
    await refused("createRepository", [{ ...creation, more: 1n }], "a bigint in a field that nobody knows");
    await refused("createRepository", [{ ...creation, more: { toJSON: bomb } }], "a toJSON that throws");
  });
});

describe("what was checked is what is sent", () => {
  /** The body that is sent, or undefined when the call is refused. */
  async function bodyOf(operation, args) {
    const { client, sent } = stubClient(lib, answerTo(operation));
    try {
      await client[operation](...args);
    } catch (error) {
      assert.ok(lib.isLakeFSError(error, "invalid_argument"), String(error));
      assert.equal(sent.length, 0);
      return undefined;
    }
    return JSON.parse(sent[0].body);
  }

  test("when fields say something else the second time", async () => {
    for (const later of ["..", 7, null, undefined, Symbol("x"), "\ud800"]) {
      const made = await bodyOf("createRepository", [fickle(creation, later)]);
      if (made !== undefined) assert.deepEqual(made, creation);
      const rules = await bodyOf("setBranchProtectionRules", [
        "demo",
        [fickle({ pattern: "main" }, later === ".." ? "[a-zA-Z]" : later)],
        { overwrite: true },
      ]);
      if (rules !== undefined) assert.deepEqual(rules, [{ pattern: "main" }]);
      const restored = await bodyOf("restoreSubmit", ["demo", fickle(refs, later)]);
      if (restored !== undefined) assert.deepEqual(restored, refs);
    }
  });

  test("when a body has a toJSON", async () => {
    const made = await bodyOf("createRepository", [
      { ...creation, toJSON: () => ({ name: "..", storage_namespace: "" }) },
    ]);
    if (made !== undefined)
      assert.deepEqual([made.name, made.storage_namespace], [creation.name, creation.storage_namespace]);
    const rules = await bodyOf("setBranchProtectionRules", [
      "demo",
      [{ pattern: "main", toJSON: () => ({ pattern: "[a-zA-Z]" }) }],
      { overwrite: true },
    ]);
    if (rules !== undefined) assert.equal(rules[0].pattern, "main");
  });

  test("when the fields stand on the prototype", async () => {
    class Rule {
      get pattern() {
        return "main";
      }
    }
    const rules = await bodyOf("setBranchProtectionRules", ["demo", [new Rule()], { overwrite: true }]);
    if (rules !== undefined) assert.deepEqual(rules, [{ pattern: "main" }]);
  });

  test("when options say something else the second time", async () => {
    for (const later of [Symbol("x"), 7, null, {}, "\ud800"]) {
      const { client, sent } = stubClient(lib, answerTo("listRepositories"));
      const outcome = await client
        .listRepositories(fickle({ prefix: "a", after: "b", search: "c", amount: 5 }, later))
        .then(
          () => "sent",
          (error) => error,
        );
      if (outcome === "sent") assert.equal(sent[0].query, "prefix=a&after=b&amount=5&search=c");
      else assert.ok(lib.isLakeFSError(outcome, "invalid_argument"), `${String(later)}: ${outcome}`);
    }
  });

  test("when headers say something else the second time", async () => {
    for (const later of ["x\r\ny", Symbol("x"), null]) {
      const { client, sent } = stubClient(lib, answerTo("getRepository"));
      const outcome = await client.getRepository("demo", { headers: fickle({ "x-mine": "1" }, later) }).then(
        () => "sent",
        (error) => error,
      );
      if (outcome === "sent") assert.equal(sent[0].headers.get("x-mine"), "1");
      else assert.ok(lib.isLakeFSError(outcome, "invalid_argument"), `${String(later)}: ${outcome}`);
    }
  });

  test("and a client whose arguments were hostile goes on working", async () => {
    const { client } = stubClient(lib, answerTo("getRepository"));
    await rejection(client.getRepository(hostile["a proxy that throws"]()));
    await rejection(client.getRepository("demo", hostile["a proxy that throws"]()));
    assert.equal((await client.getRepository("demo")).id, "demo");
  });
});

test("a field that is nothing at first is not asked again", async () => {
  for (const first of [undefined, null]) {
    let reads = 0;
    const options = {
      get timeoutMs() {
        return reads++ === 0 ? first : 5;
      },
    };
    await new lib.LakeFSClient({ fetch: async () => new Response("{}") })
      .getRepository("demo", options)
      .catch(() => {});
    assert.equal(reads, 1, String(first));
  }
});
