/** A compiled pattern. */
export interface Glob {
  test(text: string): boolean;
}

/** A part of a pattern: where in a text it can end, for all the places where it can begin. All ways at once, so that no pattern takes long. */
type Part = (text: readonly string[], begins: ReadonlySet<number>) => ReadonlySet<number>;

const one =
  (fits: (character: string) => boolean): Part =>
  (text, begins) =>
    new Set([...begins].filter((at) => at < text.length && fits(text[at] ?? "")).map((at) => at + 1));
const any: Part = (text, begins) => {
  const first = Math.min(...begins);
  return new Set(Array.from({ length: Math.max(0, text.length + 1 - first) }, (_, index) => first + index));
};
const sequence =
  (parts: readonly Part[]): Part =>
  (text, begins) =>
    parts.reduce((ends, part) => part(text, ends), begins);
const either =
  (branches: readonly (readonly Part[])[]): Part =>
  (text, begins) =>
    new Set(branches.flatMap((parts) => [...sequence(parts)(text, begins)]));

/**
 * lakeFS's branch protection globs (gobwas/glob without separators); nothing for a pattern that it cannot compile. `*` and `**` are any
 * text, `?` is one character, `[a-z]` and `[abc]` are one of these, `[!a]` is any but that (`[^a]` is not), `{a,b}` is either.
 */
export function compileGlob(pattern: string): Glob | undefined {
  const characters = [...pattern];
  // The branches of each { that is open, the innermost last; the pattern itself is the first.
  const open: Part[][][] = [[[]]];
  const add = (part: Part) => open.at(-1)?.at(-1)?.push(part);
  const close = () => add(either(open.pop() ?? []));
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "\\") {
      const escaped = characters[++index];
      if (escaped !== undefined) add(one((other) => other === escaped));
    } else if (character === "*") add(any);
    else if (character === "?") add(one(() => true));
    else if (character === "{") open.push([[]]);
    else if (character === "}" && open.length > 1) close();
    else if (character === "," && open.length > 1) open.at(-1)?.push([]);
    else if (character === "[") {
      const found = characterClass(characters, index + 1);
      if (!found) return undefined;
      add(one((other) => found.expression.test(other)));
      index = found.end;
    } else add(one((other) => other === character));
  }
  while (open.length > 1) close(); // an open { is closed by the end
  const whole = either(open[0] ?? []);
  return {
    test(text) {
      const characters = [...text];
      return whole(characters, new Set([0])).has(characters.length);
    },
  };
}

/** One range or one list of characters, up to its `]`. */
function characterClass(characters: readonly string[], start: number): { expression: RegExp; end: number } | undefined {
  let index = start;
  const not = characters[index] === "!";
  if (not) index++;
  const [low, between, high, end] = characters.slice(index, index + 4);
  if (low !== undefined && between === "-") {
    if (high === undefined || end !== "]" || (high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) return undefined;
    return { expression: oneOf(not, `${member(low)}-${member(high)}`), end: index + 3 };
  }
  let list = "";
  for (; index < characters.length && characters[index] !== "]"; index++) {
    if (characters[index] === "\\") index++;
    list += member(characters[index] ?? "");
  }
  return list === "" || index >= characters.length ? undefined : { expression: oneOf(not, list), end: index };
}

const oneOf = (not: boolean, members: string) => new RegExp(`^[${not ? "^" : ""}${members}]$`, "u");
const member = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/u, "\\$&");
