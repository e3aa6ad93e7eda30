import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";

interface Props {
  title: string;
  description: ReactNode;
  /** At work on what cannot be called back: it stays open until that has ended. */
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** What has the focus when a dialog opens gets it back; when that is gone, the heading of the view. */
function useFocusBack() {
  const [opener] = useState(() => document.activeElement);
  return (event: Event) => {
    event.preventDefault();
    const target = opener?.isConnected ? opener : document.querySelector("#main h1");
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
}

/** The first thing to fill in has the focus, and not what closes the dialog. */
function focusField(event: Event) {
  const field = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector("input") : null;
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** A dialog, open as long as it is there. */
export function Dialog({ title, description, busy = false, onClose, children }: Props) {
  const focusBack = useFocusBack();
  return (
    <Radix.Root open onOpenChange={(open) => open || busy || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content className="dialog" onOpenAutoFocus={focusField} onCloseAutoFocus={focusBack}>
          <header>
            <Radix.Title>{title}</Radix.Title>
            <Radix.Close className="button button-icon" aria-label="Close" aria-disabled={busy || undefined}>
              <X aria-hidden />
            </Radix.Close>
          </header>
          <Radix.Description asChild>
            <div className="dialog-description">{description}</div>
          </Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A question that has to be answered: a click beside it does not close it. */
export function ConfirmDialog({ title, description, busy = false, onClose, children }: Props) {
  const focusBack = useFocusBack();
  return (
    <AlertDialog.Root open onOpenChange={(open) => open || busy || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog" onOpenAutoFocus={focusField} onCloseAutoFocus={focusBack}>
          <header>
            <AlertDialog.Title>{title}</AlertDialog.Title>
          </header>
          <AlertDialog.Description asChild>
            <div className="dialog-description">{description}</div>
          </AlertDialog.Description>
          {children}
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
