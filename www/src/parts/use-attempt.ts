import { useState } from "react";

/** Runs an action that closes its dialog or view on success: `busy` stays true then, unless the action resolves with false. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  async function attempt(action: () => Promise<unknown>) {
    setBusy(true);
    setError(undefined);
    try {
      if ((await action()) === false) setBusy(false);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }
  return { busy, error, attempt };
}
