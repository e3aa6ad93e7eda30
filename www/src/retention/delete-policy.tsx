import { useState } from "react";
import { ErrorAlert, Notice } from "../parts/alerts";
import { ConfirmButtons, ConfirmDialog } from "../parts/dialog";
import { useAttempt } from "../parts/use-attempt";

interface Props {
  onClose: () => void;
  /** Resolves with false when others have changed the policy. */
  onDelete: () => Promise<boolean>;
}

export function DeletePolicy({ onClose, onDelete }: Props) {
  const { busy, error, attempt } = useAttempt();
  const [isOther, setIsOther] = useState(false);
  const remove = async () => setIsOther(!(await onDelete()));
  return (
    <ConfirmDialog
      title="Delete the retention policy?"
      description={<p>Deleted objects are kept forever, and you keep paying for them.</p>}
      busy={busy}
      onClose={onClose}
    >
      {isOther && (
        <Notice tone="warning" title="Somebody else changed this policy">
          <p>Nothing was deleted. The page behind this dialog shows their version. Delete it?</p>
        </Notice>
      )}
      {error !== undefined && <ErrorAlert error={error} />}
      <ConfirmButtons className="button-armed" busy={busy} onClick={() => void attempt(remove)}>
        Delete policy
      </ConfirmButtons>
    </ConfirmDialog>
  );
}
