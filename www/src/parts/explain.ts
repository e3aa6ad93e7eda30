import { isLakeFSError, type LakeFSError } from "lakefs-wasm";

/** An error as a person reads it. */
export interface Explanation {
  /** What happened. */
  readonly title: string;
  /** lakeFS's own sentence, or the client's. */
  readonly sentence: string;
  /** What to do. */
  readonly advice: string;
  readonly code?: string;
  readonly status?: number;
  readonly requestId?: string;
}

const WORDS: Record<string, readonly [title: string, advice: string]> = {
  bad_request: ["lakeFS did not accept this", "Change what the sentence names and try again."],
  unauthenticated: ["You are not logged in", "Check the key and the secret, or the token, and log in again."],
  permission_denied: [
    "You are not allowed to do this",
    "Ask an administrator of this lakeFS for the permission that the sentence names.",
  ],
  repository_not_found: [
    "There is no such repository",
    "It may have been deleted, or the address has a typing error. Go back to the list.",
  ],
  not_found: ["lakeFS does not know this", "It may be gone by now. Load the page again."],
  already_exists: [
    "This name is taken",
    "Choose another name; for a few seconds after a delete lakeFS still counts the old one.",
  ],
  read_only: ["The repository is read-only", "Its settings cannot be changed. It can be dumped, and deleted by force."],
  repository_deleting: [
    "The repository is being deleted",
    "Wait until lakeFS is done with it, or delete it once more if an earlier attempt broke off.",
  ],
  precondition_failed: ["Somebody else was faster", "Look at what has changed, then save again."],
  rate_limited: ["lakeFS has too much to do", "Wait a moment and try again."],
  unavailable: [
    "lakeFS is not available right now",
    "Wait a moment and try again. If it stays so, whoever runs this lakeFS should look at its log.",
  ],
  server_error: [
    "Something went wrong inside lakeFS",
    "Try again. If it stays so, give the request id to whoever runs this lakeFS.",
  ],
  unknown_endpoint: [
    "This server does not know the call",
    "It may be an old lakeFS, or not a lakeFS at all. Check the address.",
  ],
  invalid_argument: ["This was not sent", "Change what the sentence names."],
  connection_failed: [
    "lakeFS cannot be reached",
    "Check your connection and whether lakeFS is running, then try again.",
  ],
  timeout: ["lakeFS took too long to answer", "Try again; it may still be working on it."],
  login_redirect: [
    "Instead of lakeFS a web page answered",
    "The login may have ended, or there is no lakeFS at this address. Log in reload, or check the address.",
  ],
  unexpected_response: [
    "The answer could not be understood",
    "Something between this page and lakeFS may be changing answers. Try again.",
  ],
  task_failed: ["The task failed", "Read lakeFS's sentence, and begin again."],
  task_stalled: ["The task has not moved for an hour", "The server may have been restarted meanwhile. Begin again."],
  task_expired: ["lakeFS has forgotten the task", "It keeps tasks for a day. Begin again."],
  wasm_load_failed: [
    "The client could not be loaded",
    "Load the page again. If the sentence names a policy, the site has to allow 'wasm-unsafe-eval'.",
  ],
  wasm_crashed: ["The client stopped", "Try reload: the next call starts a fresh one."],
};

/** What to do when lakeFS may have done it all the same, and only its answer was lost. */
const PERHAPS_DONE: Record<string, string> = {
  createRepository: "It may have been created all the same: look at the list before you try again.",
  deleteRepository: "It may have been deleted all the same: look at the list before you try again.",
  setBranchProtectionRules: "The rules may have been saved all the same. Saving them again does no harm.",
  setGCRules: "The policy may have been saved all the same. Saving it again does no harm.",
  deleteGCRules: "The policy may have been deleted all the same. Deleting it again does no harm.",
  dumpSubmit: "The dump may be running all the same. Another one does no harm.",
  restoreSubmit:
    "The restore may be running all the same. Wait a moment and try again; if lakeFS then says that the repository is not bare, it has been restored.",
};

const perhapsDone = ({ maybeApplied, operation }: LakeFSError) =>
  maybeApplied && operation ? PERHAPS_DONE[operation] : undefined;

export function explain(error: unknown): Explanation {
  if (!isLakeFSError(error)) {
    return {
      title: "Something went wrong in this page",
      sentence: error instanceof Error ? error.message : String(error),
      advice: "Load the page again.",
    };
  }
  const [title, advice] = WORDS[error.code] ?? ["Something went wrong", "Try again."];
  const status = "status" in error && error.status ? { status: error.status } : {};
  const requestId = "requestId" in error && error.requestId ? { requestId: error.requestId } : {};
  return {
    title,
    advice: perhapsDone(error) ?? advice,
    sentence: error.message,
    code: error.code,
    ...status,
    ...requestId,
  };
}
