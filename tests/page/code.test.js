// The code that forms show: each program and each command is run, and does what the form would.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { buildSync, transformSync } from "esbuild";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { root } from "../support/project.js";

const [{ text }] = buildSync({
  entryPoints: [join(root, "www/src/code/snippets.ts")],
  bundle: true,
  format: "esm",
  write: false,
}).outputFiles;
const snippets = await import(`data:text/javascript,${encodeURIComponent(text)}`);
const CLI = join(root, "node_modules/lakefs-wasm/dist/cli.js");

describe("the code of a form", () => {
  let server;
  let client;
  let folder;
  before(async () => {
    const lakefs = inMemoryLakeFS();
    server = await serve(lakefs);
    client = new LakeFSClient({ endpoint: server.url, auth: lakefs.auth });
    folder = await mkdtemp(join(root, "target/code-"));
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      LAKECTL_CREDENTIALS_ACCESS_KEY_ID: lakefs.credentials.accessKeyId,
      LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: lakefs.credentials.secretAccessKey,
    };
    run = (command, ...args) => promisify(execFile)(command, args, { cwd: folder, env, timeout: 60_000 });
  });
  after(async () => {
    await server?.close();
    if (folder) await rm(folder, { recursive: true });
  });
  let run;

  const RUNNERS = {
    typescript: (code) =>
      run(process.execPath, "--input-type=module", "--eval", transformSync(code, { loader: "ts" }).code),
    npx: (code) => run("/bin/sh", "-c", code.replaceAll("npx lakefs-wasm", `'${process.execPath}' '${CLI}'`)),
  };
  const rulesOf = async (id) => (await client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort();
  const policyOf = (id) => client.getGCRules(id).catch(({ code }) => code);

  for (const [language, start] of Object.entries(RUNNERS)) {
    const id = (name) => `${language}-${name}`;
    const create = async (name) => {
      await client.createRepository({ name: id(name), storage_namespace: `mem://${id(name)}` });
      return id(name);
    };

    test(`in ${language} changes the rules of one, and keeps those of others`, async () => {
      const one = await create("rules");
      await client.setBranchProtectionRules(one, [{ pattern: "old" }, { pattern: "theirs" }], { overwrite: true });
      const change = { added: ["it_s-*"], removed: ["old"] };
      await start(snippets.protectionSnippets(server.url, one, change, ["it_s-*", "theirs"])[language]);
      assert.deepEqual(await rulesOf(one), ["it_s-*", "theirs"]);
    });

    test(`in ${language} sets and deletes a policy`, async () => {
      const one = await create("policy");
      const policy = { default_retention_days: 21, branches: [{ branch_id: "main", retention_days: 90 }] };
      await start(snippets.retentionSnippets(server.url, one, policy)[language]);
      assert.deepEqual(await policyOf(one), policy);
      await start(snippets.retentionSnippets(server.url, one, null)[language]);
      assert.equal(await policyOf(one), "not_found");
    });

    test(`in ${language} changes many, each as it was planned`, async () => {
      const [one, other, copied] = [await create("one"), await create("other"), await create("copied")];
      await client.setBranchProtectionRules(one, [{ pattern: "dev" }], { overwrite: true });
      const policy = { default_retention_days: 5, branches: [] };
      await client.setBranchProtectionRules(copied, [{ pattern: "dev" }], { overwrite: true });
      await client.setGCRules(copied, policy);
      const desired = {
        [one]: { protect: ["main"], unprotect: ["dev"] },
        [other]: { gcRules: policy },
        [copied]: { branchProtection: ["gold", "main"], gcRules: null },
      };
      await start(snippets.changeSnippets(server.url, desired)[language]);
      assert.deepEqual([await rulesOf(one), await policyOf(other)], [["main"], policy]);
      assert.deepEqual([await rulesOf(copied), await policyOf(copied)], [["gold", "main"], "not_found"]);
    });

    test(`in ${language} backs up one or many, and restores one under another name`, async () => {
      const one = await create("saved");
      await client.setBranchProtectionRules(one, [{ pattern: "main" }], { overwrite: true });
      await start(snippets.backupSnippets(server.url, [one])[language]);
      await start(snippets.backupSnippets(server.url, [one, await create("saved-2")])[language]);
      const file = (name) => join(folder, language === "npx" ? `backups/${name}.json` : `${name}-backup.json`);
      assert.equal(JSON.parse(await readFile(file(id("saved-2")), "utf8")).repository.id, id("saved-2"));
      const source = JSON.parse(await readFile(file(one), "utf8"));
      await writeFile(join(folder, `${one}-backup.json`), JSON.stringify(source));
      const target = { namespace: `mem://${one}`, branch: "main" };
      for (const [name, from, settings, rules] of [
        ["back", source, true, ["main"]],
        ["without", source, false, []],
        ["ids", source.refs, false, []],
      ]) {
        const shown = snippets.restoreSnippets(server.url, from, { ...target, name: id(name), settings })[language];
        if (shown === undefined) continue; // the command has no way to name the three IDs of a dump
        await start(shown);
        assert.deepEqual([await rulesOf(id(name)), (await client.listBranches(id(name))).results.length], [rules, 1]);
      }
    });
  }
});
