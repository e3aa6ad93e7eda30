// Requests that lakeFS refuses before its own code sees them, and a few that it takes. The answers are not of our making: the libraries that
// lakeFS is built with (kin-openapi 0.131 and 0.53, chi, oapi-codegen's runtime, Go's encoding/json) gave them, on lakeFS's description of
// its API. A request without a status is one that they take.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { ADMIN } from "../support/users.js";
import { send } from "../support/wire.js";

/** @type {Record<string, [method: string, path: string, headers: [string, string][], body: string, status?: number, message?: string][]>} */
const refusals = JSON.parse(readFileSync(new URL("refusals.json", import.meta.url), "utf8"));
const AUTHORIZATION = /** @type {[string, string]} */ ([
  "Authorization",
  `Basic ${btoa(`${ADMIN.accessKeyId}:${ADMIN.secretAccessKey}`)}`,
]);

for (const [version, cases] of Object.entries(refusals)) {
  describe(`lakeFS ${version} in memory refuses what the libraries of lakeFS ${version} refuse, in their words`, () => {
    let server;
    before(async () => {
      server = await serve(inMemoryLakeFS({ version: /** @type {"1.84" | "1.12"} */ (version) }));
    });
    after(() => server.close());

    const byPlace = groupBy(cases, placeOf);
    for (const [place, some = []] of Object.entries(byPlace)) {
      test(`${place}, ${some.length} requests`, async () => {
        for (const [method, path, headers, body, status, message] of some) {
          const answer = await send(server.url, { method, path, headers: [AUTHORIZATION, ...headers], body });
          const label = `${method} ${path} ${JSON.stringify(headers)} ${body}`;
          const type = answer.headers.find(([name]) => name === "Content-Type")?.[1] ?? "";
          const identified = answer.headers.some(([name]) => name === "X-Request-Id");
          if (status === undefined)
            assert.ok(identified && !type.startsWith("text/plain"), `${label} is in order: ${answer.body}`);
          else if (method === "HEAD") assert.equal(answer.status, status, label);
          else assert.deepEqual([answer.status, messageOf(answer.body ?? "")], [status, message], label);
          if (status !== undefined)
            assert.equal(
              identified,
              type.startsWith("text/plain") && answer.body !== "400 Bad Request",
              `${label}: only what comes after the check has an id`,
            );
        }
      });
    }
  });
}

function placeOf([method, path]) {
  return `${method} ${/^\/api\/v1\/(repositories\/[^/?]*\/?([a-z_/]+)?|[a-z]+)?/.exec(path)?.[0].replace(/repositories\/[^/]*/, "repositories/…") ?? "elsewhere"}`;
}

function groupBy(items, key) {
  const groups = {};
  for (const item of items) (groups[key(item)] ??= []).push(item);
  return groups;
}

/** Up to the details that a validator adds. */
function messageOf(body) {
  try {
    return JSON.parse(body).message.split("\nSchema:", 1)[0];
  } catch {
    return body;
  }
}
