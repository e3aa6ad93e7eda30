import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useState } from "react";
import { Button } from "./button";

interface Props {
  title: string;
  description?: ReactNode;
  /** A change is running that cannot be canceled: the dialog stays open until it ends. */
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Focus returns to what had it when the dialog opened, or else to the heading of the view. */
function useFocusBack() {
  const [opener] = useState(() => document.activeElement);
  return (event: Event) => {
    event.preventDefault();
    const isThere = opener?.isConnected && opener !== document.body;
    const target = isThere ? opener : document.querySelector("#main h1");
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
}

/** Focuses the first field, not the close button. */
function focusField(event: Event) {
  const field = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector("input") : null;
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** A dialog that is open while it is rendered. */
export function Dialog({
  title,
  description,
  busy = false,
  isUnsaved = false,
  isWide = false,
  onClose,
  onCancel = onClose,
  children,
}: Props & {
  /** It has unsaved input: a click beside the dialog does not close it. */
  isUnsaved?: boolean;
  isWide?: boolean;
  /** Called by the close button, where it does more than closing. */
  onCancel?: () => void;
}) {
  const focusBack = useFocusBack();
  return (
    <Radix.Root open onOpenChange={(open) => open || busy || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content
          className={isWide ? "dialog dialog-wide" : "dialog"}
          onOpenAutoFocus={focusField}
          onCloseAutoFocus={focusBack}
          onInteractOutside={(event) => isUnsaved && event.preventDefault()}
          {...(description === undefined && { "aria-describedby": undefined })}
        >
          <header>
            <Radix.Title>{title}</Radix.Title>
            <button
              type="button"
              className="button button-icon button-quiet"
              aria-label="Close"
              aria-disabled={busy || undefined}
              onClick={() => busy || onCancel()}
            >
              <X aria-hidden />
            </button>
          </header>
          {description !== undefined && (
            <Radix.Description asChild>
              <div className="dialog-description">{description}</div>
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A question that needs an answer: a click beside it does not close it. */
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

/** The buttons of a `ConfirmDialog`: Cancel and the action. */
export function ConfirmButtons({ busy = false, ...action }: ComponentProps<typeof Button>) {
  return (
    <div className="buttons">
      <AlertDialog.Cancel className="button" aria-disabled={busy || undefined}>
        Cancel
      </AlertDialog.Cancel>
      <Button tone="danger" busy={busy} {...action} />
    </div>
  );
}
