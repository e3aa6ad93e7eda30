import {
  type BranchProtectionRule,
  isLakeFSError,
  type LakeFSClient,
  type RepositoriesOptions,
  type Repository,
} from "lakefs-wasm";
import { lineOf, updateLine } from "./line";
import { logCall } from "./log";
import { hasExpired, type Renew, Session } from "./session";

/** Methods of the login form, which handles rejected credentials. */
const LOGIN_METHODS = new Set<PropertyKey>(["login", "logout", "currentUser"]);

const sessions = new WeakMap<LakeFSClient, Session>();

/** The session behind an observed client. */
export const sessionOf = (lakefs: LakeFSClient): Session | undefined => sessions.get(lakefs);

/** The same client, whose calls are written to the log, and repeated after a new login when the session has expired. */
export const observe = (client: LakeFSClient, renew?: Renew): LakeFSClient =>
  observed(new Session(client, renew), false);

/** The same client for calls that the user did not start: when the user has declined a login, they do not ask again. */
export function inBackground(lakefs: LakeFSClient): LakeFSClient {
  const session = sessionOf(lakefs);
  return session ? observed(session, true) : lakefs;
}

function observed(session: Session, isBackground: boolean): LakeFSClient {
  const lakefs = withMethods(session, (method, args) => {
    if (method === "repositories") return repositories(session, isBackground, ...(args as [RepositoriesOptions?]));
    if (method === "with") return observed(session.with(...(args as Parameters<LakeFSClient["with"]>)), isBackground);
    return call(session, isBackground, method, args);
  });
  sessions.set(lakefs, session);
  return lakefs;
}

/** A client whose methods are run by `invoke`. */
export const withMethods = (session: Session, invoke: (method: PropertyKey, args: unknown[]) => unknown) =>
  new Proxy(session.client, {
    get: (_, method) => {
      const value: unknown = Reflect.get(session.client, method, session.client);
      return typeof value === "function" ? (...args: unknown[]) => invoke(method, args) : value;
    },
  });

/** Calls a method that is known by its name. */
export const callMethod = (client: LakeFSClient, method: PropertyKey, args: unknown[]): Promise<unknown> =>
  Reflect.apply(Reflect.get(client, method) as () => Promise<unknown>, client, args);

async function call(session: Session, isBackground: boolean, method: PropertyKey, args: unknown[]): Promise<unknown> {
  const { onAttempt, end, setLine } = logCall(lineOf(String(method), args));
  const given = method === "updateBranchProtectionRules" ? withReportedUpdate(args, setLine) : args;
  const work = (client: LakeFSClient) => callMethod(client, method, given);
  try {
    const result = await (LOGIN_METHODS.has(method)
      ? work(session.client.with({ onAttempt }))
      : session.run(work, { onAttempt, isBackground }));
    end("done");
    return result;
  } catch (error) {
    if (isLakeFSError(error)) end("failed", error.code);
    else end("aborted");
    throw error;
  }
}

/** The arguments of an update of rules, whose callback reports the line of code for what it changed. */
function withReportedUpdate([repository, change, ...options]: unknown[], onLine: (line: string) => void): unknown[] {
  if (typeof change !== "function") return [repository, change, ...options];
  const reported = async (rules: BranchProtectionRule[]) => {
    const before = [...rules];
    const next: readonly BranchProtectionRule[] = await change(rules);
    onLine(updateLine(repository, before, next));
    return next;
  };
  return [repository, reported, ...options];
}

async function* repositories(
  session: Session,
  isBackground: boolean,
  options: RepositoriesOptions = {},
): AsyncGenerator<Repository, undefined> {
  const { onAttempt, end } = logCall(lineOf("repositories", [options]));
  let state: Parameters<typeof end>[0] = "aborted";
  try {
    yield* allPages(session, options, { onAttempt, isBackground });
    state = "done";
  } catch (error) {
    if (isLakeFSError(error)) state = "failed";
    throw error;
  } finally {
    end(state);
  }
  return undefined;
}

/** Reads the first page in `run`, so that an expired session is renewed; when it expires on a later page, continues after the last ID. */
async function* allPages(
  session: Session,
  options: RepositoriesOptions,
  run: Parameters<Session["run"]>[1],
): AsyncGenerator<Repository, undefined> {
  let after = options.after;
  for (let isWhole = false; !isWhole; ) {
    const { first, iterator } = await session.run(async (client) => {
      const iterator = client.repositories({ ...options, after });
      return { first: await iterator.next(), iterator };
    }, run);
    try {
      for (let step = first; !step.done; step = await iterator.next()) {
        after = step.value.id;
        yield step.value;
      }
      isWhole = true;
    } catch (error) {
      if (!hasExpired(error)) throw error;
    } finally {
      void iterator.return?.();
    }
  }
  return undefined;
}
