import { useState } from "react";
import { ErrorAlert } from "../parts/alerts";
import { ConfirmButtons, ConfirmDialog } from "../parts/dialog";
import { unsavedDrafts } from "../parts/session-state";
import { useAttempt } from "../parts/use-attempt";

/** Asks before a logout that would lose unsaved changes. */
export default function UnsavedDialog({ onClose, onLogOut }: { onClose: () => void; onLogOut: () => Promise<void> }) {
  const [drafts] = useState(unsavedDrafts);
  const { busy, error, attempt } = useAttempt();
  return (
    <ConfirmDialog
      title="Log out without saving?"
      description={
        <>
          <p>These changes will be lost:</p>
          <ul>
            {drafts.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </>
      }
      busy={busy}
      onClose={onClose}
    >
      {error !== undefined && <ErrorAlert error={error} />}
      <ConfirmButtons busy={busy} onClick={() => void attempt(onLogOut)}>
        Log out
      </ConfirmButtons>
    </ConfirmDialog>
  );
}
