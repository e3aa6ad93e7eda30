import { patternMatches, patternProblem } from "./generated/core.js";
import type { BranchProtectionRule } from "./generated/models.js";
import { BranchProtectionRule as RULE } from "./generated/schemas.js";
import { cloneValidated, invalidArgument } from "./validate/argument.js";
import { load } from "./wasm/instance.js";

/**
 * Compiles protection patterns as lakeFS does: `*` and `**` match any text, also `/`; `?` matches one character; `[abc]`, `[a-z]` and `[!a]`
 * match one of a class; `{a,b}` matches either. Resolves with a function that returns the first rule that protects a branch, or undefined.
 *
 * Rejects with `invalid_argument` for a pattern that lakeFS cannot compile (`field` names it), and with `wasm_load_failed`.
 *
 * @example
 * import { branchMatcher } from "lakefs-wasm";
 *
 * const ruleFor = await branchMatcher([{ pattern: "main" }, { pattern: "release-*" }]);
 * console.log(ruleFor("release-7")?.pattern, ruleFor("dev")); // → release-* undefined
 */
export async function branchMatcher(
  rules: readonly BranchProtectionRule[],
): Promise<(branch: string) => BranchProtectionRule | undefined> {
  const copy = cloneValidated("rules", rules, { list: RULE });
  await load();
  for (const [index, { pattern }] of copy.entries()) {
    const problem = patternProblem(pattern);
    if (problem !== undefined) throw invalidArgument(`rules[${index}].pattern`, problem);
  }
  return (branch) => copy.find(({ pattern }) => patternMatches(pattern, branch));
}
