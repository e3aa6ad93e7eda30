import { useState } from "react";

/** Runs the action of a button or a form: whether it is running, and why the last one failed. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  /** Resolves with whether the action succeeded. */
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    setError(undefined);
    try {
      await action();
      return true;
    } catch (thrown) {
      setError(thrown);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { busy, error, attempt, clearError: () => setError(undefined) };
}
