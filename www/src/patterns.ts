import { branchMatcher, isLakeFSError } from "lakefs-wasm";
import { useEffect, useState } from "react";

type Matches = (branch: string) => boolean;

/** Null: lakeFS cannot compile the pattern, and with it refuses every write to the repository. */
const compiled = new Map<string, Matches | null>();

async function compile(pattern: string): Promise<Matches | null> {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const matcher = await matches(pattern);
  compiled.set(pattern, matcher);
  return matcher;
}

async function matches(pattern: string): Promise<Matches | null> {
  try {
    const ruleFor = await branchMatcher([{ pattern }]);
    return (branch) => ruleFor(branch) !== undefined;
  } catch (error) {
    if (isLakeFSError(error, "invalid_argument")) return null;
    throw error;
  }
}

export interface PatternMatcher {
  /** The patterns that protect a branch. */
  covering(branch: string): readonly string[];
  /** Whether lakeFS cannot compile a pattern. */
  isBroken(pattern: string): boolean;
}

const matcherOf = (patterns: readonly string[]): PatternMatcher => ({
  covering: (branch) => patterns.filter((pattern) => compiled.get(pattern)?.(branch)),
  isBroken: (pattern) => compiled.get(pattern) === null,
});

export async function patternMatcher(patterns: readonly string[]): Promise<PatternMatcher> {
  await Promise.all(patterns.map(compile));
  return matcherOf(patterns);
}

/** The same for a component: patterns that are not compiled yet match nothing. */
export function usePatternMatcher(patterns: readonly string[]): PatternMatcher {
  const [, setRound] = useState(0);
  const missing = patterns.filter((pattern) => !compiled.has(pattern));
  const wanted = JSON.stringify(missing); // a stored pattern can have any character, also a line break
  useEffect(() => {
    const patterns: string[] = JSON.parse(wanted);
    if (patterns.length === 0) return undefined;
    let gone = false;
    void patternMatcher(patterns).then(() => gone || setRound((round) => round + 1));
    return () => {
      gone = true;
    };
  }, [wanted]);
  return matcherOf(patterns);
}

/** The ranges and characters of a class, each in a class of its own: "a-zA-Z_" → "[a-z]", "[A-Z]", "[_]". */
function classesOf(members: string): string[] {
  const found: string[] = [];
  let list = "";
  for (let index = 0; index < members.length; index++) {
    const low = members[index] ?? "";
    const high = members[index + 2];
    if (members[index + 1] === "-" && high !== undefined && high >= low) {
      found.push(`[${low}-${high}]`);
      index += 2;
    } else list += low;
  }
  return list ? [...found, `[${list}]`] : found;
}

/** A valid pattern for what a broken one was meant to match, such as `{[a-z],[A-Z]}` for `[a-zA-Z]`; undefined when there is no safe guess. */
export function repairedPattern(pattern: string): string | undefined {
  const repaired = pattern.replace(/\[([^!^\]\\][^\]\\]*)\]/g, (whole, members: string) => {
    const classes = classesOf(members);
    return classes.length > 1 ? `{${classes.join(",")}}` : whole;
  });
  return repaired === pattern ? undefined : repaired;
}

/** What to do about a pattern that lakeFS cannot compile. */
export function brokenPatternAdvice(pattern: string): string {
  const repaired = repairedPattern(pattern);
  if (repaired) return `One range per […]. Use ${repaired}.`;
  if (/\[!?\]/.test(pattern)) return "Put a character between [ and ].";
  if (/\[[^\]]*$/.test(pattern)) return "Close the [ with ], or write \\[ for the character itself.";
  return "Write ranges from low to high, one per […].";
}

/**
 * Whether a pattern has literal text that no branch name contains, such as a slash or a dot. `audit` of lakefs-wasm/admin tells the same, but is
 * loaded too late for a field.
 */
export function hasImpossibleText(pattern: string): boolean {
  let plain = pattern.replaceAll(/\\[-\w]|\[(\\.|[^\]])*\]|[*?]/gs, "");
  // From the innermost alternatives outward; an unclosed one extends to the end.
  while (plain.includes("{")) plain = plain.replace(/\{(\\.|[^{}])*(\}|$)/s, "");
  return /[^-\w]/.test(plain);
}
