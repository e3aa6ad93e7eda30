import type { Change } from "./merge";

/** A line of the list of rules. */
export interface RuleLine {
  readonly pattern: string;
  readonly state: "stored" | "added" | "removed" | "renamed";
  /** The stored pattern of a renamed one. */
  readonly was?: string;
}

/** The rules in an order that edits do not change: stored rules first, then added ones. */
export function ruleLines(
  stored: readonly string[],
  patterns: readonly string[],
  { added, removed }: Change,
  renames: Readonly<Record<string, string>>,
): RuleLine[] {
  const successor = new Map(
    added.filter((pattern) => removed.includes(renames[pattern] ?? "")).map((pattern) => [renames[pattern], pattern]),
  );
  const lines = stored.map((pattern): RuleLine => {
    const next = successor.get(pattern);
    if (next !== undefined) return { pattern: next, state: "renamed", was: pattern };
    return { pattern, state: removed.includes(pattern) ? "removed" : "stored" };
  });
  const placed = new Set(successor.values());
  const rest = patterns.filter((pattern) => added.includes(pattern) && !placed.has(pattern));
  return [...lines, ...rest.map((pattern): RuleLine => ({ pattern, state: "added" }))];
}
