// audit: each rule is found where it applies, and nowhere else. Settings are written by hand; one test reads them from a server.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { audit, getSettings, listSettings } from "lakefs-wasm/admin";
import { memory, onEachServer, rejectionOf, rulesOf } from "./context.js";

/** Settings in which nothing is wrong. */
const settings = ({
  repository,
  patterns = ["main"],
  gcRules = { default_retention_days: 7, branches: [] },
  branches,
} = {}) => ({
  repository: {
    id: "demo",
    creation_date: 1790000000,
    default_branch: "main",
    storage_namespace: `mem://${repository?.id ?? "demo"}`,
    ...repository,
  },
  branchProtection: { rules: rulesOf(patterns), etag: "e" },
  gcRules,
  metadata: {},
  ...(branches && { branches: branches.map((id) => ({ id, commit_id: "c" })) }),
});

/** Rule, severity and place of each finding. */
const short = (findings) => findings.map(({ rule, severity, at }) => [rule, severity, at]);
const auditOne = async (more) => short(await audit([settings(more)]));

test("settings in which nothing is wrong have no findings", async () => {
  assert.deepEqual(await auditOne(), []);
  assert.deepEqual(await auditOne({ branches: ["main", "dev"] }), []);
  assert.deepEqual(await audit([]), []);
});

test("a value that is not a list of settings is refused, with the field and what to do", async () => {
  const { client, create } = memory();
  await create("demo");
  const one = settings();
  const items = [{ id: "demo", settings: one }];
  const list = (value, kind) => [value, "settings", `settings must be an array or iterator, got ${kind}`];
  const missing = "settings[0].repository is missing; pass the settings of listSettings' items";
  for (const [value, field, message] of [
    list(undefined, "undefined"),
    list(null, "null"),
    list(one, "object"),
    list(getSettings(client, "demo"), "object"),
    [items, "settings[0].repository", missing],
    [[{ id: "demo", error: new Error("refused") }], "settings[0].repository", missing],
    [listSettings(client), "settings[0].repository", missing],
    [[undefined], "settings[0].repository", missing],
    ["demo", "settings[0].repository", missing],
    [[one, ...items], "settings[1].repository", missing.replace("0", "1")],
    [[{ ...one, repository: { ...one.repository, default_branch: 7 } }], "settings[0].repository.default_branch"],
    [[{ ...one, branchProtection: undefined }], "settings[0].branchProtection"],
    [[{ ...one, branchProtection: { rules: ["main"] } }], "settings[0].branchProtection.rules[0]"],
    [[{ ...one, gcRules: undefined }], "settings[0].gcRules"],
    [[{ ...one, branches: ["main"] }], "settings[0].branches[0]"],
  ]) {
    const error = await rejectionOf(audit(/** @type {any} */ (value)));
    assert.deepEqual([error.code, error.argument, error.field], ["invalid_argument", "settings", field], error.stack);
    if (message !== undefined) assert.equal(error.message, message);
  }
});

describe("pattern_blocks_writes", () => {
  test("is what lakeFS cannot compile, and nothing else", async () => {
    const { breaks, works } = JSON.parse(
      await readFile(new URL("../recordings/patterns.json", import.meta.url), "utf8"),
    );
    for (const pattern of breaks) {
      const found = await auditOne({ patterns: ["main", pattern] });
      assert.deepEqual(found, [["pattern_blocks_writes", "error", "/branchProtection/rules/1/pattern"]], pattern);
    }
    for (const pattern of works) {
      const found = await auditOne({ patterns: ["main", pattern] });
      assert.ok(!found.some(([rule]) => rule === "pattern_blocks_writes"), pattern);
    }
  });

  test("says which pattern, what follows and what to do", async () => {
    const [{ message, repository }] = await audit([settings({ patterns: ["[a-zA-Z]*", "main"] })]);
    assert.equal(repository, "demo");
    assert.match(
      message,
      /^lakeFS cannot compile the pattern "\[a-zA-Z\]\*", so every write to the repository fails\. Remove or replace it\. /,
    );
  });
});

describe("pattern_matches_no_branch", () => {
  const at = "/branchProtection/rules/1/pattern";

  test("needs the branches, and is for information where such branches can come", async () => {
    assert.deepEqual(await auditOne({ patterns: ["main", "release-*"] }), []);
    assert.deepEqual(await auditOne({ patterns: ["main", "release-*"], branches: ["main"] }), [
      ["pattern_matches_no_branch", "info", at],
    ]);
    assert.deepEqual(await auditOne({ patterns: ["main", "release-*"], branches: ["main", "release-1"] }), []);
  });

  test("is a warning where no branch can ever match, branches known or not", async () => {
    for (const pattern of ["release/*", "v1.2", "-x*", "a b", "feature/{a,b}", "\\[x]", "a,b", "x.{a,{b,c}}"]) {
      for (const branches of [undefined, ["main"]])
        assert.deepEqual(
          await auditOne({ patterns: ["main", pattern], branches }),
          [["pattern_matches_no_branch", "warning", at]],
          pattern,
        );
    }
    for (const pattern of [
      "*",
      "release-?",
      "[a-z]*",
      "{a/b,main}",
      "v\\1",
      "{main,{dev,test}}",
      "{[}]x,main}",
      "{a/b",
    ])
      assert.deepEqual(await auditOne({ patterns: ["main", pattern] }), [], pattern);
  });

  test("is not reported for a bare repository", async () => {
    assert.deepEqual(await auditOne({ patterns: ["main"], branches: [] }), []);
  });
});

describe("default_branch_invalid", () => {
  test("is a default branch with an invalid ID", async () => {
    for (const branch of ["release/1.0", "v1.2", "-main", "a b", "", "größe"]) {
      const [first] = await auditOne({ repository: { default_branch: branch }, patterns: ["*"] });
      assert.deepEqual(first, ["default_branch_invalid", "error", "/repository/default_branch"], branch);
    }
    for (const branch of ["main", "Main_2", "1", "_", "a-b"])
      assert.deepEqual(await auditOne({ repository: { default_branch: branch }, patterns: ["*"] }), []);
  });

  test("is one that does not exist, except in a bare repository", async () => {
    const found = await auditOne({ repository: { default_branch: "trunk" }, patterns: ["*"], branches: ["main"] });
    assert.deepEqual(found, [["default_branch_invalid", "error", "/repository/default_branch"]]);
    assert.deepEqual(await auditOne({ repository: { default_branch: "trunk" }, patterns: ["*"], branches: [] }), []);
  });
});

describe("default_branch_unprotected", () => {
  const found = [["default_branch_unprotected", "warning", "/branchProtection/rules"]];

  test("is one that no rule matches", async () => {
    for (const patterns of [[], ["dev"], ["m?"], ["[!m]*"], ["master"]])
      assert.deepEqual(await auditOne({ patterns }), found);
    for (const patterns of [["main"], ["*"], ["ma*"], ["{main,dev}"], ["dev", "[m]ain"]])
      assert.deepEqual(await auditOne({ patterns }), []);
  });

  test("a pattern that lakeFS cannot compile protects nothing", async () => {
    assert.deepEqual(
      (await auditOne({ patterns: ["[a-zA-Z]*"] })).map(([rule]) => rule),
      ["pattern_blocks_writes", "default_branch_unprotected"],
    );
  });

  test("is not reported for read-only and bare repositories", async () => {
    assert.deepEqual(await auditOne({ patterns: [], repository: { read_only: true } }), []);
    assert.deepEqual(await auditOne({ patterns: [], branches: [] }), []);
  });
});

describe("retention", () => {
  const of = (gcRules, more) => auditOne({ gcRules, ...more });

  test("retention_missing is no policy, for information, except of a read-only repository", async () => {
    assert.deepEqual(await of(null), [["retention_missing", "info", "/gcRules"]]);
    assert.deepEqual(await of(null, { repository: { read_only: true } }), []);
  });

  test("retention_zero is zero days or less, by default or for a branch", async () => {
    for (const days of [0, -3]) {
      assert.deepEqual(await of({ default_retention_days: days, branches: [] }), [
        ["retention_zero", "warning", "/gcRules/default_retention_days"],
      ]);
      assert.deepEqual(
        await of({ default_retention_days: 7, branches: [{ branch_id: "main", retention_days: days }] }),
        [["retention_zero", "warning", "/gcRules/branches/0/retention_days"]],
      );
    }
    assert.deepEqual(await of({ default_retention_days: 1, branches: [{ branch_id: "main", retention_days: 1 }] }), []);
  });

  test("gc_rule_matches_no_branch is a rule for a branch that is not there, or that can never be", async () => {
    const rule = (branch_id) => ({ default_retention_days: 7, branches: [{ branch_id, retention_days: 3 }] });
    const found = [["gc_rule_matches_no_branch", "warning", "/gcRules/branches/0/branch_id"]];
    assert.deepEqual(await of(rule("dev")), []);
    assert.deepEqual(await of(rule("dev"), { branches: ["main", "dev"] }), []);
    assert.deepEqual(await of(rule("dev"), { branches: ["main"] }), found);
    assert.deepEqual(await of(rule("dev"), { branches: [] }), []);
    for (const branch of ["release-*", "a/b", ""]) assert.deepEqual(await of(rule(branch)), found, branch);
    const [{ message }] = await audit([settings({ gcRules: rule("release-*") })]);
    assert.match(message, /exact branch IDs only/);
  });
});

describe("namespace_shared", () => {
  const at = "/repository/storage_namespace";
  const one = (id, storage_namespace, more) =>
    settings({ repository: { id, storage_namespace, ...more }, gcRules: null });
  const shared = async (...all) =>
    (await audit(all))
      .filter(({ rule }) => rule === "namespace_shared")
      .map(({ repository, severity }) => [repository, severity]);

  test("is reported for each of the repositories, as an error where one of them collects garbage", async () => {
    assert.deepEqual(await shared(one("a", "s3://b/x"), one("c", "s3://b/y"), one("d", "s3://b/x/")), [
      ["a", "warning"],
      ["d", "warning"],
    ]);
    const collecting = { ...one("d", "s3://b/x"), gcRules: { default_retention_days: 1, branches: [] } };
    assert.deepEqual(await shared(one("a", "s3://b/x"), collecting), [
      ["a", "error"],
      ["d", "error"],
    ]);
    const [finding] = (await audit([one("a", "s3://b/x"), one("c", "s3://b/x")])).filter(
      ({ rule }) => rule === "namespace_shared",
    );
    assert.equal(finding.at, at);
    assert.match(finding.message, /"s3:\/\/b\/x" is also used by "c"/);
  });

  test("a namespace that begins with another's name is another, and so is the same one in another store", async () => {
    assert.deepEqual(await shared(one("a", "s3://b/x"), one("c", "s3://b/xy"), one("d", "s3://b/x/y")), []);
    assert.deepEqual(
      await shared(one("a", "s3://b/x", { storage_id: "1" }), one("c", "s3://b/x", { storage_id: "2" })),
      [],
    );
  });
});

test("findings come in the order of the repositories", async () => {
  const findings = await audit([
    settings({ repository: { id: "b" }, gcRules: null }),
    settings({ repository: { id: "a" }, patterns: [], gcRules: null }),
  ]);
  assert.deepEqual(
    findings.map(({ repository, rule }) => `${repository} ${rule}`),
    ["b retention_missing", "a default_branch_unprotected", "a retention_missing"],
  );
});

test("every message is whole sentences that name what is to be done", async () => {
  const all = [
    settings({
      patterns: ["[a-zA-Z]", "release/*", "x-*"],
      branches: ["main"],
      repository: { storage_namespace: "mem://x" },
    }),
    settings({ repository: { id: "b", default_branch: "a/b", storage_namespace: "mem://x" }, gcRules: null }),
    settings({
      gcRules: {
        default_retention_days: 0,
        branches: [
          { branch_id: "x*", retention_days: 0 },
          { branch_id: "a/b", retention_days: 1 },
          { branch_id: "dev", retention_days: 1 },
        ],
      },
      branches: ["main"],
    }),
    settings({ repository: { default_branch: "trunk" }, branches: ["main"] }),
  ];
  const findings = await audit(all);
  assert.equal(new Set(findings.map(({ rule }) => rule)).size, 8);
  for (const { message } of findings) assert.match(message, /^[A-Zl][^\n]*[.]$/, message);
});

test("settings can come from an asynchronous iterator", async () => {
  const { client, create } = memory();
  await create("demo");
  async function* read() {
    for await (const { settings: one } of listSettings(client, { branches: true })) yield one;
  }
  assert.deepEqual(short(await audit(read())), [
    ["default_branch_unprotected", "warning", "/branchProtection/rules"],
    ["retention_missing", "info", "/gcRules"],
  ]);
});

onEachServer((context) => {
  test("settings that a server stores without effect are found", async () => {
    const { client, prefix, createWithDefaultBranch, storePatterns, storeRetention } = context();
    const id = `${prefix}audit`;
    await createWithDefaultBranch(id, "release/1.0");
    await storePatterns(id, "[a-zA-Z]");
    await storeRetention(id, { default_retention_days: 0, branches: [{ branch_id: "dev-*", retention_days: 3 }] });
    const findings = await audit([await getSettings(client, id, { branches: true })]);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      [
        "default_branch_invalid",
        "pattern_blocks_writes",
        "default_branch_unprotected",
        "retention_zero",
        "gc_rule_matches_no_branch",
      ],
    );
  });
});
