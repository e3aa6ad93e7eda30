// Hazard: POST sent twice. Deno's fetch sends a request again when a kept connection breaks, although the server may have acted on it, unless the
// body is a Blob. The matrix counts requests in Deno itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { stubGlobals } from "../support/globals.js";
import { gcRules } from "../support/samples.js";

/** What the runtime's fetch gets of each call. */
async function bodies(calls, fetch) {
  const sent = [];
  globalThis.fetch = async (_, { method, body }) => {
    sent.push([method, body instanceof Blob ? `Blob ${await body.text()}` : body]);
    return method === "POST" ? Response.json({ id: "DR1" }, { status: 202 }) : new Response(null, { status: 204 });
  };
  const lakefs = new LakeFSClient({ endpoint: "http://lakefs.test", fetch: fetch?.() });
  for (const call of calls) await call(lakefs);
  return sent;
}

const calls = [
  (lakefs) => lakefs.dumpSubmit("demo"),
  (lakefs) => lakefs.setGCRules("demo", gcRules),
  (lakefs) => lakefs.deleteRepository("demo"),
];

test("in Deno a write with a body, and each POST, has a Blob", async (t) => {
  stubGlobals(t, { Deno: {}, fetch: undefined });
  const expected = [
    ["POST", "Blob "],
    ["PUT", `Blob ${JSON.stringify(gcRules)}`],
    ["DELETE", undefined],
  ];
  assert.deepEqual(await bodies(calls), expected);
  assert.deepEqual(await bodies(calls, () => globalThis.fetch), expected, "the same function as an option");
});

test("a fetch of the caller's gets a string, also in Deno, and so does the runtime's elsewhere", async (t) => {
  stubGlobals(t, { Deno: {}, fetch: undefined });
  const expected = [
    ["POST", undefined],
    ["PUT", JSON.stringify(gcRules)],
    ["DELETE", undefined],
  ];
  const own = () => (url, init) => globalThis.fetch(url, init);
  assert.deepEqual(await bodies(calls, own), expected);
  stubGlobals(t, { Deno: undefined });
  assert.deepEqual(await bodies(calls), expected);
});
