import { AlertDialog } from "radix-ui";
import { useState } from "react";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { ConfirmDialog } from "../parts/dialog";
import { unsavedDrafts } from "../parts/session-state";
import { useAttempt } from "../parts/use-attempt";

/** Before a log-out that would lose something. */
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
      <div className="buttons">
        <AlertDialog.Cancel className="button" aria-disabled={busy || undefined}>
          Cancel
        </AlertDialog.Cancel>
        <Button tone="danger" busy={busy} onClick={() => void attempt(onLogOut)}>
          Log out
        </Button>
      </div>
    </ConfirmDialog>
  );
}
