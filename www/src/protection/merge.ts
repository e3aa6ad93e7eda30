/** What was read, and what somebody made of it. */
export interface Change {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What leads from some patterns to others; lakeFS keeps them without order and without duplicates. */
export function changeOf(before: readonly string[], after: readonly string[]): Change {
  return {
    added: after.filter((pattern) => !before.includes(pattern)),
    removed: before.filter((pattern) => !after.includes(pattern)),
  };
}

/** Both changes to the same patterns, on top of each other, in the order of mine: nobody's addition and nobody's removal is lost. */
export function merged(base: readonly string[], theirs: readonly string[], mine: readonly string[]): string[] {
  const { added, removed } = changeOf(base, theirs);
  return [...new Set([...mine.filter((pattern) => !removed.includes(pattern)), ...added])];
}

export const isSame = ({ added, removed }: Change) => added.length === 0 && removed.length === 0;
