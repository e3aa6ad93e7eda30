// Listing, creating, reading and deleting branches.
import type { Call } from "./call.js";
import { pageOf } from "./page.js";
import { resolveRef } from "./refs.js";
import type { Branch } from "./repository.js";
import { BRANCH } from "./versions.js";
import { type Answer, json, noContent, Refusal, withHeader } from "./wire.js";

export function listBranches(call: Call): Answer {
  call.authorize("fs:ListBranches");
  call.lakefs.checkRepositoryId(call.repository);
  const { branches } = call.lakefs.repository(call.repository);
  const { prefix = "", after = "", show_hidden: all } = call.query;
  const entries = [...branches.range(String(prefix), String(after))].filter(
    ([, { hidden }]) => all === true || !hidden,
  );
  const { pagination, results } = pageOf(entries, call);
  return json(200, { pagination, results: results.map(([id, { commit }]) => ({ commit_id: commit, id })) });
}

export function createBranch({ lakefs, repository: id, body, authorize }: Call): Answer {
  authorize("fs:CreateBranch");
  const {
    name,
    source,
    force = false,
    hidden = false,
  } = body as object as { name: string; source: string; force?: boolean; hidden?: boolean };
  lakefs.checkRepositoryId(id);
  checkBranchId(
    "branch",
    name,
    ": branch id must consist of letters, digits, underscores and dashes, and cannot start with a dash",
  );
  if (source === "") throw new Refusal(500, "argument ref: required value: validation error");
  if (/[\t\n\f\r ]/.test(source)) throw new Refusal(400, "argument ref: ref: invalid value: validation error");
  const repository = lakefs.repository(id);
  const { branches, commits, tags } = repository;
  if (commits.has(name)) throw new Refusal(409, `commit ID ${name}: conflict found`);
  if (tags.has(name)) throw new Refusal(409, `tag ID ${name}: conflict found`);
  if (repository.readOnly && !force) throw new Refusal(403, "read-only repository");
  const commit = commitOf(repository, source);
  if (branches.get(name)) throw new Refusal(409, "branch already exists: not unique");
  branches.set(name, { commit, hidden });
  // A restore of branches alone has brought no commits back: the branch is there all the same.
  if (!commits.has(commit)) throw new Refusal(404, "commit not found");
  return withHeader({ status: 201, headers: [], body: commit }, "Content-Type", "text/plain; charset=utf-8");
}

export function getBranch({ lakefs, repository: id, branch: name, authorize }: Call): Answer {
  authorize("fs:ReadBranch");
  lakefs.checkRepositoryId(id);
  checkBranchId("branch", name);
  const { commit } = found(lakefs.repository(id).branches.get(name));
  return json(200, { commit_id: commit, id: name });
}

export function deleteBranch({ lakefs, repository: id, branch: name, query, authorize }: Call): Answer {
  authorize("fs:DeleteBranch");
  lakefs.checkRepositoryId(id);
  checkBranchId("name", name);
  const { branches, defaultBranch, readOnly } = lakefs.repository(id);
  if (readOnly && query["force"] !== true) throw new Refusal(403, "read-only repository");
  if (name === defaultBranch)
    throw new Refusal(lakefs.version.deleteDefaultBranch, "cannot delete repository default branch");
  found(branches.get(name));
  branches.delete(name);
  return noContent();
}

function commitOf(repository: Parameters<typeof resolveRef>[0], source: string): string {
  try {
    return resolveRef(repository, source);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.status, `source reference '${source}': ${error.message}`);
    throw error;
  }
}

function checkBranchId(argument: string, id: string, hint = ""): void {
  if (id === "") throw new Refusal(500, `argument ${argument}: required value: validation error`);
  if (!BRANCH.test(id))
    throw new Refusal(400, `argument ${argument}: branch id: invalid value: validation error${hint}`);
}

function found(branch: Branch | undefined): Branch {
  if (!branch) throw new Refusal(404, "branch not found");
  return branch;
}
