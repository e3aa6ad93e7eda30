import { type Attempt, isLakeFSError, type LakeFSClient, type RepositoriesOptions, type Repository } from "lakefs-wasm";
import { lineOf } from "./line";
import { logCall } from "./log";

/** Logs in again after the session has expired; resolves with the new client. */
export type Renew = (request: { isBackground: boolean }) => Promise<LakeFSClient>;

/** Methods of the login form, which handles refused credentials. */
const LOGIN_METHODS = new Set<PropertyKey>(["login", "logout", "currentUser"]);

interface AttemptSink {
  push(attempt: Attempt): unknown;
}
type Run<T> = (client: LakeFSClient) => Promise<T>;

/**
 * The same client, whose calls are written to the log. When the session expires, a call waits for a new login and is repeated. That is safe: lakeFS
 * authenticates a request before it acts on it.
 */
export function observe(client: LakeFSClient, renew?: Renew): LakeFSClient {
  let current = client;

  /** Runs work with a client that reports its attempts, once more after a new login. */
  async function run<T>(
    method: PropertyKey,
    attempts: AttemptSink,
    changed: () => void,
    work: Run<T>,
    isBackground: boolean,
  ): Promise<T> {
    const used = current;
    const onAttempt = (attempt: Attempt) => {
      attempts.push(attempt);
      changed();
    };
    try {
      return await work(used.with({ onAttempt }));
    } catch (error) {
      if (!renew || LOGIN_METHODS.has(method) || !hasExpired(error)) throw error;
      if (current === used) {
        const next = await renew({ isBackground }).catch(() => Promise.reject(error));
        if (current === used) current = next;
      }
      return work(current.with({ onAttempt }));
    }
  }

  async function call(method: PropertyKey, args: unknown[], isBackground: boolean): Promise<unknown> {
    const attempts: Attempt[] = [];
    const update = logCall(lineOf(String(method), args));
    const start = performance.now();
    const changed = () => update({ attempts: [...attempts] });
    try {
      const answer = await run(
        method,
        attempts,
        changed,
        (one) => Reflect.apply(Reflect.get(one, method) as () => Promise<unknown>, one, args),
        isBackground,
      );
      update({ state: "done", duration: performance.now() - start });
      return answer;
    } catch (error) {
      update({
        ...(isLakeFSError(error) ? { state: "failed", code: error.code } : { state: "aborted" }),
        duration: performance.now() - start,
      });
      throw error;
    }
  }

  async function* repositories(
    isBackground: boolean,
    options: RepositoriesOptions = {},
  ): AsyncGenerator<Repository, undefined> {
    const attempts: Attempt[] = [];
    const update = logCall(lineOf("repositories", [options]));
    const start = performance.now();
    const changed = () => update({ attempts: [...attempts] });
    let state: "done" | "failed" | "aborted" = "aborted";
    let after = options.after;
    try {
      // The first page inside `run`, so that a login can come between; a later one that is refused goes on behind the last id.
      for (let ended = false; !ended; ) {
        const pages = await run(
          "repositories",
          attempts,
          changed,
          async (one) => {
            const iterator = one.repositories({ ...options, after });
            return { first: await iterator.next(), iterator };
          },
          isBackground,
        );
        try {
          for (let step = pages.first; !step.done; step = await pages.iterator.next()) {
            after = step.value.id;
            yield step.value;
          }
          ended = true;
        } catch (error) {
          if (!hasExpired(error)) throw error;
        } finally {
          void pages.iterator.return?.();
        }
      }
      state = "done";
    } catch (error) {
      if (isLakeFSError(error)) state = "failed";
      throw error;
    } finally {
      update({ state, duration: performance.now() - start });
    }
    return undefined;
  }

  /** Calls that are one entry of the log together, with the last of their attempts. */
  function group(line: string): CallGroup {
    const update = logCall(line);
    const start = performance.now();
    let attempts: readonly Attempt[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const report = () => {
      timer = undefined;
      update({ attempts });
    };
    const callOne = (method: PropertyKey, args: unknown[]) =>
      run(
        method,
        {
          push(attempt: Attempt) {
            // The line above them names no repository, or many.
            const path = attempt.path.replace("{repository}", String(args[0]));
            attempts = [...attempts.slice(-(ATTEMPTS_KEPT - 1)), { ...attempt, path }];
            timer ??= setTimeout(report, GROUP_MS);
          },
        },
        () => {},
        (one) => Reflect.apply(Reflect.get(one, method) as () => Promise<unknown>, one, args),
        true,
      );
    const lakefs = new Proxy(client, {
      get: (_, method) => {
        const value: unknown = Reflect.get(current, method, current);
        return typeof value === "function" ? (...args: unknown[]) => callOne(method, args) : value;
      },
    });
    return {
      lakefs,
      end() {
        clearTimeout(timer);
        update({ attempts, state: "done", duration: performance.now() - start });
      },
    };
  }

  const make = (isBackground: boolean) =>
    new Proxy(client, {
      get: (_, method) => {
        if (method === "repositories") return (options?: RepositoriesOptions) => repositories(isBackground, options);
        if (method === "with")
          return (...args: Parameters<LakeFSClient["with"]>) => observe(current.with(...args), renew);
        const value: unknown = Reflect.get(current, method, current);
        return typeof value === "function" ? (...args: unknown[]) => call(method, args, isBackground) : value;
      },
    });
  const observed = make(false);
  groups.set(observed, group);
  backgrounds.set(observed, make(true));
  return observed;
}

const backgrounds = new WeakMap<LakeFSClient, LakeFSClient>();

/** The same client for calls that nobody asked for: they do not ask for a login that was declined. */
export const inBackground = (lakefs: LakeFSClient): LakeFSClient => backgrounds.get(lakefs) ?? lakefs;

/** A client whose calls are one entry of the log, until `end`. */
interface CallGroup {
  readonly lakefs: LakeFSClient;
  end(): void;
}
const groups = new WeakMap<LakeFSClient, (line: string) => CallGroup>();
const GROUP_MS = 150;
const ATTEMPTS_KEPT = 20;

/** For many calls that are one thing to a person: `line` is the code that does it. */
export function groupCalls(lakefs: LakeFSClient, line: string): CallGroup {
  return groups.get(lakefs)?.(line) ?? { lakefs, end: () => {} };
}

/** The session ended, and nobody logged in again. */
export function hasExpired(error: unknown): boolean {
  return isLakeFSError(error, "unauthenticated") || isLakeFSError(error, "login_redirect");
}
