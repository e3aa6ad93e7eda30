/** Whether lakeFS accepts a string as a branch ID. */
export const isBranchID = (id: string): boolean => /^\w[-\w]*$/.test(id);

/** Why something in a retention rule can never be a branch; undefined when it can. */
export function branchProblem(id: string): string | undefined {
  if (isBranchID(id)) return undefined;
  return /[*?[{]/.test(id)
    ? "is a pattern; retention rules match exact branch IDs only"
    : "is not a branch ID: letters, digits, underscores and hyphens, not beginning with a hyphen";
}

/** Whether a pattern contains only characters of branch IDs, apart from classes and alternatives. */
export function canMatchABranch(pattern: string): boolean {
  const unescaped = pattern.replaceAll(/\\(.)/gsu, (_, character: string) =>
    /[-\w]/.test(character) ? character : "!",
  );
  const plain = unescaped.replaceAll(/\[[^\]]*\]|\{[^}]*\}?|[*?]/g, "");
  return /^[-\w]*$/.test(plain) && !pattern.startsWith("-");
}
