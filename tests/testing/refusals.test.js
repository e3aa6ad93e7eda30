// Requests that lakeFS refuses before its own code sees them, and a few that it accepts, recorded from lakeFS 1.84 and 1.12 with whole messages.
// A request without a status is one that lakeFS accepts. Several messages are those of a server that chooses one of them at random.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { send } from "../support/raw-request.js";
import { ADMIN } from "../support/users.js";

/** @typedef {[method: string, path: string, headers: [string, string][], body: string, status?: number, ...messages: string[]]} Case */
/** @type {Record<string, Case[]>} */
const refusals = JSON.parse(readFileSync(new URL("refusals.json", import.meta.url), "utf8"));
const AUTHORIZATION = /** @type {[string, string]} */ ([
  "Authorization",
  `Basic ${btoa(`${ADMIN.accessKeyId}:${ADMIN.secretAccessKey}`)}`,
]);

for (const [version, cases] of Object.entries(refusals)) {
  describe(`the in-memory lakeFS refuses what lakeFS ${version} refuses, with its messages`, () => {
    let server;
    before(async () => {
      server = await serve(inMemoryLakeFS({ version: /** @type {"1.84" | "1.12"} */ (version) }));
    });
    after(() => server.close());

    for (const [place, some] of groupBy(cases, placeOf)) {
      test(`${place}, ${some.length} requests`, async () => {
        for (const one of some) await check(server.url, one);
      });
    }
  });
}

/**
 * @param {string} url
 * @param {Case} case_
 */
async function check(url, [method, path, headers, body, status, ...messages]) {
  const response = await send(url, { method, path, headers: [AUTHORIZATION, ...headers], body });
  const label = `${method} ${path} ${JSON.stringify(headers)} ${body}`;
  const contentType = response.headers.find(([name]) => name === "Content-Type")?.[1] ?? "";
  const hasRequestId = response.headers.some(([name]) => name === "X-Request-Id");
  if (status === undefined) {
    assert.ok(hasRequestId && !contentType.startsWith("text/plain"), `${label} is valid: ${response.body}`);
    return;
  }
  assert.equal(response.status, status, label);
  const message = messageOf(response.body ?? "");
  if (method !== "HEAD" && messages.length === 1) assert.equal(message, messages[0], label);
  else if (method !== "HEAD") assert.ok(messages.includes(message), `${label}: ${message}`);
  assert.equal(
    hasRequestId,
    contentType.startsWith("text/plain") && response.body !== "400 Bad Request",
    `${label}: only responses after the validation have a request ID`,
  );
}

/** @param {Case} case_ */
function placeOf([method, path]) {
  return `${method} ${/^\/api\/v1\/(repositories\/[^/?]*\/?([a-z_/]+)?|[a-z]+)?/.exec(path)?.[0].replace(/repositories\/[^/]*/, "repositories/…") ?? "elsewhere"}`;
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @returns {Map<string, T[]>}
 */
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** The message of an error, or the whole body. */
function messageOf(body) {
  try {
    return JSON.parse(body).message;
  } catch {
    return body;
  }
}
