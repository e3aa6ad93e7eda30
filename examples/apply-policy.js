// @ts-check
// Applies one policy, a function of a repository's settings, to all repositories: node apply-policy.js [--dry-run]
// Exit codes: 0 all have the policy, or would; 1 some could not be changed; 2 nothing could be done.
import { applyToAll } from "lakefs-wasm/admin";
import { clientFromEnvironment } from "lakefs-wasm/node";

/**
 * The policy: edit it. Patterns are added to the stored ones; garbage collection rules replace the stored ones; null leaves a repository alone.
 *
 * @param {import("lakefs-wasm/admin").RepositorySettings} settings
 * @returns {import("lakefs-wasm/admin").DesiredSettings | null}
 */
function policy({ repository, metadata }) {
  if (repository.read_only || metadata.policy === "none") return null;
  return {
    protect: [repository.default_branch, "release-*"],
    gcRules: {
      default_retention_days: repository.id.startsWith("tmp-") ? 3 : 28,
      branches: [{ branch_id: repository.default_branch, retention_days: 90 }],
    },
  };
}

/** @param {boolean} dryRun */
async function main(dryRun) {
  const lakefs = await clientFromEnvironment();
  let changed = 0;
  let failed = 0;
  for await (const { id, changes, error } of applyToAll(lakefs, policy, { dryRun })) {
    if (error) {
      failed++;
      console.error(`${id}: ${error.message}`);
    } else if (changes.length > 0) {
      changed++;
      console.log(`${id}: ${changes.map(({ setting }) => setting).join(", ")}`);
    }
  }
  console.log(`${changed} ${dryRun ? "to change" : "changed"}, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

main(process.argv.includes("--dry-run")).catch((error) => {
  console.error(`apply-policy: ${error.message}`);
  process.exitCode = 2;
});
