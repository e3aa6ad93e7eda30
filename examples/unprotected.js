// @ts-check
// Lists the repositories whose default branch nobody protects, or that have no retention policy.
import { parseArgs } from "node:util";
import { isLakeFSError } from "lakefs-wasm";
import { clientFromEnvironment } from "lakefs-wasm/node";

const HELP = `Usage: node unprotected.js [--prefix PREFIX]

Lists repositories without a branch protection rule that covers the default branch, and repositories without a retention policy.

  --prefix PREFIX  only repositories whose ids begin with it
  --help           this text

The endpoint and the access key are lakectl's: LAKECTL_* variables or ~/.lakectl.yaml.
Exit codes: 0 nothing is unprotected; 1 something is, and is listed; 2 it could not be found out.`;

/** @type {Record<string, string>} */
const WILDCARDS = { "*": ".*", "?": ".", "{": "(?:", ",": "|", "}": ")" };

/**
 * @typedef {import("lakefs-wasm").LakeFSClient} LakeFSClient
 * @typedef {import("lakefs-wasm").Repository} Repository
 */

try {
  const { values } = parseArgs({ options: { prefix: { type: "string" }, help: { type: "boolean" } } });
  if (values.help) console.log(HELP);
  else await list(values.prefix);
} catch (error) {
  console.error(`unprotected: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

/** @param {string | undefined} prefix */
async function list(prefix) {
  const lakefs = await clientFromEnvironment();
  let all = 0;
  let unprotected = 0;
  for await (const repository of lakefs.repositories({ prefix })) {
    all++;
    const [covered, retained] = await Promise.all([isCovered(lakefs, repository), hasRetention(lakefs, repository.id)]);
    if (covered && retained) continue;
    unprotected++;
    const lacks = [
      covered ? [] : `no rule protects ${repository.default_branch}`,
      retained ? [] : "no retention policy",
    ].flat();
    console.log(`${repository.id}: ${lacks.join(", ")}`);
  }
  console.log(`${unprotected} of ${all} repositories are not protected`);
  if (unprotected > 0) process.exitCode = 1;
}

/**
 * @param {LakeFSClient} lakefs
 * @param {Repository} repository
 */
async function isCovered(lakefs, { id, default_branch }) {
  const { rules } = await lakefs.getBranchProtectionRules(id);
  return rules.some(({ pattern }) => matches(pattern, default_branch));
}

/**
 * lakeFS's patterns: `*` and `?` match slashes too, `[ab]`, `[a-z]` and `[!a]` one character, `{main,dev}` one of several.
 *
 * @param {string} pattern
 * @param {string} branch
 */
function matches(pattern, branch) {
  const source = pattern.replace(/\\.|\[.+?\]|./gs, (part, at) => {
    if (part === "," && !/^[^{]*\}/.test(pattern.slice(at))) return part; // not within braces
    if (part.length > 1 && part.startsWith("[")) return part.replace("^", "\\^").replace("[!", "[^");
    return WILDCARDS[part] ?? (part.length > 1 ? part : part.replace(/[\\^$.+()[\]|/-]/, "\\$&"));
  });
  try {
    return new RegExp(`^${source}$`, "s").test(branch);
  } catch {
    return false; // lakeFS cannot make sense of it either
  }
}

/**
 * @param {LakeFSClient} lakefs
 * @param {string} id
 */
async function hasRetention(lakefs, id) {
  try {
    await lakefs.getGCRules(id);
    return true;
  } catch (error) {
    if (isLakeFSError(error, "not_found")) return false;
    throw error;
  }
}
