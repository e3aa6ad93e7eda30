// The whole command line on every server: lakeFS in memory on a port, both versions, and the real one that LAKEFS_URL names.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { environment, startCommand } from "./command.js";

const { LAKEFS_URL, LAKEFS_ACCESS_KEY_ID = "", LAKEFS_SECRET_ACCESS_KEY = "" } = process.env;
/** @type {[name: string, open: () => Promise<{ url: string, accessKeyId: string, secretAccessKey: string, close(): Promise<void> }>][]} */
const places = ["1.84", "1.12"].map((version) => [
  `lakeFS ${version} in memory`,
  async () => {
    const lakefs = inMemoryLakeFS({ version: /** @type {"1.84" | "1.12"} */ (version) });
    return { ...(await serve(lakefs)), ...lakefs.credentials };
  },
]);
if (LAKEFS_URL) {
  const keys = { accessKeyId: LAKEFS_ACCESS_KEY_ID, secretAccessKey: LAKEFS_SECRET_ACCESS_KEY };
  places.push([
    `the lakeFS at ${new URL(LAKEFS_URL).origin}`,
    async () => ({ url: LAKEFS_URL, ...keys, close: async () => {} }),
  ]);
}

for (const [place, open] of places) {
  test(`settings are listed, audited, exported, applied, backed up and restored: ${place}`, {
    timeout: 120_000,
  }, async () => {
    const { url, accessKeyId, secretAccessKey, close } = await open();
    const folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-cli-"));
    const client = new LakeFSClient({ endpoint: url, auth: { type: "basic", accessKeyId, secretAccessKey } });
    const store = (await client.serverConfig()).storage_config?.blockstore_type ?? "mem";
    const prefix = `cli-${Date.now().toString(36)}-`;
    const [one, two, drill] = ["one", "two", "drill"].map((name) => prefix + name);
    const run = (...args) =>
      startCommand(args, { cwd: folder, env: environment({ url, accessKeyId, secretAccessKey, folder }) }).ended;
    try {
      for (const name of [one, two]) await client.createRepository({ name, storage_namespace: `${store}://${name}` });

      const listed = await run("list", "--prefix", prefix);
      assert.deepEqual([listed.code, listed.out], [0, [`${one}\tmain\t-\t-\t`, `${two}\tmain\t-\t-\t`]]);
      const audited = await run("audit", "--prefix", prefix, "--fail-on", "warning", "--json");
      const findings = audited.out.map((line) => JSON.parse(line)).map(({ repository, rule }) => [repository, rule]);
      const rules = ["default_branch_unprotected", "retention_missing"];
      assert.deepEqual([audited.code, findings], [1, [one, two].flatMap((id) => rules.map((rule) => [id, rule]))]);

      assert.equal((await run("export", "--prefix", prefix, "-o", "settings.yaml")).code, 0);
      const file = await readFile(join(folder, "settings.yaml"), "utf8");
      const same = await run("apply", "-f", "settings.yaml", "--prefix", prefix, "--dry-run");
      assert.deepEqual([same.code, same.out, same.err], [0, [], ["0 repositories to change, 2 up to date"]]);
      const wanted = file
        .replaceAll("branch_protection: []", 'branch_protection: [main, "release-*"]')
        .replaceAll("gc_rules: null", "gc_rules: { default_retention_days: 28, branches: [] }");
      await writeFile(join(folder, "settings.yaml"), wanted);
      const applied = await run("apply", "-f", "settings.yaml", "--yes");
      assert.deepEqual([applied.code, applied.err.at(-1)], [0, "2 repositories changed, 0 failed"]);
      assert.deepEqual((await run("apply", "-f", "settings.yaml", "--yes")).err, [
        "0 repositories to change, 2 up to date",
      ]);
      assert.deepEqual((await run("audit", "--prefix", prefix, "--fail-on", "warning")).code, 0);

      assert.deepEqual((await run("backup", "--prefix", prefix, "-o", "first")).code, 0);
      const again = await run("backup", one, two, "-o", "second", "--since", "first");
      assert.deepEqual(again.out, [`${one}: unchanged`, `${two}: unchanged`]);
      const restored = await run("restore", `first/${one}.json`, "--name", drill);
      assert.deepEqual([restored.code, restored.out], [0, [`first/${one}.json: restored as ${drill}`]]);
      const both = await run("list", "--prefix", prefix, "--json");
      const settings = both.out.map((line) => JSON.parse(line)).filter(({ repository: { id } }) => id !== two);
      const [copy, original] = settings.map(({ branchProtection, gcRules }) => [
        branchProtection.rules.map(({ pattern }) => pattern).sort(),
        gcRules,
      ]);
      assert.deepEqual(copy, original);
      assert.deepEqual(copy, [["main", "release-*"], { default_retention_days: 28, branches: [] }]);
      assert.deepEqual((await client.listBranches(drill)).results, (await client.listBranches(one)).results);

      const stranger = await run("list", "--access-key-id", "AKIANOBODY", "--secret-access-key", "wrong-secret");
      assert.deepEqual(
        [stranger.code, stranger.err],
        [3, ["error: lakeFS refused the credentials: error authenticating request"]],
      );
    } finally {
      for (const name of [one, two, drill]) await client.deleteRepository(name, { force: true }).catch(() => {});
      await rm(folder, { recursive: true, force: true });
      await close();
    }
  });
}
