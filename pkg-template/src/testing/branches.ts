// Listing, creating, reading and deleting branches.

import { ApiError, emptyResponse, type HttpResponse, jsonResponse, withHeader } from "./http-message.js";
import type { LakeFS } from "./lakefs.js";
import { pageOf } from "./page.js";
import { resolveRef } from "./refs.js";
import type { Branch } from "./repository.js";
import type { RequestContext } from "./request-context.js";
import { BRANCH } from "./versions.js";

export function listBranches(context: RequestContext): HttpResponse {
  context.authorize("fs:ListBranches");
  context.lakefs.validateRepositoryId(context.repository);
  const { branches } = context.lakefs.repository(context.repository);
  const { prefix = "", after = "", show_hidden: all } = context.query;
  const entries = [...branches.range(String(prefix), String(after))].filter(
    ([, { hidden }]) => all === true || !hidden,
  );
  const { pagination, results } = pageOf(entries, context);
  return jsonResponse(200, { pagination, results: results.map(([id, { commit }]) => ({ commit_id: commit, id })) });
}

export function createBranch({ lakefs, repository: id, body, authorize }: RequestContext): HttpResponse {
  authorize("fs:CreateBranch");
  const {
    name,
    source,
    force = false,
    hidden = false,
  } = body as object as { name: string; source: string; force?: boolean; hidden?: boolean };
  lakefs.validateRepositoryId(id);
  validateBranchId(
    "branch",
    name,
    ": branch id must consist of letters, digits, underscores and dashes, and cannot start with a dash",
  );
  if (source === "") throw new ApiError(500, "argument ref: required value: validation error");
  if (/[\t\n\f\r ]/.test(source)) throw new ApiError(400, "argument ref: ref: invalid value: validation error");
  const repository = lakefs.repository(id);
  const { branches, commits, tags } = repository;
  if (commits.has(name)) throw new ApiError(409, `commit ID ${name}: conflict found`);
  if (tags.has(name)) throw new ApiError(409, `tag ID ${name}: conflict found`);
  if (repository.readOnly && !force) throw new ApiError(403, "read-only repository");
  const commit = commitOf(repository, source);
  if (branches.get(name)) throw new ApiError(409, "branch already exists: not unique");
  // Only a restore of branches without commits leaves branches whose commits are missing.
  const missing = !commits.has(commit);
  if (missing && !repository.readOnly) throw hookFailed(lakefs);
  branches.set(name, { commit, hidden });
  if (missing) throw new ApiError(404, "commit not found");
  return withHeader({ status: 201, headers: [], body: commit }, "Content-Type", "text/plain; charset=utf-8");
}

export function getBranch({ lakefs, repository: id, branch: name, authorize }: RequestContext): HttpResponse {
  authorize("fs:ReadBranch");
  lakefs.validateRepositoryId(id);
  validateBranchId("branch", name);
  const { commit } = existing(lakefs.repository(id).branches.get(name));
  return jsonResponse(200, { commit_id: commit, id: name });
}

export function deleteBranch({ lakefs, repository: id, branch: name, query, authorize }: RequestContext): HttpResponse {
  authorize("fs:DeleteBranch");
  lakefs.validateRepositoryId(id);
  validateBranchId("name", name);
  const { branches, defaultBranch, readOnly } = lakefs.repository(id);
  if (readOnly && query["force"] !== true) throw new ApiError(403, "read-only repository");
  if (name === defaultBranch)
    throw new ApiError(lakefs.version.deleteDefaultBranch, "cannot delete repository default branch");
  existing(branches.get(name));
  branches.delete(name);
  return emptyResponse(204);
}

/** lakeFS reads hooks from the commit. */
function hookFailed({ random, version }: LakeFS): ApiError {
  const runId = random
    .nanoid(20)
    .toLowerCase()
    .replace(/[^a-v\d]/g, "0");
  return new ApiError(
    version.hookFailed,
    `pre-create-branch hook aborted, run id '${runId}': list actions from commit: listing actions: commit not found`,
  );
}

function commitOf(repository: Parameters<typeof resolveRef>[0], source: string): string {
  try {
    return resolveRef(repository, source);
  } catch (error) {
    if (error instanceof ApiError) throw new ApiError(error.status, `source reference '${source}': ${error.message}`);
    throw error;
  }
}

function validateBranchId(argument: string, id: string, hint = ""): void {
  if (id === "") throw new ApiError(500, `argument ${argument}: required value: validation error`);
  if (!BRANCH.test(id))
    throw new ApiError(400, `argument ${argument}: branch id: invalid value: validation error${hint}`);
}

function existing(branch: Branch | undefined): Branch {
  if (!branch) throw new ApiError(404, "branch not found");
  return branch;
}
