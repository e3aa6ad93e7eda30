/** The items of an array of rules: those that are stored, without some and with others. */
export function updatedRules(added: readonly string[], removed: readonly string[]): string[] {
  const list = (patterns: readonly string[]) => `[${patterns.map((pattern) => JSON.stringify(pattern)).join(", ")}]`;
  const kept = removed.length > 0 ? `rules.filter((rule) => !${list(removed)}.includes(rule.pattern))` : "rules";
  return [`...${kept}`, ...added.map((pattern) => `{ pattern: ${JSON.stringify(pattern)} }`)];
}
