import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { clearCalls } from "../calls/log";
import { observe } from "../calls/observe";
import { lazyComponent } from "../parts/lazy-component";
import { endSession, unsavedDrafts } from "../parts/session-state";
import { read, write } from "../storage";
import { type Connection, type Credentials, clientFor, connect, inPageClient, type Way } from "./connection";

interface Access {
  readonly state: "starting" | "out" | "in";
  readonly connection?: Connection;
  /** Why the page could not find out whether there is a session. */
  readonly startError: unknown;
  logIn(credentials: Credentials): Promise<void>;
  openInPage(): Promise<unknown>;
  logOut(): Promise<void>;
}

const RenewDialog = lazyComponent(() => import("./renew-dialog"));
const UnsavedDialog = lazyComponent(() => import("./unsaved-dialog"));

const AccessContext = createContext<Access | undefined>(undefined);

export function useAccess(): Access {
  const access = useContext(AccessContext);
  if (!access) throw new Error("outside of AccessProvider");
  return access;
}

/** The connection, for views that are shown only when there is one. */
export function useConnection(): Connection {
  const { connection } = useAccess();
  if (!connection) throw new Error("not connected");
  return connection;
}

export const useLakefs = (): LakeFSClient => useConnection().lakefs;

/** A key of the session storage. Only the choice of the sandbox is stored, so that a reload returns to it; never a secret. */
const WAY = "lakefs-page.way";

const NO_SESSION =
  "lakeFS accepted the login, but the session is not known. Check that cookies are allowed for this page.";

interface Waiting {
  readonly promise: Promise<LakeFSClient>;
  resolve(client: LakeFSClient): void;
  reject(): void;
}

export function AccessProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<Access["state"]>("starting");
  const [connection, setConnection] = useState<Connection>();
  const [startError, setStartError] = useState<unknown>();
  const [waiting, setWaiting] = useState<Waiting>();
  const current = useRef<Waiting>(undefined);
  /** Whether the user dismissed the login dialog. */
  const declined = useRef(false);
  const [asking, setAsking] = useState(false);
  /** Whether this page has had a session: logging out must end its cookie, also after a later login with a key or a token. */
  const session = useRef(false);

  /** One dialog for all calls that wait. */
  const renew = useCallback(({ isBackground }: { isBackground: boolean }) => {
    if (isBackground && declined.current) return Promise.reject(new Error("no login"));
    declined.current = false;
    if (!current.current) {
      let resolve: Waiting["resolve"] = () => {};
      let reject: Waiting["reject"] = () => {};
      const promise = new Promise<LakeFSClient>((fulfil, refuse) => {
        resolve = fulfil;
        reject = () => refuse(new Error("no login"));
      });
      current.current = { promise, resolve, reject };
      setWaiting(current.current);
    }
    return current.current.promise;
  }, []);

  const settle = useCallback((client?: LakeFSClient) => {
    if (client) current.current?.resolve(client);
    else {
      declined.current = true;
      current.current?.reject();
    }
    current.current = undefined;
    setWaiting(undefined);
  }, []);

  const enter = useCallback(
    async (way: Way, client: LakeFSClient) => {
      const made = await connect(way, client, renew);
      if (!made) return false;
      if (way === "session") session.current = true;
      write("sessionStorage", WAY, way === "in-page" ? way : undefined);
      setConnection(made);
      setState("in");
      return true;
    },
    [renew],
  );

  const openInPage = useCallback(async () => {
    return enter("in-page", await inPageClient());
  }, [enter]);

  const logIn = useCallback(
    async (credentials: Credentials) => {
      const client = await clientFor(credentials);
      if (!(await enter(credentials.way, client))) throw new Error(NO_SESSION);
    },
    [enter],
  );

  /** After a session ended: the same view goes on with the new client. */
  const logInAgain = useCallback(
    async (credentials: Credentials) => {
      const client = await clientFor(credentials);
      const user = await observe(client).currentUser();
      if (!user) throw new Error(NO_SESSION);
      if (credentials.way === "session") session.current = true;
      setConnection((old) => old && { ...old, way: credentials.way, user });
      settle(client);
    },
    [settle],
  );

  const logOut = useCallback(async () => {
    if (session.current) await observe(new LakeFSClient({ auth: { type: "cookie" } })).logout();
    session.current = false;
    write("sessionStorage", WAY, undefined);
    clearCalls();
    endSession();
    setAsking(false);
    setConnection(undefined);
    setState("out");
  }, []);

  const askToLogOut = useCallback(async () => {
    if (unsavedDrafts().length > 0) setAsking(true);
    else await logOut();
  }, [logOut]);

  useEffect(() => {
    let gone = false;
    const start =
      read("sessionStorage", WAY) === "in-page"
        ? openInPage()
        : enter("session", new LakeFSClient({ auth: { type: "cookie" } }));
    start.then(
      (entered) => gone || entered || setState("out"),
      (error: unknown) => {
        if (gone) return;
        if (!isLakeFSError(error, "unauthenticated")) setStartError(error);
        setState("out");
      },
    );
    return () => {
      gone = true;
    };
  }, [enter, openInPage]);

  const access = useMemo<Access>(
    () => ({ state, ...(connection && { connection }), startError, logIn, openInPage, logOut: askToLogOut }),
    [state, connection, startError, logIn, openInPage, askToLogOut],
  );
  return (
    <AccessContext value={access}>
      {children}
      {waiting && <RenewDialog onLogIn={logInAgain} onCancel={() => settle()} />}
      {asking && <UnsavedDialog onLogOut={logOut} onClose={() => setAsking(false)} />}
    </AccessContext>
  );
}
