/** lakeFS's rule for branch IDs. lakeFS does not check default branches and retention rules against it: an invalid name is stored and never works. */
const BRANCH_ID = /^\w[-\w]*$/;

export const isBranchId = (name: string) => BRANCH_ID.test(name);

/** Why a branch cannot have this name; undefined for a valid name. */
export function branchNameProblem(name: string): string | undefined {
  if (isBranchId(name)) return undefined;
  if (name === "") return "Enter a branch name.";
  if (/^[-]/.test(name)) return "Start with a letter, digit or underscore.";
  return "Use letters, digits, hyphens and underscores only. lakeFS branch names cannot contain slashes, dots or spaces.";
}
