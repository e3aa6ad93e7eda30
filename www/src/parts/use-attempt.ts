import { useState } from "react";

/** Something that ends what is in sight when it succeeds: busy until then, and its error when it does not. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  async function attempt(action: () => Promise<unknown>) {
    setBusy(true);
    setError(undefined);
    try {
      await action();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }
  return { busy, error, attempt };
}
