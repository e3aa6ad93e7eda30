// What lakeFS reads a ref as: a branch, a tag or a commit, and the way from there to another commit.
import type { Repository } from "./repository.js";
import { Refusal } from "./wire.js";

const INVALID = "ref: invalid value: validation error";

/**
 * The commit that a ref leads to.
 *
 * @throws Refusal without what lakeFS puts before the sentence
 */
export function resolveRef(repository: Repository, ref: string): string {
  const [base = "", ...modifiers] = ref.match(/(?:^|[~^@$])[^~^@$]*/g) ?? [];
  if (base === "") throw new Refusal(400, INVALID);
  const steps = modifiers.map(parseModifier);
  const branch = repository.branches.get(base);
  let id = repository.commits.has(base) ? base : (branch?.commit ?? repository.tags.get(base));
  id ??= byPrefix(repository, base);
  if (id === undefined) throw new Refusal(404, "not found");
  for (const { kind, value } of steps) {
    if (kind === "@" || kind === "$") {
      if (!branch || steps.length !== 1) throw new Refusal(400, INVALID);
      if (kind === "$") throw new Refusal(500, "can't create a branch without commit");
      continue;
    }
    // Commits have one parent here, since nothing merges.
    if (kind === "^" && value > 1) throw new Refusal(400, INVALID);
    for (let step = 0; step < value; step++) {
      id = repository.commits.get(id)?.parent;
      if (id === undefined) throw kind === "~" ? new Refusal(404, "not found") : new Refusal(400, INVALID);
    }
  }
  return id;
}

function parseModifier(text: string): { readonly kind: string; readonly value: number } {
  const kind = text.charAt(0);
  const rest = text.slice(1);
  if (rest === "") return { kind, value: 1 };
  if (kind === "@" || kind === "$") throw new Refusal(400, INVALID);
  if (!/^[+-]?\d{1,18}$/.test(rest)) throw new Refusal(400, `could not parse modifier ${text}: ${INVALID}`);
  return { kind, value: Number(rest) };
}

/** The only commit whose id begins so. */
function byPrefix({ commits }: Repository, prefix: string): string | undefined {
  if (!/^[a-f\d]{1,64}$/i.test(prefix)) return undefined;
  const [id, ...others] = [...commits.keys()].filter((id) => id.startsWith(prefix));
  return others.length === 0 ? id : undefined;
}
