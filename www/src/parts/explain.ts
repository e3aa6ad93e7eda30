import { isLakeFSError, type LakeFSError } from "lakefs-wasm";

/** An error in words for the user. */
interface Explanation {
  /** What happened. */
  readonly title: string;
  /** The message of lakeFS or of the client. */
  readonly sentence: string;
  /** What to do. */
  readonly advice: string;
  /** The title says the same as the sentence. */
  readonly isGeneric: boolean;
  readonly code?: string;
  readonly status?: number;
  readonly requestId?: string;
}

const WORDS: Record<string, readonly [title: string, advice: string, isGeneric?: "generic"]> = {
  bad_request: ["lakeFS rejected the request", ""],
  unauthenticated: ["Your session has expired", "Try again: you are asked to log in.", "generic"],
  permission_denied: ["You do not have permission", "Ask your lakeFS administrator for it."],
  repository_not_found: ["Repository not found", "It may have been deleted, or the URL may be mistyped.", "generic"],
  not_found: ["Not found", "It may have been deleted. Reload the page."],
  already_exists: ["This name is taken", "Choose another one. After a delete a name is free again in a few seconds."],
  read_only: [
    "This repository is read-only",
    "Its settings cannot be changed. It can be backed up, and force-deleted.",
    "generic",
  ],
  repository_deleting: [
    "This repository is being deleted",
    "Wait until lakeFS is done. If an earlier delete was interrupted, delete it again.",
    "generic",
  ],
  precondition_failed: ["Somebody else saved first", "Review their changes, then save again."],
  rate_limited: ["lakeFS is rate-limiting requests", "Wait a moment and try again.", "generic"],
  unavailable: [
    "lakeFS is not available",
    "Wait a moment and try again. If this continues, contact your lakeFS administrator.",
  ],
  server_error: [
    "lakeFS had an internal error",
    "Try again. If this continues, give the request ID to your lakeFS administrator.",
  ],
  unknown_endpoint: [
    "This server does not know the request",
    "It may be an old lakeFS, or no lakeFS. Check the address.",
  ],
  invalid_argument: ["This was not sent", ""],
  connection_failed: [
    "Cannot reach lakeFS",
    "Check your connection and whether lakeFS is running, then try again.",
    "generic",
  ],
  timeout: ["lakeFS took too long to answer", "Try again. The first request may still be running."],
  login_redirect: [
    "Got a web page instead of a lakeFS response",
    "Your session may have expired, or the address is not that of a lakeFS. Log in again.",
    "generic",
  ],
  unexpected_response: ["Unexpected response", "A proxy may be changing lakeFS's responses. Try again."],
  task_failed: ["The task failed", ""],
  task_stalled: ["The task made no progress for an hour", "The server may have been restarted. Start it again."],
  task_expired: ["lakeFS no longer knows this task", "Tasks are kept for a day. Start it again."],
  wasm_load_failed: [
    "The client could not be loaded",
    "Reload the page. If a content security policy is named below, it must allow 'wasm-unsafe-eval'.",
  ],
  wasm_crashed: ["The client crashed", "Try again: the next request starts a new one."],
};

/** The advice when lakeFS may have applied the request and only the response was lost. */
const MAYBE_APPLIED: Record<string, string> = {
  createRepository: "It may have been created. Check the list before you try again.",
  deleteRepository: "It may have been deleted. Check the list before you try again.",
  setBranchProtectionRules: "The rules may have been saved. It is safe to save again.",
  setGCRules: "The policy may have been saved. It is safe to save again.",
  deleteGCRules: "The policy may have been deleted. It is safe to delete it again.",
  dumpSubmit: "The dump may be running. It is safe to start another one.",
  restoreSubmit:
    "The restore may be running. Wait a moment and try again: if lakeFS says that the repository is not bare, it was restored.",
};

const maybeAppliedAdvice = ({ maybeApplied, operation }: LakeFSError) =>
  maybeApplied && operation ? MAYBE_APPLIED[operation] : undefined;

/** Whether code of this page could not be loaded, as offline or after an update of the page. Matches the messages of browsers and of Vite. */
export const isLoadFailure = (error: unknown) =>
  error instanceof Error &&
  /dynamically imported module|importing a module script|error loading|unable to preload/i.test(error.message);

export function explain(error: unknown): Explanation {
  if (!isLakeFSError(error)) {
    const sentence = error instanceof Error ? error.message : String(error);
    return isLoadFailure(error)
      ? {
          title: "A part of this page could not be loaded",
          sentence,
          advice: "Check your connection, then try again. If that does not help, reload the page.",
          isGeneric: true,
        }
      : { title: "Something went wrong in this page", sentence, advice: "Reload the page.", isGeneric: false };
  }
  const [title, advice, generic] = WORDS[error.code] ?? ["Something went wrong", "Try again."];
  const status = "status" in error && error.status ? { status: error.status } : {};
  const requestId = "requestId" in error && error.requestId ? { requestId: error.requestId } : {};
  return {
    title,
    advice: maybeAppliedAdvice(error) ?? advice,
    sentence: error.message,
    isGeneric: generic !== undefined,
    code: error.code,
    ...status,
    ...requestId,
  };
}
