// Refs: the name of a branch, tag or commit, with modifiers that lead from there to another commit.

import { ApiError, HandlerPanic } from "./http-message.js";
import type { Repository } from "./repository.js";

const INVALID = "ref: invalid value: validation error";

/**
 * The ID of the commit that a ref leads to.
 *
 * @throws ApiError
 */
export function resolveRef(repository: Repository, ref: string): string {
  const [base = "", ...modifiers] = ref.match(/(?:^|[~^@$])[^~^@$]*/g) ?? [];
  if (base === "") throw new ApiError(400, INVALID);
  const steps = modifiers.map(parseModifier);
  const branch = repository.branches.get(base);
  let id = repository.commits.has(base) ? base : (branch?.commit ?? repository.tags.get(base));
  id ??= byPrefix(repository, base);
  if (id === undefined) throw new ApiError(404, "not found");
  for (const { kind, value } of steps) {
    if (kind === "@" || kind === "$") {
      if (!branch || steps.length !== 1) throw new ApiError(400, INVALID);
      if (kind === "$") throw new ApiError(500, "can't create a branch without commit");
      continue;
    }
    if (kind === "^" && value < 0) throw new HandlerPanic();
    for (let step = 0; step < value; step++) {
      const commit = repository.commits.get(id);
      if (!commit) throw new ApiError(404, "commit not found");
      // Commits have at most one parent here, since there are no merges.
      if (commit.parent === undefined || (kind === "^" && value > 1))
        throw kind === "~" ? new ApiError(404, "not found") : new ApiError(400, INVALID);
      id = commit.parent;
    }
  }
  return id;
}

function parseModifier(text: string): { readonly kind: string; readonly value: number } {
  const kind = text.charAt(0);
  const rest = text.slice(1);
  if (rest === "") return { kind, value: 1 };
  if (kind === "@" || kind === "$") throw new ApiError(400, INVALID);
  if (!/^[+-]?\d{1,18}$/.test(rest)) throw new ApiError(400, `could not parse modifier ${text}: ${INVALID}`);
  return { kind, value: Number(rest) };
}

/** The only commit whose ID begins with a prefix. */
function byPrefix({ commits }: Repository, prefix: string): string | undefined {
  if (!/^[a-f\d]{1,64}$/i.test(prefix)) return undefined;
  const [id, ...others] = [...commits.keys()].filter((id) => id.startsWith(prefix));
  return others.length === 0 ? id : undefined;
}
