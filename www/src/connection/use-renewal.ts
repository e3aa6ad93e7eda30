import type { LakeFSClient } from "lakefs-wasm";
import { useCallback, useRef, useState } from "react";
import type { Renew } from "../calls/session";

/** Calls that wait for a new login. */
interface Waiting {
  readonly promise: Promise<LakeFSClient>;
  resolve(client: LakeFSClient): void;
  reject(): void;
}

function createWaiting(): Waiting {
  let resolve: Waiting["resolve"] = () => {};
  let reject: Waiting["reject"] = () => {};
  const promise = new Promise<LakeFSClient>((fulfil, refuse) => {
    resolve = fulfil;
    reject = () => refuse(new Error("no login"));
  });
  return { promise, resolve, reject };
}

/** One login for all calls whose session has expired. */
export function useRenewal() {
  const current = useRef<Waiting>(undefined);
  const [isWaiting, setWaiting] = useState(false);
  /** Whether the user dismissed the login dialog. */
  const declined = useRef(false);

  const renew = useCallback<Renew>(({ isBackground }) => {
    if (isBackground && declined.current) return Promise.reject(new Error("no login"));
    declined.current = false;
    current.current ??= createWaiting();
    setWaiting(true);
    return current.current.promise;
  }, []);

  /** Called with the new client, or with nothing when the user does not log in. */
  const settle = useCallback((client?: LakeFSClient) => {
    if (client) current.current?.resolve(client);
    else current.current?.reject();
    if (!client) declined.current = true;
    current.current = undefined;
    setWaiting(false);
  }, []);

  return { isWaiting, renew, settle };
}
