import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { useCallback, useEffect, useRef, useState } from "react";
import { clearCalls } from "../calls/log";
import { observe } from "../calls/observe";
import { endSession } from "../parts/session-state";
import { read, write } from "../storage";
import { type Connection, type Credentials, clientFor, connect, type LoginKind, sandboxClient } from "./connection";
import type { useRenewal } from "./use-renewal";

/** A key of the session storage. Only the choice of the sandbox is stored, so that a reload returns to it; never a secret. */
const STORAGE_KEY = "lakefs-page.login";

const noSession = () =>
  new Error("lakeFS accepted the login, but the session is not known. Check that cookies are allowed for this page.");

const sessionClient = () => new LakeFSClient({ auth: { type: "cookie" } });

/** Whether the user is logged in, and how to log in and out. */
export function useLogins({ renew, settle }: Pick<ReturnType<typeof useRenewal>, "renew" | "settle">) {
  const [state, setState] = useState<"starting" | "out" | "in">("starting");
  const [connection, setConnection] = useState<Connection>();
  /** Whether this page has had a session: logging out must end its cookie, also after a later login with a key or a token. */
  const hadSession = useRef(false);

  const enter = useCallback(
    async (kind: LoginKind, client: LakeFSClient) => {
      const made = await connect(kind, client, renew);
      if (!made) return false;
      if (kind === "session") hadSession.current = true;
      write("sessionStorage", STORAGE_KEY, kind === "sandbox" ? kind : undefined);
      setConnection(made);
      setState("in");
      return true;
    },
    [renew],
  );
  const leave = useCallback(() => setState("out"), []);
  const openSandbox = useCallback(async () => enter("sandbox", await sandboxClient()), [enter]);

  const logIn = useCallback(
    async (credentials: Credentials) => {
      if (!(await enter(credentials.kind, await clientFor(credentials)))) throw noSession();
    },
    [enter],
  );

  /** After the session has expired: the same view continues with the new client. */
  const logInAgain = useCallback(
    async (credentials: Credentials) => {
      const client = await clientFor(credentials);
      const user = await observe(client).currentUser();
      if (!user) throw noSession();
      if (credentials.kind === "session") hadSession.current = true;
      setConnection((old) => old && { ...old, kind: credentials.kind, user });
      settle(client);
    },
    [settle],
  );

  const logOut = useCallback(async () => {
    if (hadSession.current) await observe(sessionClient()).logout();
    hadSession.current = false;
    write("sessionStorage", STORAGE_KEY, undefined);
    clearCalls();
    endSession();
    setConnection(undefined);
    leave();
  }, [leave]);

  const startError = useStart(enter, openSandbox, leave);
  return { state, connection, startError, openSandbox, logIn, logInAgain, logOut };
}

/** Continues a session or the sandbox of before a reload. Returns why the page could not find out whether there is one. */
function useStart(
  enter: (kind: LoginKind, client: LakeFSClient) => Promise<boolean>,
  openSandbox: () => Promise<boolean>,
  leave: () => void,
) {
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let gone = false;
    const start = read("sessionStorage", STORAGE_KEY) === "sandbox" ? openSandbox() : enter("session", sessionClient());
    start.then(
      (entered) => gone || entered || leave(),
      (thrown: unknown) => {
        if (gone) return;
        if (!isLakeFSError(thrown, "unauthenticated")) setError(thrown);
        leave();
      },
    );
    return () => {
      gone = true;
    };
  }, [enter, openSandbox, leave]);
  return error;
}
