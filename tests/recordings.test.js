// Replays exchanges recorded from real lakeFS servers on the in-memory lakeFS, over a port, byte for byte.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { send } from "./support/raw-request.js";
import { ADMIN, NOBODY, READER } from "./support/users.js";

const folder = fileURLToPath(new URL("recordings/", import.meta.url));
/** The number of exchanges for each version, and of those about permissions. */
const EXPECTED = { all: 572, permissions: 32 };

/**
 * Repositories that exist before a scenario, by version and scenario.
 *
 * @type {Record<string, (run: string) => [id: string, query?: string][]>}
 */
const existing = {
  "1.84 permissions": (run) => [[`perm${run}`], [`perm${run}-bare`, "?bare=true"]],
  "1.12 permissions": (run) => [[`perm${run}`], [`perm${run}-bare`, "?bare=true"]],
  // The recorded server was not empty, and ignored the search.
  "1.12 list": () => [["b415510166"]],
};

/** @typedef {import("./support/raw-request.js").Request} Request */
/** @typedef {import("./support/raw-request.js").RawResponse} RawResponse */
/** @typedef {{ request: Request, response: RawResponse, capture?: Record<string, string>, until?: string, wait?: number }} Exchange */
/** @typedef {{ scenario: string, about: string, vars: Record<string, string>, exchanges: Exchange[] }} Scenario */

for (const version of /** @type {const} */ (["1.84", "1.12"])) {
  const scenarios = readdirSync(`${folder}${version}`)
    .sort()
    .map((file) => /** @type {Scenario} */ (JSON.parse(readFileSync(`${folder}${version}/${file}`, "utf8"))));
  const count = { all: 0, permissions: 0 };

  describe(`the in-memory lakeFS responds as lakeFS ${version} did`, () => {
    for (const { scenario, about, vars, exchanges } of scenarios) {
      describe(`${scenario}: ${about}`, () => {
        let now = Date.now();
        let server;
        const values = { ...vars };
        before(async () => {
          const { run } = vars;
          const admin = { id: "admin", ...ADMIN };
          const others = [
            { id: `reader${run}`, ...READER, allow: ["fs:List*", "fs:Read*"] },
            { id: `nobody${run}`, ...NOBODY, allow: [] },
          ];
          const users = scenario === "permissions" ? [admin, ...others] : [admin];
          Object.assign(values, {
            reader_key: READER.accessKeyId,
            reader_secret: READER.secretAccessKey,
            nobody_key: NOBODY.accessKeyId,
            nobody_secret: NOBODY.secretAccessKey,
          });
          const lakefs = inMemoryLakeFS({
            version,
            users,
            lookupCacheSeconds: scenario === "delete-stale" ? 6 : 0,
            now: () => now,
          });
          server = await serve(lakefs);
          for (const [id, query = ""] of existing[`${version} ${scenario}`]?.(run) ?? []) {
            const headers = {
              authorization: `Basic ${btoa(`${ADMIN.accessKeyId}:${ADMIN.secretAccessKey}`)}`,
              "content-type": "application/json",
            };
            const body = JSON.stringify({ name: id, storage_namespace: `mem://${id}` });
            assert.equal(
              (await lakefs.fetch(`http://lakefs.test/api/v1/repositories${query}`, { method: "POST", headers, body }))
                .status,
              201,
            );
          }
        });
        after(() => server.close());

        exchanges.forEach(({ request, response, capture = {}, until, wait = 0 }, index) => {
          test(`${index}: ${request.method} ${request.path}`, async () => {
            now += wait * 1000;
            const sent = fill(request, values);
            let answer = await send(server.url, sent);
            for (let tries = 0; until && JSON.parse(answer.body ?? "")[until] !== true; tries++) {
              assert.ok(tries < 100, `"${until}" is never true`);
              answer = await send(server.url, sent);
            }
            assert.deepEqual(shapeOf(answer, request.method), shapeOf(response, request.method));
            for (const [name, source] of Object.entries(capture)) values[name] = captured(answer, source);
            count.all++;
            if (scenario === "permissions") count.permissions++;
          });
        });
      });
    }

    test("every exchange was sent", () => {
      assert.deepEqual(count, EXPECTED);
    });
  });
}

/**
 * A request with its placeholders filled in.
 *
 * @param {Request} request
 * @param {Record<string, string>} values
 * @returns {Request}
 */
function fill(request, values) {
  const value = (name) => {
    assert.ok(name in values, `no value was captured as ${name}`);
    return values[name];
  };
  const one = (text) =>
    text
      .replace(/\{\{basic:(\w+):(\w+)\}\}/g, (_, key, secret) =>
        Buffer.from(`${value(key)}:${value(secret)}`).toString("base64"),
      )
      .replace(/\{\{(\w+)\}\}/g, (_, name) => value(name));
  return {
    method: request.method,
    path: one(request.path),
    headers: request.headers.map(([name, text]) => [name, one(text)]),
    ...(request.body == null ? {} : { body: one(request.body) }),
  };
}

/**
 * The part of a response that must be the same: random values and times are replaced by their shapes, and unordered values are sorted.
 *
 * @param {RawResponse} answer
 * @param {string} method
 */
function shapeOf({ status, headers, body = "" }, method) {
  const shown = [
    "content-type",
    "location",
    "accept-ranges",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "access-control-allow-origin",
    "www-authenticate",
    "retry-after",
  ];
  const kept = headers.filter(([name]) => shown.includes(name.toLowerCase()));
  for (const [name, value] of headers) {
    if (/^etag$/i.test(name)) kept.push([name, shape(value)]);
    if (/^x-request-id$/i.test(name))
      kept.push([
        name,
        value.replace(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "<uuid>"),
      ]);
    if (/^set-cookie$/i.test(name))
      kept.push([
        name,
        value
          .replace(/=[\w-]+=*;/, "=<session>;")
          .replace(/Expires=\w{3}, \d\d \w{3} 20\d\d \d\d:\d\d:\d\d GMT/, "Expires=<date>"),
      ]);
    if (/^content-length$/i.test(name) && method === "HEAD") kept.push([name, value]);
  }
  return { status, headers: kept.sort(), body: shape(bodyOf(body)) };
}

/** A body with sorted rules and branches. */
function bodyOf(body) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    return body;
  }
  const byText = (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  if (Array.isArray(value)) value.sort(byText);
  if (Array.isArray(value?.branches)) value.branches.sort(byText);
  // Other bodies stay as they were sent.
  return Array.isArray(value) || value?.branches ? JSON.stringify(value) : body;
}

function shape(text) {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, "<hash>")
    .replace(/\b(DR|RR)[\w-]{20}(?![\w-])/g, "$1<task>")
    .replace(/"(creation_date|token_expiration)":[1-9]\d{9}\b/g, '"$1":<seconds>')
    .replace(/run id '[0-9a-v]{20}'/, "run id '<run>'")
    .replace(/"installation_id":"[0-9a-f-]{36}"/, '"installation_id":"<uuid>"')
    .replace(/\{"count":\d+,"month":\d+,"year":\d{4}\}/, "<usage>")
    .replace(/"update_time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z"/, '"update_time":"<time>"')
    .replace(/"token":"[\w-]+\.[\w-]+\.[\w-]+"/, '"token":"<jwt>"');
}

/** A value for later requests: `header:etag`, `body:refs.tags_meta_range_id`, `cookie:internal_auth_session`. */
function captured({ headers, body = "" }, source) {
  const [kind, name = ""] = source.split(":");
  const of = (wanted) => headers.find(([other]) => other.toLowerCase() === wanted)?.[1] ?? "";
  const value =
    kind === "header"
      ? of(name)
      : kind === "cookie"
        ? new RegExp(`^${name}=([^;]*)`).exec(of("set-cookie"))?.[1]
        : name.split(".").reduce((part, key) => part?.[key], JSON.parse(body));
  assert.equal(typeof value, "string", `no ${source}`);
  return value;
}
