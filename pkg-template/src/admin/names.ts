/** Whether lakeFS takes something as the ID of a branch. */
export const isBranchID = (id: string): boolean => /^\w[-\w]*$/.test(id);

const CHARACTERS = "branch IDs have letters, digits, underscores and hyphens only, and do not begin with a hyphen";

/** Why something in a retention rule can never be a branch; undefined when it can. */
export function branchProblem(id: string): string | undefined {
  if (isBranchID(id)) return undefined;
  return /[*?[{]/.test(id)
    ? "is a pattern, and retention rules name branches exactly; add one rule for each branch"
    : `is no branch ID; ${CHARACTERS}`;
}

/** Whether a pattern has nothing outside of classes and alternatives that no branch ID has. */
export function canMatchABranch(pattern: string): boolean {
  const unescaped = pattern.replaceAll(/\\(.)/gsu, (_, character: string) =>
    /[-\w]/.test(character) ? character : "!",
  );
  const plain = unescaped.replaceAll(/\[[^\]]*\]|\{[^}]*\}?|[*?]/g, "");
  return /^[-\w]*$/.test(plain) && !pattern.startsWith("-");
}
