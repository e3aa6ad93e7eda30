import { Button } from "./button";

interface Props {
  isUnsaved: boolean;
  summary: string;
  busy: boolean;
  onDiscard: () => void;
  onSave: () => void;
}

/** Stays at the lower end of the window while there are unsaved changes. */
export function SaveBar({ isUnsaved, summary, busy, onDiscard, onSave }: Props) {
  return (
    <div className={isUnsaved || busy ? "savebar savebar-on" : "savebar"}>
      <p className="fine" role="status">
        {isUnsaved ? summary : "No unsaved changes"}
      </p>
      <div className="buttons">
        <Button onClick={() => isUnsaved && !busy && onDiscard()} aria-disabled={!isUnsaved || busy}>
          Discard
        </Button>
        <Button
          id="save"
          tone={isUnsaved || busy ? "primary" : "plain"}
          busy={busy}
          aria-disabled={!isUnsaved || busy}
          onClick={() => isUnsaved && !busy && onSave()}
        >
          Save changes
        </Button>
      </div>
    </div>
  );
}
