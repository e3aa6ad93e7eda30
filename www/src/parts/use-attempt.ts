import { useState } from "react";

/** An action whose success closes what is in sight, unless it resolves to false; busy until then, with its error when it fails. */
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
