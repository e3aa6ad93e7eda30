/** What differs between two lists of patterns. */
export interface Change {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The change from some patterns to others; lakeFS keeps them without order and without duplicates. */
export function changeOf(before: readonly string[], after: readonly string[]): Change {
  return {
    added: after.filter((pattern) => !before.includes(pattern)),
    removed: before.filter((pattern) => !after.includes(pattern)),
  };
}

/** Both changes to the same patterns combined, in the order of mine: no addition and no removal is lost. */
export function merged(base: readonly string[], theirs: readonly string[], mine: readonly string[]): string[] {
  const { added, removed } = changeOf(base, theirs);
  return [...new Set([...mine.filter((pattern) => !removed.includes(pattern)), ...added])];
}

/** A draft of a repository's patterns. */
export interface RulesDraft {
  /** The stored patterns that the draft was made from. */
  readonly base: readonly string[];
  readonly patterns: readonly string[];
}

/** Stored patterns with the changes of a draft, also when others have changed them since it was made. */
export const withDraft = (stored: readonly string[], draft: RulesDraft | undefined) =>
  draft ? merged(draft.base, stored, draft.patterns) : stored;

export const isSame = ({ added, removed }: Change) => added.length === 0 && removed.length === 0;
