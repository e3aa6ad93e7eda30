import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { DialogArriving } from "../parts/alerts";
import { lazyComponent } from "../parts/lazy-component";

const load = () => import("./palette");
const loadEarly = () => void load().catch(() => {}); // a click tries again and shows the error
const Palette = lazyComponent(load);
const IS_MAC = /mac|iphone|ipad/i.test(navigator.userAgent);

/** Opens the command palette, as Ctrl-K or Cmd-K does. */
export function CommandButton({ onCalls }: { onCalls: () => void }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      if (!open && document.querySelector("[role=dialog], [role=alertdialog]")) return;
      event.preventDefault();
      setOpen(!open);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [open]);
  return (
    <>
      <button
        type="button"
        className="button button-quiet"
        aria-keyshortcuts="Control+K Meta+K"
        title="Go to a repository, or do something"
        onPointerEnter={loadEarly}
        onFocus={loadEarly}
        onClick={() => setOpen(true)}
      >
        <Search aria-hidden /> <span className="visually-hidden">Go to or do</span>{" "}
        <kbd className="wide-only">{IS_MAC ? "⌘" : "Ctrl"} K</kbd>
      </button>
      {open && <Palette meanwhile={<DialogArriving />} onClose={() => setOpen(false)} onCalls={onCalls} />}
    </>
  );
}
