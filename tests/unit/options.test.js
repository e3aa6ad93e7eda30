// Options: which there are, and what each takes and refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { optionSchemas } from "../../pkg-template/src/options.ts";
import { cloneValidated } from "../../pkg-template/src/validate/argument.ts";
import { ACCESS_KEY } from "../../pkg-template/src/validate/auth.ts";
import { refusal } from "./refusal.js";

const MAX = Number.MAX_SAFE_INTEGER;
const TEXT = [["", "a"], 7, "must be a string, got number"];
const FUNCTION = [[() => {}], "text", "must be a function, got string"];
const FLAG = [[true, false], 1, "must be true or false, got number"];
const MILLISECONDS = [[1, 1.5, Infinity], 0.5, "must be a number ≥ 1, got 0.5"];
const PAGE = [[1, 1000], 1001, "must be a whole number from 1 to 1000, got 1001"];

/** Each option: values that it takes, one that it does not, and why. */
const CALL = {
  signal: [[new AbortController().signal], {}, "must be an AbortSignal, got object"],
  timeoutMs: MILLISECONDS,
  totalTimeoutMs: MILLISECONDS,
  retries: [[0, MAX], -1, "must be a whole number ≥ 0, got -1"],
  headers: [[{}, { a: "b" }], [], "must be a plain object, got an array"],
};
const RANGE = { prefix: TEXT, after: TEXT };
const { signal: _, ...CLIENT } = CALL;
const OPTIONS = {
  client: {
    ...CLIENT,
    fetch: FUNCTION,
    onAttempt: FUNCTION,
    apiPath: TEXT,
    auth: [[{}], 7, "must be an object, got number"],
  },
  call: CALL,
  list: { ...CALL, ...RANGE, search: TEXT, amount: PAGE },
  repositories: { ...CALL, ...RANGE, search: TEXT, pageSize: PAGE },
  listBranches: { ...CALL, ...RANGE, amount: PAGE },
  branches: { ...CALL, ...RANGE, pageSize: PAGE },
  create: { ...CALL, bare: FLAG },
  delete: { ...CALL, force: FLAG },
  update: { ...CALL, attempts: [[1, MAX], 0, "must be a whole number ≥ 1, got 0"] },
  wait: { ...CALL, pollMs: MILLISECONDS, stallMs: MILLISECONDS, deadlineMs: MILLISECONDS, onProgress: FUNCTION },
  login: { accessKeyId: TEXT, secretAccessKey: TEXT },
};
const REQUIRED = { accessKeyId: "a", secretAccessKey: "b" };

for (const [name, options] of Object.entries(OPTIONS)) {
  test(`the options of ${name} take what they say, and nothing else`, () => {
    const schema = name === "login" ? ACCESS_KEY : optionSchemas[name];
    const others = name === "login" ? REQUIRED : {};
    for (const [option, [good, bad, problem]] of Object.entries(options)) {
      for (const value of [...good, ...(name === "login" ? [] : [undefined])])
        cloneValidated("options", { ...others, [option]: value }, schema);
      const [field, message] = refusal(() => cloneValidated("options", { ...others, [option]: bad }, schema));
      assert.deepEqual([field, message], [`options.${option}`, `options.${option} ${problem}`]);
    }
    const free = name === "client" ? ["endpoint"] : [];
    assert.deepEqual(schema.fields.map(([field]) => field).sort(), [...Object.keys(options), ...free].sort());
  });
}

test("both fields of a login are required", () => {
  for (const [missing] of Object.entries(REQUIRED)) {
    const given = { ...REQUIRED, [missing]: undefined };
    assert.deepEqual(
      refusal(() => cloneValidated("credentials", given, ACCESS_KEY)),
      [`credentials.${missing}`, `credentials.${missing} is missing`],
    );
  }
});

test("every field of the credentials is read once, by its own name", () => {
  const reads = [];
  const prototype = {};
  for (const field of ["type", "accessKeyId", "secretAccessKey", "token", "name", "value"])
    Object.defineProperty(prototype, field, { get: () => (reads.push(field), field) });
  const { auth } = cloneValidated("options", { auth: Object.create(prototype) }, optionSchemas.client);
  assert.deepEqual(Object.keys(auth), reads);
  assert.equal(reads.length, 6);
});

test("the endpoint is taken as it is, also from a class", () => {
  const endpoint = new URL("http://h");
  class Settings {
    get endpoint() {
      return endpoint;
    }
  }
  assert.equal(cloneValidated("options", new Settings(), optionSchemas.client).endpoint, endpoint);
});
