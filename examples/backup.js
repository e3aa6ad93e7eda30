// @ts-check
// Backs up every repository: lakeFS dumps its branches, tags and commits, and a manifest keeps what restore.js needs.
import { writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { isLakeFSError } from "lakefs-wasm";
import { clientFromEnvironment } from "lakefs-wasm/node";

const HELP = `Usage: node backup.js [--prefix PREFIX] [--out FILE]

Lets lakeFS dump the branches, tags and commits of every repository into its storage namespace, waits for it, and writes a manifest
from which restore.js restores: the repositories, their dumps, branch protection and retention. Uncommitted changes are not part of
it, and the objects stay where they are: back up the storage itself with its own means.

  --prefix PREFIX  only repositories whose ids begin with it
  --out FILE       where the manifest goes (default: lakefs-backup.json)
  --help           this text

The endpoint and the access key are lakectl's: LAKECTL_* variables or ~/.lakectl.yaml.
Exit codes: 0 everything is backed up; 1 some repositories are not; 2 nothing could be done.`;

/** @typedef {import("lakefs-wasm").Repository} Repository */
/** @typedef {import("lakefs-wasm").LakeFSClient} LakeFSClient */

try {
  const { values } = parseArgs({
    options: {
      prefix: { type: "string" },
      out: { type: "string", default: "lakefs-backup.json" },
      help: { type: "boolean" },
    },
  });
  if (values.help) console.log(HELP);
  else await backUpAll(values.prefix, values.out);
} catch (error) {
  console.error(`backup: ${messageOf(error)}`);
  process.exitCode = 2;
}

/**
 * @param {string | undefined} prefix
 * @param {string} out
 */
async function backUpAll(prefix, out) {
  const lakefs = await clientFromEnvironment();
  const entries = /** @type {Awaited<ReturnType<typeof backUp>>[]} */ ([]);
  let failures = 0;

  // Four workers take repositories from one list, which asks lakeFS for the next page while they work.
  const list = lakefs.repositories({ prefix });
  async function worker() {
    for await (const repository of list) {
      try {
        entries.push(await backUp(lakefs, repository));
        console.log(`${repository.id}: dumped`);
      } catch (error) {
        failures++;
        console.error(`${repository.id}: ${messageOf(error)}`);
      }
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()]);

  entries.sort((a, b) => (a.repository.id < b.repository.id ? -1 : 1));
  await writeFile(out, `${JSON.stringify({ created: new Date().toISOString(), entries }, null, 2)}\n`);
  console.log(`${entries.length} backed up, ${failures} failed; the manifest is ${out}`);
  if (failures > 0) process.exitCode = 1;
}

/**
 * @param {LakeFSClient} lakefs
 * @param {Repository} repository
 */
async function backUp(lakefs, repository) {
  const { id } = repository;
  const task = await submitDump(lakefs, id);
  const refs = await lakefs.waitForDump(id, task.id);
  const { rules } = await lakefs.getBranchProtectionRules(id);
  return { repository, refs, rules, retention: await retentionOf(lakefs, id) };
}

/**
 * The client never sends a dump twice by itself. Here it does no harm, so a busy lakeFS is asked again.
 *
 * @param {LakeFSClient} lakefs
 * @param {string} id
 */
async function submitDump(lakefs, id) {
  for (let pause = 500; ; pause *= 2) {
    try {
      return await lakefs.dumpSubmit(id);
    } catch (error) {
      if (!isLakeFSError(error, "unavailable") || pause > 8_000) throw error;
      await setTimeout(pause);
    }
  }
}

/**
 * @param {LakeFSClient} lakefs
 * @param {string} id
 */
async function retentionOf(lakefs, id) {
  try {
    return await lakefs.getGCRules(id);
  } catch (error) {
    if (isLakeFSError(error, "not_found")) return null; // there is none
    throw error;
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
