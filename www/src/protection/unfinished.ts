import type { PatternMatcher } from "../patterns";
import { patternProblem } from "./pattern-problem";

/** Patterns in the fields that are not part of the rules yet. */
export interface Unfinished {
  readonly adding: string;
  readonly editing?: { readonly pattern: string; readonly typed: string } | undefined;
}

/** Whether the pattern of a rule is being changed. */
export const isEdited = ({ editing }: Unfinished) => editing !== undefined && editing.typed.trim() !== editing.pattern;

export const replaced = (patterns: readonly string[], pattern: string, next: string) =>
  patterns.map((other) => (other === pattern ? next : other));

/** The patterns with those in the fields, or the field whose pattern is invalid. */
export function patternsWithTyped(
  patterns: readonly string[],
  unfinished: Unfinished,
  matcher: PatternMatcher,
): readonly string[] | "editing" | "adding" {
  const { adding, editing } = unfinished;
  let next = patterns;
  if (editing && isEdited(unfinished)) {
    const typed = editing.typed.trim();
    const others = patterns.filter((other) => other !== editing.pattern);
    if (patternProblem(typed, others, matcher)) return "editing";
    next = replaced(patterns, editing.pattern, typed);
  }
  const added = adding.trim();
  if (!added) return next;
  return patternProblem(added, next, matcher) ? "adding" : [...next, added];
}
