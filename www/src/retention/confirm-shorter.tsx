import { ConfirmButtons, ConfirmDialog } from "../parts/dialog";

/** Asks before objects are deleted earlier than before: garbage collection cannot be undone. */
export function ConfirmShorter({
  changes,
  onClose,
  onSave,
}: {
  changes: readonly string[];
  onClose: () => void;
  onSave: () => void;
}) {
  return (
    <ConfirmDialog
      title="Delete objects sooner?"
      onClose={onClose}
      description={
        <>
          <p>
            The next garbage collection run permanently deletes objects that were deleted or overwritten longer ago than
            this. This cannot be undone.
          </p>
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      }
    >
      <ConfirmButtons className="button-armed" onClick={onSave}>
        Save shorter retention
      </ConfirmButtons>
    </ConfirmDialog>
  );
}
