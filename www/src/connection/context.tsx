import type { LakeFSClient } from "lakefs-wasm";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { lazyComponent } from "../parts/lazy-component";
import { unsavedDrafts } from "../parts/session-state";
import type { Connection, Credentials } from "./connection";
import { useLogins } from "./use-logins";
import { useRenewal } from "./use-renewal";

interface Access {
  readonly state: "starting" | "out" | "in";
  readonly connection?: Connection;
  /** Why the page could not find out whether there is a session. */
  readonly startError: unknown;
  logIn(credentials: Credentials): Promise<void>;
  openSandbox(): Promise<unknown>;
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

export function AccessProvider({ children }: { children: ReactNode }) {
  const { isWaiting, renew, settle } = useRenewal();
  const { state, connection, startError, openSandbox, logIn, logInAgain, logOut } = useLogins({ renew, settle });
  const [asking, setAsking] = useState(false);

  const askToLogOut = useCallback(async () => {
    if (unsavedDrafts().length > 0) setAsking(true);
    else await logOut();
  }, [logOut]);
  const logOutNow = useCallback(async () => {
    await logOut();
    setAsking(false);
  }, [logOut]);

  const access = useMemo<Access>(
    () => ({ state, ...(connection && { connection }), startError, logIn, openSandbox, logOut: askToLogOut }),
    [state, connection, startError, logIn, openSandbox, askToLogOut],
  );
  return (
    <AccessContext value={access}>
      {children}
      {isWaiting && <RenewDialog onLogIn={logInAgain} onCancel={() => settle()} />}
      {asking && <UnsavedDialog onLogOut={logOutNow} onClose={() => setAsking(false)} />}
    </AccessContext>
  );
}
