// @ts-check
// Restores what backup.js has written down, each repository into a new bare one on the same storage namespace.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isLakeFSError } from "lakefs-wasm";
import { clientFromEnvironment } from "lakefs-wasm/node";

const HELP = `Usage: node restore.js MANIFEST [--suffix=SUFFIX]

Makes each repository of the manifest anew, bare and on its old storage namespace, restores its branches, tags and commits from the
dump, and sets its branch protection and retention. A repository that exists is left alone.

  --suffix=SUFFIX  added to the ids, to restore beside the old repositories
  --help           this text

The endpoint and the access key are lakectl's: LAKECTL_* variables or ~/.lakectl.yaml.
Exit codes: 0 everything is restored; 1 some repositories are not; 2 nothing could be done.`;

/**
 * @typedef {import("lakefs-wasm").LakeFSClient} LakeFSClient
 * @typedef {object} Entry
 * @property {import("lakefs-wasm").Repository} repository
 * @property {import("lakefs-wasm").RefsDump} refs
 * @property {import("lakefs-wasm").BranchProtectionRule[]} rules
 * @property {import("lakefs-wasm").GarbageCollectionRules | null} retention
 */

try {
  const { values, positionals } = parseArgs({
    options: { suffix: { type: "string", default: "" }, help: { type: "boolean" } },
    allowPositionals: true,
  });
  const [manifest, ...more] = positionals;
  if (values.help) console.log(HELP);
  else if (manifest === undefined || more.length > 0) throw new Error("name one manifest; --help says more");
  else await restoreAll(manifest, values.suffix);
} catch (error) {
  console.error(`restore: ${messageOf(error)}`);
  process.exitCode = 2;
}

/**
 * @param {string} manifest
 * @param {string} suffix
 */
async function restoreAll(manifest, suffix) {
  const { entries } = /** @type {{ entries: Entry[] }} */ (JSON.parse(await readFile(manifest, "utf8")));
  const lakefs = await clientFromEnvironment();
  await lakefs.listRepositories({ amount: 1 }); // with a wrong key or address it ends here, and not once for each repository
  let failures = 0;
  for (const entry of entries) {
    const name = entry.repository.id + suffix;
    try {
      await restore(lakefs, name, entry);
      console.log(`${name}: restored`);
    } catch (error) {
      failures++;
      console.error(`${name}: ${messageOf(error)}`);
    }
  }
  console.log(`${entries.length - failures} restored, ${failures} failed`);
  if (failures > 0) process.exitCode = 1;
}

/**
 * @param {LakeFSClient} lakefs
 * @param {string} name
 * @param {Entry} entry
 */
async function restore(lakefs, name, { repository, refs, rules, retention }) {
  const { storage_namespace, storage_id, default_branch, read_only = false } = repository;
  await lakefs.createRepository({ name, storage_namespace, storage_id, default_branch, read_only }, { bare: true });
  const task = await lakefs.restoreSubmit(name, { ...refs, force: read_only });
  await lakefs.waitForRestore(name, task.id);
  if (read_only) return; // lakeFS takes no settings for it
  if (rules.length > 0) await lakefs.setBranchProtectionRules(name, rules, { ifMatch: "" });
  if (retention) await lakefs.setGCRules(name, retention);
}

/** @param {unknown} error */
function messageOf(error) {
  if (isLakeFSError(error, "already_exists")) return "there is a repository of this name, it was left alone";
  if (isLakeFSError(error, "task_failed"))
    return `${error.message} (delete the repository before the next try: a failed restore is not undone)`;
  return error instanceof Error ? error.message : String(error);
}
