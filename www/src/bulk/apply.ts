import type { LakeFSClient } from "lakefs-wasm";
import type { SettingsChange } from "lakefs-wasm/admin";
import { readPolicy } from "../fleet/settings";
import { isSamePolicy } from "../retention/policy";

/** What lakeFS has is no longer what the change was made for. */
export class ChangedMeanwhile extends Error {
  override readonly message = "Somebody else changed the retention policy. Close and review it again.";
}

/** Writes planned changes. Rules are merged with what others write at the same time; a policy that others changed is left alone. */
export async function applyChanges(
  lakefs: LakeFSClient,
  id: string,
  changes: readonly SettingsChange[],
  signal: AbortSignal,
): Promise<void> {
  for (const change of changes) {
    if (change.setting === "branchProtection") {
      await lakefs.updateBranchProtectionRules(
        id,
        (rules) => {
          const kept = rules.map((rule) => rule.pattern).filter((pattern) => !change.remove.includes(pattern));
          return [...new Set([...kept, ...change.add])].map((pattern) => ({ pattern }));
        },
        { signal },
      );
      continue;
    }
    const now = await readPolicy(lakefs, id, signal);
    if (isSamePolicy(now, change.to)) continue; // as it should be already
    if (!isSamePolicy(now, change.from)) throw new ChangedMeanwhile();
    if (change.to) await lakefs.setGCRules(id, change.to, { signal });
    else await lakefs.deleteGCRules(id, { signal });
  }
}
