import type { BranchProtectionRule } from "../index.js";
import { invalid } from "./errors.js";
import { compileGlob } from "./glob.js";

/** The rule that protects a branch, if one does. */
export type BranchMatcher = (branch: string) => BranchProtectionRule | undefined;

/** Compiles patterns as lakeFS does. Rejects with `invalid_argument` for one that lakeFS cannot compile. */
export async function branchMatcher(rules: readonly BranchProtectionRule[]): Promise<BranchMatcher> {
  const globs = rules.map((rule, index) => {
    const glob = compileGlob(rule.pattern);
    if (!glob) throw invalid(`rules[${index}].pattern`, "cannot be compiled by lakeFS");
    return { rule, glob };
  });
  return (branch) => globs.find(({ glob }) => glob.test(branch))?.rule;
}
