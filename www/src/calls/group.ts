import type { Attempt, LakeFSClient } from "lakefs-wasm";
import { logCall } from "./log";
import { callMethod, sessionOf, withMethods } from "./observe";

/** A client whose calls are one entry of the log, until `end`. */
interface CallGroup {
  readonly lakefs: LakeFSClient;
  end(): void;
}

/** Milliseconds between updates of the entry. */
const GROUP_MS = 150;
const ATTEMPTS_KEPT = 20;

/** Logs many calls as one entry: `line` is the code that makes them. The entry has the last of their attempts. */
export function groupCalls(lakefs: LakeFSClient, line: string): CallGroup {
  const session = sessionOf(lakefs);
  if (!session) return { lakefs, end: () => {} };
  const log = logCall(line);
  let attempts: readonly Attempt[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const report = () => {
    timer = undefined;
    log.setAttempts(attempts);
  };
  /** The line does not say which repository an attempt is about. */
  const add = (attempt: Attempt, repository: unknown) => {
    const path = attempt.path.replace("{repository}", String(repository));
    attempts = [...attempts.slice(-(ATTEMPTS_KEPT - 1)), { ...attempt, path }];
    timer ??= setTimeout(report, GROUP_MS);
  };
  return {
    lakefs: withMethods(session, (method, args) =>
      session.run((client) => callMethod(client, method, args), {
        onAttempt: (attempt) => add(attempt, args[0]),
        isBackground: true,
      }),
    ),
    end() {
      clearTimeout(timer);
      report();
      log.end("done");
    },
  };
}
