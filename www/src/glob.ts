/**
 * lakeFS's branch protection globs (gobwas/glob without separators), as a regular expression; nothing for a pattern that it cannot
 * compile. `*` and `**` are any text, `?` is one character, `[a-z]` and `[abc]` are one of these, `[!a]` is any but that (`[^a]` is not),
 * `{a,b}` is either.
 */
export function globExpression(pattern: string): RegExp | undefined {
  const characters = [...pattern];
  let source = "";
  let depth = 0;
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "\\") source += literal(characters[++index] ?? "");
    else if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else if (character === "{") {
      depth++;
      source += "(?:";
    } else if (character === "}" && depth > 0) {
      depth--;
      source += ")";
    } else if (character === "," && depth > 0) source += "|";
    else if (character === "[") {
      const found = characterClass(characters, index + 1);
      if (!found) return undefined;
      source += found.source;
      index = found.end;
    } else source += literal(character);
  }
  return new RegExp(`^${source}${")".repeat(depth)}$`, "su"); // an open { is closed by the end
}

/** One range or one list of characters, up to its `]`. */
function characterClass(characters: readonly string[], start: number): { source: string; end: number } | undefined {
  let index = start;
  const not = characters[index] === "!";
  if (not) index++;
  const [low, between, high, end] = characters.slice(index, index + 4);
  if (low !== undefined && between === "-") {
    if (high === undefined || end !== "]" || (high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) return undefined;
    return { source: `[${not ? "^" : ""}${member(low)}-${member(high)}]`, end: index + 3 };
  }
  let list = "";
  for (; index < characters.length && characters[index] !== "]"; index++) {
    if (characters[index] === "\\") index++;
    list += member(characters[index] ?? "");
  }
  return list === "" || index >= characters.length ? undefined : { source: `[${not ? "^" : ""}${list}]`, end: index };
}

const literal = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
/** Inside of a class a hyphen means something too; outside it must not be escaped. */
const member = (character: string) => (character === "-" ? "\\-" : literal(character));

/** Which of the patterns protect a branch. */
export const patternsFor = (branch: string, patterns: readonly string[]) => patterns.filter((pattern) => globExpression(pattern)?.test(branch));
