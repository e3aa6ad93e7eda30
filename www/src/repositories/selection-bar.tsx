import { CopyCheck, HardDriveDownload, Recycle, ShieldPlus, X } from "lucide-react";
import { Button } from "../parts/button";
import { useDocumentMark } from "../parts/use-document-mark";
import type { Task } from "./page";

/** What can be done with the selected repositories; at the lower end of the window. */
export function SelectionBar({
  ids,
  onTask,
  onClear,
}: {
  ids: readonly string[];
  onTask: (task: Task) => void;
  onClear: () => void;
}) {
  useDocumentMark("selection");
  return (
    <section className="selection" aria-label="Selected repositories">
      <p role="status">
        <b>{ids.length.toLocaleString("en")}</b> selected
      </p>
      <div className="buttons">
        <Button tone="primary" onClick={() => onTask({ action: "protect", ids })}>
          <ShieldPlus aria-hidden /> Protect branches…
        </Button>
        <Button onClick={() => onTask({ action: "set-retention", ids })}>
          <Recycle aria-hidden /> Set retention…
        </Button>
        <Button onClick={() => onTask({ action: "delete-retention", ids })}>Delete retention…</Button>
        <Button onClick={() => onTask({ action: "copy-settings", ids })}>
          <CopyCheck aria-hidden /> Copy settings…
        </Button>
        <Button onClick={() => onTask({ action: "back-up", ids })}>
          <HardDriveDownload aria-hidden /> Back up…
        </Button>
        <Button tone="quiet" onClick={onClear}>
          <X aria-hidden /> Clear selection
        </Button>
      </div>
    </section>
  );
}
