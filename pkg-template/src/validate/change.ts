import type { BranchProtectionRule } from "../generated/models.js";
import { BranchProtectionRule as RULE } from "../generated/schemas.js";
import type { Change } from "./call.js";
import { cloneBySchema, fieldName, mismatch } from "./schema.js";

/** The rules that `change` returned, or what is wrong with them. */
export type ChangeResult =
  | { readonly rules: BranchProtectionRule[]; readonly text: string }
  | { readonly field: string; readonly problem: string };

/** Calls `change` with a copy of the rules and validates what it returns. Rejects with what it throws. */
export async function validateChange(change: Change | undefined, rules: unknown): Promise<ChangeResult> {
  const returned: unknown = await change?.((rules as BranchProtectionRule[]).map((rule) => ({ ...rule })));
  const schema = { list: RULE };
  try {
    const copy = cloneBySchema(returned, schema);
    const found = Array.isArray(copy)
      ? mismatch(copy, schema, false)
      : { path: [], problem: "must return an array of rules" };
    if (found) return { field: fieldName("change", found.path), problem: found.problem };
    return { rules: copy as BranchProtectionRule[], text: JSON.stringify(copy) };
  } catch {
    return { field: "change", problem: "returned rules that cannot be read or written as JSON" };
  }
}
