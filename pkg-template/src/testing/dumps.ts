// Dumping and restoring a repository's refs, as tasks and (in older clients) at once.
import { ApiError, emptyResponse, type HttpResponse, jsonResponse } from "./http-message.js";
import type { Repository } from "./repository.js";
import type { RequestContext } from "./request-context.js";
import { dump, type Refs, restore, runSteps, TaskFailure, type TaskStep } from "./tasks.js";

const DUMP_PERMISSIONS = ["fs:ListTags", "fs:ListBranches", "fs:ListCommits"];
const RESTORE_PERMISSIONS = ["fs:CreateTag", "fs:CreateBranch", "fs:CreateCommit"];

export function dumpSubmit({ lakefs, repository: id, authorize }: RequestContext): HttpResponse {
  authorize(...DUMP_PERMISSIONS);
  const repository = lakefs.repository(id);
  return jsonResponse(202, { id: lakefs.submit(repository, "DR", dump(repository, lakefs.store)) });
}

export function dumpStatus(context: RequestContext): HttpResponse {
  context.authorize(...DUMP_PERMISSIONS);
  return taskStatus(context, "DR");
}

export function restoreSubmit(context: RequestContext): HttpResponse {
  context.authorize(...RESTORE_PERMISSIONS);
  const { repository, step } = restoration(context);
  return jsonResponse(202, { id: context.lakefs.submit(repository, "RR", step) });
}

export function restoreStatus(context: RequestContext): HttpResponse {
  context.authorize(...RESTORE_PERMISSIONS);
  return taskStatus(context, "RR");
}

function taskStatus({ lakefs, repository, query }: RequestContext, prefix: "DR" | "RR"): HttpResponse {
  const { tasks } = lakefs.repository(repository);
  const id = String(query["task_id"]);
  const task = id.startsWith(prefix) ? tasks.get(id) : undefined;
  if (!task) throw new ApiError(404, "not found");
  return jsonResponse(200, task.describe());
}

/** The older operation without a task. */
export function dumpRefs({ lakefs, repository: id, authorize }: RequestContext): HttpResponse {
  authorize(...DUMP_PERMISSIONS);
  lakefs.validateRepositoryId(id);
  return jsonResponse(201, runSteps(dump(lakefs.repository(id), lakefs.store)));
}

/** The older operation without a task. */
export function restoreRefs(context: RequestContext): HttpResponse {
  context.authorize(...RESTORE_PERMISSIONS);
  context.lakefs.validateRepositoryId(context.repository);
  const { step } = restoration(context);
  try {
    runSteps(step);
  } catch (error) {
    if (!(error instanceof TaskFailure)) throw error;
    const { status, message } = error.response;
    throw new ApiError(status, message);
  }
  return emptyResponse(200);
}

/** @throws ApiError if the repository cannot be restored into */
function restoration({ lakefs, repository: id, body }: RequestContext): { repository: Repository; step: TaskStep } {
  const repository = lakefs.repository(id);
  if (!repository.isBare(lakefs.version)) throw new ApiError(400, "can only restore into a bare repository");
  const { force = false, ...refs } = body as object as Refs & { force?: boolean };
  return { repository, step: restore(repository, refs, force, lakefs.store, lakefs.version) };
}
