// Hazard: lost update on protection rules, where a proxy strips the ETag. A real nginx before the lakeFS in memory, with and without gzip.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { rejection } from "../support/expect.js";
import { dead } from "../support/servers.js";
import { nginx, whyNoNginx } from "./nginx.js";

const GZIP = "gzip on; gzip_min_length 0; gzip_proxied any;";
const skip = await whyNoNginx();
if (skip) console.error(`\n*** ${skip}; the tests with it are skipped ***\n`);

/** A lakeFS in memory behind an nginx with these lines, a client of it, and a repository "demo". */
async function behind(t, lines) {
  const lakefs = inMemoryLakeFS();
  const server = await serve(lakefs);
  t.after(() => server.close());
  const endpoint = await nginx(t, `${lines} location / { proxy_pass ${server.url}; proxy_read_timeout 1s; }`);
  const client = new LakeFSClient({ endpoint, auth: lakefs.auth, retries: 0 });
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  return { client, lakefs };
}
const add = (pattern) => (rules) => [...rules, { pattern }];

describe("nginx before lakeFS", { skip: skip ?? false }, () => {
  test("with JSON among its gzip_types takes the ETag away, and every conditional write says what to do about it", async (t) => {
    const { client, lakefs } = await behind(t, `${GZIP} gzip_types application/json;`);
    await client.setBranchProtectionRules("demo", [{ pattern: "main" }], { overwrite: true });
    const { rules, etag } = await client.getBranchProtectionRules("demo");
    assert.deepEqual(rules, [{ pattern: "main" }]);
    assert.equal(etag, null);
    const before = lakefs.requests.length;
    const refused = await rejection(client.setBranchProtectionRules("demo", [{ pattern: "dev" }], { ifMatch: etag }));
    assert.equal(refused.code, "invalid_argument");
    assert.match(refused.message, /nginx.*gzip_types.*overwrite: true/);
    assert.equal(lakefs.requests.length, before);
    const update = await rejection(client.updateBranchProtectionRules("demo", add("dev")));
    assert.equal(update.code, "unexpected_response");
    assert.match(update.message, /nginx.*gzip_types.*overwrite: true/);
    assert.deepEqual((await client.getBranchProtectionRules("demo")).rules, [{ pattern: "main" }]);
  });

  test("with gzip, but not of JSON, changes nothing", async (t) => {
    const { client } = await behind(t, `${GZIP} gzip_types text/plain text/css;`);
    await client.updateBranchProtectionRules("demo", add("main"));
    const { rules, etag } = await client.updateBranchProtectionRules("demo", add("dev"));
    assert.deepEqual(rules.map(({ pattern }) => pattern).sort(), ["dev", "main"]);
    assert.match(etag, /^\S+$/);
    await client.setBranchProtectionRules("demo", [], { ifMatch: etag });
    assert.equal(
      (await rejection(client.setBranchProtectionRules("demo", [{ pattern: "x" }], { ifMatch: etag }))).code,
      "precondition_failed",
    );
  });

  test("with gzip of JSON disturbs no other operation", async (t) => {
    const { client } = await behind(t, `${GZIP} gzip_types application/json;`);
    const rules = { default_retention_days: 7, branches: [{ branch_id: "main", retention_days: 21 }] };
    await client.setGCRules("demo", rules);
    assert.deepEqual(await client.getGCRules("demo"), rules);
    assert.deepEqual(
      (await client.listRepositories()).results.map(({ id }) => id),
      ["demo"],
    );
    assert.equal(
      (await client.waitForDump("demo", (await client.dumpSubmit("demo")).id)).commits_meta_range_id.length > 0,
      true,
    );
    assert.equal((await rejection(client.getRepository("nobody"))).code, "repository_not_found");
    await client.deleteRepository("demo");
  });

  test("answers with pages of its own, and they go by their status", async (t) => {
    const { client, lakefs } = await behind(t, "client_max_body_size 1k;");
    const large = {
      default_retention_days: 7,
      branches: Array.from({ length: 100 }, (_, number) => ({ branch_id: `branch-${number}`, retention_days: 1 })),
    };
    const refused = await rejection(client.setGCRules("demo", large));
    assert.deepEqual([refused.code, refused.status, refused.maybeApplied], ["bad_request", 413, false]);
    assert.match(refused.message, /^the server answered 413 Content Too Large/);
    lakefs.fail({ hang: "response" });
    const late = await rejection(client.deleteRepository("demo"));
    assert.deepEqual([late.code, late.status, late.maybeApplied], ["unavailable", 504, true]);
    const alone = await nginx(t, `location / { proxy_pass ${await dead()}; }`);
    const gone = await rejection(new LakeFSClient({ endpoint: alone, retries: 0 }).getRepository("demo"));
    assert.deepEqual([gone.code, gone.status], ["unavailable", 502]);
    assert.match(gone.message, /^the server answered 502 Bad Gateway without a message from lakeFS$/);
    const elsewhere = await nginx(t, "return 302 https://login.example/start?to=secret;");
    const redirected = await rejection(new LakeFSClient({ endpoint: elsewhere, retries: 0 }).getRepository("demo"));
    assert.deepEqual(
      [redirected.code, redirected.status, redirected.origin],
      ["login_redirect", 302, "https://login.example"],
    );
  });
});
