import { brokenPatternAdvice, hasImpossibleText, type PatternMatcher } from "../patterns";

/** Why a pattern must not be saved; undefined for a valid one. */
export function patternProblem(
  pattern: string,
  others: readonly string[],
  matcher: PatternMatcher,
): string | undefined {
  if (pattern === "") return "Enter a pattern.";
  if (others.includes(pattern)) return "This rule exists.";
  if (matcher.isBroken(pattern))
    return `${brokenPatternAdvice(pattern)} Otherwise lakeFS blocks every write to this repository.`;
  return undefined;
}

/** A warning about a pattern that may be saved. */
export function patternWarning(pattern: string): string | undefined {
  return hasImpossibleText(pattern)
    ? "Matches no branch: lakeFS branch names consist of letters, digits, hyphens and underscores. Use * for any text."
    : undefined;
}
