import type { BranchProtectionRule } from "../entry/index.js";
import { branchMatcher, isLakeFSError } from "./lakefs.js";

/** Why a retention rule can never match a branch; undefined when it can. */
export function branchProblem(id: string): string | undefined {
  return /^\w[-\w]*$/.test(id) ? undefined : "is not a branch ID; retention rules match exact branch IDs only";
}

/** Whether some branch ID can match a pattern: outside of classes and alternatives it has only characters of branch IDs. */
export function canMatchABranch(pattern: string): boolean {
  let plain = pattern.replace(/\\[-\w]|\[(\\.|[^\]])*\]|[*?]/gs, "");
  // From the innermost alternatives outwards. lakeFS accepts an open one, which reaches to the end.
  while (plain.includes("{")) plain = plain.replace(/\{(\\.|[^{}])*(}|$)/s, "");
  return /^[-\w]*$/.test(plain) && pattern[0] !== "-";
}

/** Resolves with a function that matches branches, or with why lakeFS cannot compile the pattern. */
export async function compilePattern(pattern: string): Promise<Awaited<ReturnType<typeof branchMatcher>> | string> {
  try {
    return await branchMatcher([{ pattern }]);
  } catch (error) {
    if (isLakeFSError(error, "invalid_argument")) return error.message.slice(error.field.length + 1);
    throw error;
  }
}

export const patternsOf = (rules: readonly BranchProtectionRule[]): string[] => rules.map(({ pattern }) => pattern);

/** Storage namespaces with and without a trailing slash are the same. */
export const withoutSlash = (namespace: string): string => namespace.replace(/\/+$/, "");
