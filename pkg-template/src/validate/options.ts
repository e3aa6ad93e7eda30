import type { ObjectSchema, Range } from "./schema.js";

const MILLISECONDS: Range = { min: 1, max: Infinity, fraction: true };
const COUNT: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };
const PAGE: Range = { min: 1, max: 1000 };
const CALL: ObjectSchema["fields"] = [
  ["signal", "signal", false],
  ["timeoutMs", MILLISECONDS, false],
  ["totalTimeoutMs", MILLISECONDS, false],
  ["retries", COUNT, false],
  ["headers", "record", false],
];
const RANGE: ObjectSchema["fields"] = [
  ["prefix", "string", false],
  ["after", "string", false],
];
const FILTER: ObjectSchema["fields"] = [...RANGE, ["search", "string", false]];

/** The fields of every type of credentials. */
const AUTH: ObjectSchema["fields"] = ["type", "accessKeyId", "secretAccessKey", "token", "name", "value"].map(
  (name) => [name, "any", false],
);

/** The options of the client and of each method. `../options.ts` has their types and documentation; one that is sent is also in `call.ts`. */
export const optionSchemas = {
  client: {
    // The fields of auth depend on its type: see auth.ts.
    fields: [
      ...CALL.slice(1),
      ["fetch", "function", false],
      ["onAttempt", "function", false],
      ["auth", { fields: AUTH }, false],
      ["endpoint", "any", false],
      ["apiPath", "string", false],
    ],
  },
  call: { fields: CALL },
  list: { fields: [...CALL, ...FILTER, ["amount", PAGE, false]] },
  repositories: { fields: [...CALL, ...FILTER, ["pageSize", PAGE, false]] },
  listBranches: { fields: [...CALL, ...RANGE, ["amount", PAGE, false]] },
  branches: { fields: [...CALL, ...RANGE, ["pageSize", PAGE, false]] },
  create: { fields: [...CALL, ["bare", "boolean", false]] },
  delete: { fields: [...CALL, ["force", "boolean", false]] },
  update: { fields: [...CALL, ["attempts", { min: 1, max: Number.MAX_SAFE_INTEGER }, false]] },
  wait: {
    fields: [
      ...CALL,
      ["pollMs", MILLISECONDS, false],
      ["stallMs", MILLISECONDS, false],
      ["deadlineMs", MILLISECONDS, false],
      ["onProgress", "function", false],
    ],
  },
  login: {
    fields: [
      ["accessKeyId", "string", true],
      ["secretAccessKey", "string", true],
    ],
  },
} satisfies Record<string, ObjectSchema>;
