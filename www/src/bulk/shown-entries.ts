/** How many entries of a bulk action are drawn. */
export const SHOWN = 500;

/** The entries that are drawn. Where not all are, those with a problem come first. */
export function shownEntries<T>(entries: readonly T[], isProblem: (entry: T) => boolean): readonly T[] {
  if (entries.length <= SHOWN) return entries;
  const others = entries.filter((entry) => !isProblem(entry));
  return [...entries.filter(isProblem), ...others].slice(0, SHOWN);
}
