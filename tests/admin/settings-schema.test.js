// The JSON Schema of settings files, settings.schema.json, agrees with the command line.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { withServer } from "./command.js";

const context = withServer();
const RULES = { default_retention_days: 28, branches: [{ branch_id: "main", retention_days: 90 }] };

const require = createRequire(import.meta.url);
const { default: Ajv } = require("ajv");
const compile = async () =>
  new Ajv({ strict: false }).compile(
    JSON.parse(await readFile(new URL(import.meta.resolve("lakefs-wasm/settings.schema.json")), "utf8")),
  );

test("the JSON Schema accepts what export writes, and what apply takes", async () => {
  const { run, create, protect, storeRetention, client } = context();
  await create("demo");
  await protect("demo", "main", "release-*");
  await client.setGCRules("demo", RULES);
  await create("odd");
  await storeRetention("odd", { default_retention_days: -1, branches: [{ branch_id: "", retention_days: 0 }] });
  const valid = await compile();
  assert.ok(valid(JSON.parse((await run(["export", "--json"])).stdout)), JSON.stringify(valid.errors));
  assert.ok(valid({ defaults: { protect: ["main"], unprotect: ["old"], gc_rules: null } }));
  assert.ok(valid({ repositories: { demo: { gc_rules: RULES } } }));
});

test("the JSON Schema refuses what apply refuses", async () => {
  const valid = await compile();
  for (const wrong of [
    {},
    [],
    { repositories: { demo: { protection: [] } } },
    { repositories: { demo: { branch_protection: ["main"], protect: ["dev"] } } },
    { repositories: { demo: { protect: [""] } } },
    { repositories: { demo: { gc_rules: { default_retention_days: 1.5, branches: [] } } } },
    { repositories: { Demo: {} } },
    { other: {} },
  ])
    assert.ok(!valid(wrong), JSON.stringify(wrong));
});
