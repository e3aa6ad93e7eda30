// Every field of every argument of every method with every wrong type: the call rejects, names the field, and sends nothing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as lib from "lakefs-wasm";
import { rejection } from "./support/expect.js";
import { wrong } from "./support/invalid-values.js";
import { answerTo, calls } from "./support/samples.js";
import { stubClient } from "./support/stub.js";

const CALL = {
  signal: "signal",
  timeoutMs: "milliseconds",
  totalTimeoutMs: "milliseconds",
  retries: "count",
  headers: "record",
};
const REFS = { commits_meta_range_id: "text", tags_meta_range_id: "text", branches_meta_range_id: "text" };

/**
 * The type of each parameter: a kind, an object of fields, or a list of one. An optional field ends in "?".
 *
 * @type {Record<string, Record<string, any>>}
 */
const parameters = {
  listRepositories: {
    "options?": { ...optional(CALL), "prefix?": "text", "after?": "text", "search?": "text", "amount?": "page" },
  },
  createRepository: {
    repository: {
      name: "text",
      storage_namespace: "text",
      "storage_id?": "text",
      "default_branch?": "text",
      "sample_data?": "boolean",
      "read_only?": "boolean",
    },
    "options?": { ...optional(CALL), "bare?": "boolean" },
  },
  getRepository: { repository: "text", "options?": optional(CALL) },
  deleteRepository: { repository: "text", "options?": { ...optional(CALL), "force?": "boolean" } },
  getRepositoryMetadata: { repository: "text", "options?": optional(CALL) },
  getGCRules: { repository: "text", "options?": optional(CALL) },
  setGCRules: {
    repository: "text",
    rules: { default_retention_days: "days", branches: [{ branch_id: "text", retention_days: "days" }] },
    "options?": optional(CALL),
  },
  deleteGCRules: { repository: "text", "options?": optional(CALL) },
  getBranchProtectionRules: { repository: "text", "options?": optional(CALL) },
  setBranchProtectionRules: { repository: "text", rules: [{ pattern: "text" }], options: optional(CALL) },
  dumpSubmit: { repository: "text", "options?": optional(CALL) },
  dumpStatus: { repository: "text", taskId: "text", "options?": optional(CALL) },
  restoreSubmit: { repository: "text", refs: { ...REFS, "force?": "boolean" }, "options?": optional(CALL) },
  restoreStatus: { repository: "text", taskId: "text", "options?": optional(CALL) },
  listBranches: {
    repository: "text",
    "options?": { ...optional(CALL), "prefix?": "text", "after?": "text", "amount?": "page" },
  },
  login: { credentials: { accessKeyId: "text", secretAccessKey: "text" }, "options?": optional(CALL) },
  logout: { "options?": optional(CALL) },
  currentUser: { "options?": optional(CALL) },
  serverConfig: { "options?": optional(CALL) },
};

function optional(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, kind]) => [`${name}?`, kind]));
}

/** Every place in a parameter, with its type: `["rules", 0, "pattern"]`. */
function* places(kind, path, required) {
  yield { path, kind: Array.isArray(kind) ? "list" : typeof kind === "object" ? "object" : kind, required };
  if (Array.isArray(kind)) yield* places(kind[0], [...path, 0], true);
  else if (typeof kind === "object") {
    for (const [name, inner] of Object.entries(kind))
      yield* places(inner, [...path, name.replace("?", "")], !name.endsWith("?"));
  }
}

/** The arguments with one place of them replaced. */
function replaced(args, position, path, value) {
  const copy = structuredClone(args);
  while (copy.length <= position) copy.push({});
  if (path.length === 0) copy[position] = value;
  else {
    const owner = path.slice(0, -1).reduce((object, step) => object[step], copy[position]);
    owner[path.at(-1)] = value;
  }
  return copy;
}

const client = (operation) => stubClient(lib, answerTo(operation));

async function refused({ client, sent }, operation, args, argument, field, about) {
  let promise;
  assert.doesNotThrow(() => (promise = client[operation](...args)), about);
  const error = await rejection(promise, about);
  assert.ok(lib.isLakeFSError(error, "invalid_argument"), `${about}: ${error}`);
  assert.deepEqual(
    [error.name, error.argument, error.operation, error.attempts, error.maybeApplied],
    ["InvalidArgumentError", argument, operation, 0, false],
    about,
  );
  assert.ok(error.message.includes(field), `${about}: the message should name ${field}: ${error.message}`);
  assert.ok(!error.message.includes("canary"), `${about}: the message should not repeat the value: ${error.message}`);
  assert.equal(sent.length, 0, `${about}: nothing should be sent`);
}

for (const [operation, given] of Object.entries(parameters)) {
  describe(operation, () => {
    for (const [position, [name, kind]] of Object.entries(given).entries()) {
      const parameter = name.replace("?", "");
      for (const place of places(kind, [], !name.endsWith("?"))) {
        const field = place.path.reduce(
          (text, step) => text + (typeof step === "number" ? `[${step}]` : `.${step}`),
          parameter,
        );
        test(`refuses a wrong ${field}`, async () => {
          const values = [...wrong[place.kind]];
          if (place.required) values.push(["undefined", undefined]);
          for (const [what, value] of values) {
            const args = replaced(calls[operation], position, place.path, value);
            await refused(client(operation), operation, args, parameter, field, `${field} as ${what}`);
          }
        });
        if (place.required) continue;
        test(`takes an undefined ${field} as none`, async () => {
          const { client: one, sent } = client(operation);
          await one[operation](...replaced(calls[operation], position, place.path, undefined));
          assert.equal(sent.length, 1);
        });
      }
    }
  });
}

describe("setBranchProtectionRules", () => {
  test("refuses options that say neither or both of ifMatch and overwrite, or a wrong one", async () => {
    for (const options of [
      {},
      { ifMatch: "x", overwrite: true },
      { overwrite: false },
      { overwrite: null },
      { overwrite: "true" },
      { ifMatch: undefined },
    ]) {
      await refused(
        client("setBranchProtectionRules"),
        "setBranchProtectionRules",
        ["demo", [], options],
        "options",
        "options",
        JSON.stringify(options),
      );
    }
    for (const [what, ifMatch] of wrong.text) {
      await refused(
        client("setBranchProtectionRules"),
        "setBranchProtectionRules",
        ["demo", [], { ifMatch }],
        "options",
        "options.ifMatch",
        what,
      );
    }
  });
});

describe("every method with a repository", () => {
  const ids = [
    "",
    ".",
    "..",
    "a/b",
    "/abc",
    "abc/",
    "%2e%2e",
    "ab%2fc",
    "a%2541",
    "a+b",
    "abc def",
    "abc?x=1",
    "abc#x",
    "abc\n",
    "\u0000abc",
    "ab",
    "-abc",
    "Abc",
    "a_b",
    "a.b",
    "äbc",
    "日本語",
    "a".repeat(64),
  ];
  for (const [operation, given] of Object.entries(parameters)) {
    if (given.repository !== "text") continue;
    test(`${operation} refuses invalid IDs`, async () => {
      for (const id of ids) {
        await refused(
          client(operation),
          operation,
          [id, ...calls[operation].slice(1)],
          "repository",
          "repository",
          JSON.stringify(id),
        );
      }
    });
  }
  test("createRepository refuses names that are none", async () => {
    for (const name of ids) {
      await refused(
        client("createRepository"),
        "createRepository",
        [{ name, storage_namespace: "mem://x" }],
        "repository",
        "repository.name",
        JSON.stringify(name),
      );
    }
  });
  test("takes every id that lakeFS takes", async () => {
    for (const id of ["abc", "a--", "0-9", "123", "a".repeat(63)]) {
      const { client: one, sent } = client("getRepository");
      await one.getRepository(id);
      assert.equal(sent[0].path, `/api/v1/repositories/${id}`);
    }
  });
});

describe("a task id", () => {
  test("is refused when it is empty", async () => {
    for (const operation of ["dumpStatus", "restoreStatus"])
      await refused(client(operation), operation, ["demo", ""], "taskId", "taskId", operation);
  });
});
