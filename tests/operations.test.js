// lakeFS's published description, held as a table (support/description.js), against what the client sends, takes and says in its types.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import * as lib from "lakefs-wasm";
import ts from "typescript";
import { models, operations } from "./support/description.js";
import { rejection } from "./support/expect.js";
import { answers, answerTo, calls } from "./support/samples.js";
import { stubClient } from "./support/stub.js";

const generated = (name) => readFileSync(new URL(`../pkg-template/src/generated/${name}`, import.meta.url), "utf8");

/** Every parameter, with its place in the request. */
const asked = {
  listRepositories: [
    { prefix: "p", after: "a", amount: 7, search: "s" },
    { query: { prefix: "p", after: "a", amount: "7", search: "s" } },
  ],
  listBranches: [{ prefix: "p", after: "a", amount: 7 }, { query: { prefix: "p", after: "a", amount: "7" } }],
  createRepository: [{ bare: true }, { query: { bare: "true" } }],
  deleteRepository: [{ force: true }, { query: { force: "true" } }],
  setBranchProtectionRules: [{ ifMatch: "etag" }, { headers: { "If-Match": "etag" } }],
  dumpStatus: [undefined, { query: { task_id: "DRV1StGXR8_Z5jdHi6B-my" } }],
  restoreStatus: [undefined, { query: { task_id: "RRV1StGXR8_Z5jdHi6B-my" } }],
};

async function sentBy(operation, options) {
  const { client, sent } = stubClient(lib, answerTo(operation));
  const args = [...calls[operation]];
  if (options?.ifMatch !== undefined) args.pop();
  if (options !== undefined) args.push(options);
  await client[operation](...args);
  assert.equal(sent.length, 1);
  return sent[0];
}

describe("what the client sends", () => {
  for (const [operation, { method, path, query = [], headers = [], body }] of Object.entries(operations)) {
    test(`${operation} is ${method} ${path}, with all that it can ask for`, async () => {
      const [options, expected = {}] = asked[operation] ?? [];
      const request = await sentBy(operation, options);
      assert.deepEqual([request.method, request.path], [method, `/api/v1${path.replace("{repository}", "demo")}`]);
      assert.deepEqual(Object.fromEntries(new URLSearchParams(request.query)), expected.query ?? {});
      assert.deepEqual(Object.keys(expected.query ?? {}), query);
      assert.deepEqual(Object.keys(expected.headers ?? {}), headers);
      for (const [name, value] of Object.entries(expected.headers ?? {}))
        assert.equal(request.headers.get(name), value);
      if (body === undefined) assert.equal(request.body, undefined);
      else if (body !== "LoginInformation")
        assert.deepEqual(
          JSON.parse(request.body),
          calls[operation].find((one) => typeof one === "object"),
        );
    });
  }

  test("what nobody asked for is not in the query, and neither are lakeFS's own defaults", async () => {
    for (const operation of ["listRepositories", "createRepository", "deleteRepository"])
      assert.equal((await sentBy(operation, {})).query, "", operation);
    assert.equal((await sentBy("listRepositories", { prefix: "", after: "", search: "" })).query, "");
    assert.equal((await sentBy("createRepository", { bare: false })).query, "");
    assert.equal((await sentBy("deleteRepository", { force: false })).query, "");
  });

  test("login sends key and secret under lakeFS's names", async () => {
    assert.deepEqual(JSON.parse((await sentBy("login")).body), { access_key_id: "AKIA", secret_access_key: "secret" });
  });

  test("logout is POST /logout, beside /api/v1", async () => {
    const { client, sent } = stubClient(
      lib,
      { status: 307, headers: { location: "/auth/login" } },
      { endpoint: "http://lakefs.test/lake/api/v1" },
    );
    await client.logout();
    assert.deepEqual(
      [sent[0].method, sent[0].url, sent[0].body],
      ["POST", "http://lakefs.test/lake/logout", undefined],
    );
  });
});

/** Values that are not of a kind. */
const misfits = {
  text: [1, null, true, {}],
  flag: ["true", 0, null],
  integer: ["1", 1.5, null, 2 ** 53],
  texts: [null, [], "x"],
  model: [null, [], "x"],
  list: [{}, "x", 1],
};

/** Every field of a model and below: its place, its kind, and whether it is required. */
function* fields(kind, path) {
  if (Array.isArray(kind)) return yield* fields(kind[0], [...path, 0]);
  for (const [name, inner] of Object.entries(models[kind] ?? {})) {
    const place = [...path, name.replace("?", "")];
    yield { place, kind: inner, required: !name.endsWith("?") };
    if (Array.isArray(inner) || inner in models) yield* fields(inner, place);
  }
}

const kindName = (kind) => (Array.isArray(kind) ? "list" : kind in models ? "model" : kind);
const pointer = (place) => place.map((step) => `/${step}`).join("");

describe("what the client takes for an answer", () => {
  for (const [operation, { status, answer }] of Object.entries(operations)) {
    if (answer === undefined) {
      test(`${operation} needs no body`, async () => {
        const { client } = stubClient(lib, { status });
        assert.equal(await client[operation](...calls[operation]), undefined);
      });
      continue;
    }
    if (answer !== "texts")
      test(`${operation}: each required field of ${answer} is required, each other is optional`, async () => {
        assert.equal(answers[operation][0], status);
        for (const { place, required } of fields(answer, [])) {
          const json = structuredClone(answers[operation][1]);
          const owner = place.slice(0, -1).reduce((object, step) => object?.[step], json);
          if (owner === undefined) continue; // An empty list has no fields.
          delete owner[place.at(-1)];
          const call = stubClient(lib, { status, json }).client[operation](...calls[operation]);
          if (!required) {
            await call;
            continue;
          }
          const error = await rejection(call, pointer(place));
          assert.ok(lib.isLakeFSError(error, "unexpected_response"), `${pointer(place)}: ${error}`);
          assert.deepEqual([error.at, error.operation], [pointer(place), operation]);
        }
      });

    test(`${operation}: each field of ${answer} must have its type`, async () => {
      for (const { place, kind } of [{ place: [], kind: answer }, ...fields(answer, [])]) {
        for (const value of misfits[kindName(kind)]) {
          if (value === null && operation === "getGCRules" && place.at(-1) === "branches") continue; // a mistake in lakeFS's description
          const holder = { json: structuredClone(answers[operation][1]) };
          const owner = ["json", ...place].slice(0, -1).reduce((object, step) => object?.[step], holder);
          if (owner === undefined) continue;
          owner[["json", ...place].at(-1)] = value;
          const error = await rejection(
            stubClient(lib, { status, ...holder }).client[operation](...calls[operation]),
            `${pointer(place)} as ${JSON.stringify(value)}`,
          );
          assert.ok(
            lib.isLakeFSError(error, "unexpected_response"),
            `${pointer(place)} as ${JSON.stringify(value)}: ${error}`,
          );
          assert.ok(error.at.startsWith(pointer(place)), `${error.at} is not at ${pointer(place)}`);
        }
      }
    });
  }
});

describe("what is generated", () => {
  // Without a build of its own: the two files as data URLs, the second importing the first.
  const load = (name, imported) => {
    const options = { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } };
    const { outputText } = ts.transpileModule(generated(name), options);
    return `data:text/javascript,${encodeURIComponent(outputText.replace('"./schemas.js"', JSON.stringify(imported)))}`;
  };
  const modelSchemas = import(load("schemas.ts"));
  const operationList = import(load("operations.ts", load("schemas.ts")));

  test("the list of operations has the description's methods, paths and responses", async () => {
    const schemas = await modelSchemas;
    const nameOf = (schema) => {
      if (schema === "record") return "texts";
      if (schema?.list) return [nameOf(schema.list)];
      return Object.entries(schemas).find(([, one]) => one === schema)?.[0];
    };
    const found = Object.fromEntries(
      (await operationList).operations.map(({ id, method, path, response }) => [id, [method, path, nameOf(response)]]),
    );
    const { logout, ...described } = found;
    assert.deepEqual(logout, ["POST", "/logout", undefined]);
    assert.deepEqual(
      described,
      Object.fromEntries(
        Object.entries(operations).map(([id, { method, path, answer }]) => [id, [method, path, answer]]),
      ),
    );
  });
});
