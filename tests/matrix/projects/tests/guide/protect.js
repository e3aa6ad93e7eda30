/**
 * Protects a branch of every repository whose id begins with a prefix.
 *
 * @param {import("lakefs-wasm").LakeFSClient} lakefs
 * @param {string} prefix
 * @param {string} pattern
 */
export async function protect(lakefs, prefix, pattern) {
  let changed = 0;
  for await (const { id, read_only } of lakefs.repositories({ prefix })) {
    if (read_only) continue;
    await lakefs.updateBranchProtectionRules(id, (rules) => [...rules, { pattern }]);
    changed++;
  }
  return changed;
}
