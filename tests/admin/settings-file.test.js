// Settings files: what is wrong in one is said with its place, and settings.schema.json agrees with the command line.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import { withServer } from "./command.js";

const context = withServer();
const RULES = { default_retention_days: 28, branches: [{ branch_id: "main", retention_days: 90 }] };
const put = ({ folder }, text) => writeFile(join(folder, "settings.yaml"), text);

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

describe("what is wrong in a file is said with its place, and nothing is sent", () => {
  for (const [text, message] of [
    ["", /^settings\.yaml is not YAML: .*empty/],
    ["- a", "settings.yaml: the file must be an object, got an array"],
    ["repositories: [", /^settings\.yaml is not YAML: .* \(line 1, column \d+\)$/],
    ["repositories: {}", "settings.yaml has neither repositories nor defaults"],
    ["repository: {}", "settings.yaml: repository is unknown; there are repositories and defaults"],
    ["repositories: { demo: main }", "settings.yaml: repositories.demo must be an object, got string"],
    [
      "repositories: { demo: { protection: [] } }",
      "settings.yaml: repositories.demo.protection is unknown; there are branch_protection, protect, unprotect, gc_rules",
    ],
    [
      "repositories: { demo: { branch_protection: main } }",
      "settings.yaml: repositories.demo.branch_protection must be an array, got string",
    ],
    [
      "repositories: { demo: { protect: [1] } }",
      "settings.yaml: repositories.demo.protect[0] must be a string, got number",
    ],
    [
      "defaults: { gc_rules: { default_retention_days: x, branches: [] } }",
      /^settings\.yaml: defaults\.gc_rules\.default_retention_days must be a whole number of days, .*, got string$/,
    ],
    ["repositories:\n  a: {}\n  a: {}\n", /^settings\.yaml is not YAML: duplicate/],
    ...["0123", "1e3", "true", "null"].map((key) => [
      `repositories:\n  ${key}: { protect: [main] }\n`,
      /^settings\.yaml: a key must be text: put it in quotes \(line 2, column \d+\)$/,
    ]),
    [
      "repositories: { demo: { gc_rules: { default_retention_days: 1, branches: [], days: 2 } } }",
      "settings.yaml: repositories.demo.gc_rules.days is unknown; there are default_retention_days, branches",
    ],
    [
      "defaults: { gc_rules: { default_retention_days: 1, branches: [{ branch_id: a, retention_days: 1, name: b }] } }",
      "settings.yaml: defaults.gc_rules.branches[0].name is unknown; there are branch_id, retention_days",
    ],
    [Buffer.from("repositories: { größe: {} }", "latin1"), "settings.yaml is not UTF-8 text; save it as UTF-8"],
    [
      Buffer.concat([Buffer.from("\ufeffrepositories: {}", "utf16le"), Buffer.from([0])]),
      "settings.yaml is not UTF-16LE text; save it as UTF-8",
    ],
    ...[
      '{ // all\n "repositories": { "demo": { "protect": ["main"] } } }',
      '{ "repositories": { "demo": { /* now */ "protect": ["main"] } } }',
      '{ "repositories": { "demo": { "protect": [ // the first\n "main", "dev"] } } }',
      '{ "repositories": { "demo": { "branch_protection": ["main", // the default\n "dev" ] } } }',
      '{ "repositories": { "demo": { "gc_rules": null // none\n } } }',
      '{ "repositories": { "demo": { "gc_rules": { "default_retention_days": 1 /* day */, "branches": [] } } } }',
      "repositories:\n  demo:\n    protect:\n      - main // the default\n",
    ].map((commented) => [
      commented,
      /^settings\.yaml: a comment begins with #, not with \/\/ or \/\* \(line \d, column \d+\)$/,
    ]),
  ]) {
    test(JSON.stringify(String(text)), async () => {
      const { run, lakefs } = context();
      await put(context(), text);
      const { code, out, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
      assert.deepEqual([code, out, err.length, lakefs.requests.length], [3, [], 1, 0], err.join("\n"));
      if (typeof message === "string") assert.equal(err[0], `error: ${message}`);
      else assert.match(err[0].replace("error: ", ""), message);
    });
  }

  test("a file that is not there, with or without a terminal to ask on", async () => {
    for (const flags of [[], ["--yes"]]) {
      const { code, err } = await context().run(["apply", "-f", "nothing.yaml", ...flags]);
      assert.deepEqual([code, err], [3, ["error: nothing.yaml cannot be read: no such file or folder"]]);
    }
  });

  test("a pattern that lakeFS cannot compile, and a retention rule for no branch, of one repository", async () => {
    const { run, create, lakefs } = context();
    await create("demo");
    await put(context(), "repositories:\n  demo:\n    protect: ['[z-a]']\n");
    const pattern = await run(["apply", "-f", "settings.yaml", "--yes"]);
    assert.equal(pattern.code, 2);
    assert.match(pattern.err[0], /^error: demo: repositories\.demo\.protect\[0\] /);
    await put(
      context(),
      "repositories:\n  demo:\n    gc_rules: { default_retention_days: 1, branches: [{ branch_id: 'x*', retention_days: 1 }] }\n",
    );
    const rule = await run(["apply", "-f", "settings.yaml", "--dry-run"]);
    assert.equal(rule.code, 2);
    assert.match(
      rule.err[0],
      /^error: demo: repositories\.demo\.gc_rules\.branches\[0\]\.branch_id is not a branch ID; retention rules match exact branch IDs only$/,
    );
    assert.ok(lakefs.requests.every(({ method }) => method !== "PUT"));
  });
});
