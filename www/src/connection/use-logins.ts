import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { useCallback, useEffect, useRef, useState } from "react";
import { clearCalls } from "../calls/log";
import { observe } from "../calls/observe";
import { endSession } from "../parts/session-state";
import { read, write } from "../storage";
import { type Connection, type Credentials, clientFor, connect, inPageClient, type Way } from "./connection";
import type { useRenewal } from "./use-renewal";

/** A key of the session storage. Only the choice of the sandbox is stored, so that a reload returns to it; never a secret. */
const WAY = "lakefs-page.way";

const noSession = () =>
  new Error("lakeFS accepted the login, but the session is not known. Check that cookies are allowed for this page.");

const sessionClient = () => new LakeFSClient({ auth: { type: "cookie" } });

/** Whether somebody is logged in, and the ways in and out. */
export function useLogins({ renew, settle }: Pick<ReturnType<typeof useRenewal>, "renew" | "settle">) {
  const [state, setState] = useState<"starting" | "out" | "in">("starting");
  const [connection, setConnection] = useState<Connection>();
  /** Whether this page has had a session: logging out must end its cookie, also after a later login with a key or a token. */
  const hadSession = useRef(false);

  const enter = useCallback(
    async (way: Way, client: LakeFSClient) => {
      const made = await connect(way, client, renew);
      if (!made) return false;
      if (way === "session") hadSession.current = true;
      write("sessionStorage", WAY, way === "in-page" ? way : undefined);
      setConnection(made);
      setState("in");
      return true;
    },
    [renew],
  );
  const leave = useCallback(() => setState("out"), []);
  const openInPage = useCallback(async () => enter("in-page", await inPageClient()), [enter]);

  const logIn = useCallback(
    async (credentials: Credentials) => {
      if (!(await enter(credentials.way, await clientFor(credentials)))) throw noSession();
    },
    [enter],
  );

  /** After a session ended: the same view goes on with the new client. */
  const logInAgain = useCallback(
    async (credentials: Credentials) => {
      const client = await clientFor(credentials);
      const user = await observe(client).currentUser();
      if (!user) throw noSession();
      if (credentials.way === "session") hadSession.current = true;
      setConnection((old) => old && { ...old, way: credentials.way, user });
      settle(client);
    },
    [settle],
  );

  const logOut = useCallback(async () => {
    if (hadSession.current) await observe(sessionClient()).logout();
    hadSession.current = false;
    write("sessionStorage", WAY, undefined);
    clearCalls();
    endSession();
    setConnection(undefined);
    leave();
  }, [leave]);

  const startError = useStart(enter, openInPage, leave);
  return { state, connection, startError, openInPage, logIn, logInAgain, logOut };
}

/** Enters where a session or the sandbox is still there. Gives why the page could not find that out. */
function useStart(
  enter: (way: Way, client: LakeFSClient) => Promise<boolean>,
  openInPage: () => Promise<boolean>,
  leave: () => void,
) {
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let gone = false;
    const start = read("sessionStorage", WAY) === "in-page" ? openInPage() : enter("session", sessionClient());
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
  }, [enter, openInPage, leave]);
  return error;
}
