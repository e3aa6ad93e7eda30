// @ts-check
// Applies one branch protection policy and one retention policy to all repositories that match a prefix.
import { parseArgs } from "node:util";
import { isLakeFSError } from "lakefs-wasm";
import { clientFromEnvironment } from "lakefs-wasm/node";

const HELP = `Usage: node apply-policy.js [--prefix PREFIX] [--protect PATTERN]... [--retention DAYS [--keep BRANCH=DAYS]...] [--dry-run]

Brings all repositories whose ids begin with the prefix under one policy. Protection patterns are added to those that are there;
retention replaces what is there. What a repository has already is not written again.

  --prefix PREFIX     which repositories (default: all)
  --protect PATTERN   branches to protect, as in "main" or "release-*"; may be given several times
  --retention DAYS    days that deleted objects are kept
  --keep BRANCH=DAYS  other days for a branch; may be given several times
  --dry-run           only says what would be changed
  --help              this text

The endpoint and the access key are lakectl's: LAKECTL_* variables or ~/.lakectl.yaml.
Exit codes: 0 all have the policy, or would; 1 some could not be changed; 2 nothing could be done.`;

/**
 * @typedef {import("lakefs-wasm").LakeFSClient} LakeFSClient
 * @typedef {import("lakefs-wasm").GarbageCollectionRules} Retention
 * @typedef {{ protect: string[], retention: Retention | undefined, dryRun: boolean }} Policy
 */

try {
  const { values } = parseArgs({
    options: {
      prefix: { type: "string" },
      protect: { type: "string", multiple: true, default: [] },
      retention: { type: "string" },
      keep: { type: "string", multiple: true, default: [] },
      "dry-run": { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) console.log(HELP);
  else
    await applyToAll(values.prefix, {
      protect: values.protect,
      retention: retentionOf(values.retention, values.keep),
      dryRun: values["dry-run"],
    });
} catch (error) {
  console.error(`apply-policy: ${messageOf(error)}`);
  process.exitCode = 2;
}

/**
 * @param {string | undefined} prefix
 * @param {Policy} policy
 */
async function applyToAll(prefix, policy) {
  if (policy.protect.length === 0 && !policy.retention)
    throw new Error("give --protect or --retention; --help says more");
  const lakefs = await clientFromEnvironment();
  const repositories = [];
  for await (const repository of lakefs.repositories({ prefix })) repositories.push(repository);

  const changed = [];
  const failed = [];
  for (const [index, repository] of repositories.entries()) {
    const { id } = repository;
    showProgress(index, repositories.length, id);
    try {
      const changes = await apply(lakefs, repository, policy);
      if (changes.length > 0) changed.push(`${id}: ${changes.join("; ")}`);
    } catch (error) {
      failed.push(`${id}: ${messageOf(error)}`);
    }
  }
  showProgress(repositories.length, repositories.length, "");

  for (const line of changed) console.log(line);
  for (const line of failed) console.error(line);
  const unchanged = repositories.length - changed.length - failed.length;
  console.log(
    `${changed.length} ${policy.dryRun ? "to be changed (dry run)" : "changed"}, ${unchanged} had it already, ${failed.length} failed`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

/**
 * Gives what has changed, in words.
 *
 * @param {LakeFSClient} lakefs
 * @param {import("lakefs-wasm").Repository} repository
 * @param {Policy} policy
 */
async function apply(lakefs, { id, read_only }, { protect, retention, dryRun }) {
  if (read_only) throw new Error("read-only, so lakeFS takes no settings for it");
  const changes = [];
  const { rules } = await lakefs.getBranchProtectionRules(id);
  const missing = protect.filter((pattern) => !rules.some((rule) => rule.pattern === pattern));
  if (missing.length > 0) {
    // Adds to what is there when it is written, not to what was there a moment ago.
    if (!dryRun)
      await lakefs.updateBranchProtectionRules(id, (current) => [
        ...current,
        ...missing.map((pattern) => ({ pattern })),
      ]);
    changes.push(`protect ${missing.join(", ")}`);
  }
  if (retention && !(await hasRetention(lakefs, id, retention))) {
    if (!dryRun) await lakefs.setGCRules(id, retention);
    changes.push(
      `keep ${retention.default_retention_days} days${retention.branches.map((rule) => `, ${rule.branch_id} ${rule.retention_days}`).join("")}`,
    );
  }
  return changes;
}

/**
 * @param {LakeFSClient} lakefs
 * @param {string} id
 * @param {Retention} wanted
 */
async function hasRetention(lakefs, id, wanted) {
  try {
    return sorted(await lakefs.getGCRules(id)) === sorted(wanted);
  } catch (error) {
    if (isLakeFSError(error, "not_found")) return false; // there is none
    throw error;
  }
}

/**
 * lakeFS keeps no order of branches.
 *
 * @param {Retention} retention
 */
function sorted({ default_retention_days, branches }) {
  return JSON.stringify([default_retention_days, branches.map((rule) => [rule.branch_id, rule.retention_days]).sort()]);
}

/**
 * @param {string | undefined} days
 * @param {string[]} keep
 * @returns {Retention | undefined}
 */
function retentionOf(days, keep) {
  if (days === undefined && keep.length > 0) throw new Error("--keep needs --retention, for the other branches");
  if (days === undefined) return undefined;
  const branches = keep.map((text) => {
    const [branch_id = "", retention_days = ""] = text.split("=");
    return { branch_id, retention_days: daysOf("--keep", retention_days) };
  });
  return { default_retention_days: daysOf("--retention", days), branches };
}

/**
 * @param {string} option
 * @param {string} text
 */
function daysOf(option, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option} needs a number of days`);
  return Number(text);
}

/**
 * A bar in terminals, nothing in logs.
 *
 * @param {number} done
 * @param {number} total
 * @param {string} id
 */
function showProgress(done, total, id) {
  if (!process.stderr.isTTY || total === 0) return;
  const filled = Math.round((30 * done) / total);
  process.stderr.write(
    `\r\x1b[K[${"#".repeat(filled)}${"-".repeat(30 - filled)}] ${done}/${total} ${id}${done === total ? "\n" : ""}`,
  );
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
