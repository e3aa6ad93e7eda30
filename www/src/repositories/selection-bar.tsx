import { ChevronDown, CopyCheck, HardDriveDownload, Recycle, ShieldPlus, Trash2, X } from "lucide-react";
import type { ComponentProps } from "react";
import { Button } from "../parts/button";
import { lazyMenu } from "../parts/lazy-menu";
import { useDocumentMark } from "../parts/use-document-mark";
import { useMedia } from "../parts/use-media";
import type { BulkAction } from "./page";

/** Actions on many repositories, the most frequent first. */
export const ACTIONS = [
  { action: "protect", label: "Protect branches…", icon: ShieldPlus },
  { action: "set-retention", label: "Set retention…", icon: Recycle },
  { action: "delete-retention", label: "Delete retention…", icon: Trash2 },
  { action: "copy-settings", label: "Copy settings…", icon: CopyCheck },
  { action: "back-up", label: "Back up…", icon: HardDriveDownload },
] as const;

/** Windows in which all buttons would need more than two lines; a low window has room for one. */
const NARROW = "(max-width: 859px), (max-width: 1099px) and (max-height: 500px)";

export interface SelectionMenuProps {
  onAction: (action: BulkAction["action"]) => void;
}

export const MoreButton = ({ onAction: _, ...button }: Partial<SelectionMenuProps> & ComponentProps<"button">) => (
  <button type="button" className="button" {...button}>
    More <ChevronDown aria-hidden />
  </button>
);

const More = lazyMenu<SelectionMenuProps>(() => import("./selection-menu"), MoreButton);

/** Actions on the selected repositories, at the lower end of the window. */
export function SelectionBar({
  ids,
  hidden,
  onBulkAction,
  onClear,
}: {
  ids: readonly string[];
  /** How many of them the search or the filter hides. */
  hidden: number;
  onBulkAction: (bulkAction: BulkAction) => void;
  onClear: () => void;
}) {
  useDocumentMark("selection");
  const isNarrow = useMedia(NARROW);
  const onAction = (action: BulkAction["action"]) => onBulkAction({ action, ids });
  return (
    <section className="selection" aria-label="Selected repositories">
      <p role="status">
        <b>{ids.length.toLocaleString("en")}</b> selected
        {hidden > 0 && <span className="soft">, {hidden.toLocaleString("en")} not shown</span>}
      </p>
      <div className="buttons">
        {ACTIONS.slice(0, isNarrow ? 1 : undefined).map(({ action, label, icon: Icon }, index) => (
          <Button key={action} tone={index === 0 ? "primary" : "plain"} onClick={() => onAction(action)}>
            <Icon aria-hidden /> {label}
          </Button>
        ))}
        {isNarrow && <More onAction={onAction} />}
        <Button tone="quiet" onClick={onClear} aria-label="Clear selection" title="Clear selection">
          <X aria-hidden /> {!isNarrow && "Clear selection"}
        </Button>
      </div>
    </section>
  );
}
