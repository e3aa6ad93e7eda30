// Dumping a repository's refs, restoring them, and how far either has come.
import type { Call } from "./call.js";
import { dump, type Refs, restore } from "./tasks.js";
import { type Answer, json, Refusal } from "./wire.js";

const DUMP = ["fs:ListTags", "fs:ListBranches", "fs:ListCommits"];
const RESTORE = ["fs:CreateTag", "fs:CreateBranch", "fs:CreateCommit"];

export function dumpSubmit({ lakefs, repository: id, authorize }: Call): Answer {
  authorize(...DUMP);
  const repository = lakefs.repository(id);
  return json(202, { id: lakefs.submit(repository, "DR", dump(repository, lakefs.store)) });
}

export function dumpStatus(call: Call): Answer {
  call.authorize(...DUMP);
  return status(call, "DR");
}

export function restoreSubmit({ lakefs, repository: id, body, authorize }: Call): Answer {
  authorize(...RESTORE);
  const repository = lakefs.repository(id);
  if (!repository.isBare(lakefs.version)) throw new Refusal(400, "can only restore into a bare repository");
  const { force = false, ...refs } = body as object as Refs & { force?: boolean };
  return json(202, {
    id: lakefs.submit(repository, "RR", restore(repository, refs, force, lakefs.store, lakefs.version)),
  });
}

export function restoreStatus(call: Call): Answer {
  call.authorize(...RESTORE);
  return status(call, "RR");
}

function status({ lakefs, repository, query }: Call, prefix: "DR" | "RR"): Answer {
  const { tasks } = lakefs.repository(repository);
  const id = String(query["task_id"]);
  const task = id.startsWith(prefix) ? tasks.get(id) : undefined;
  if (!task) throw new Refusal(404, "not found");
  return json(200, task.describe());
}
