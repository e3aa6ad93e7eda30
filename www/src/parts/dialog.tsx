import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface Props {
  title: string;
  description: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog, open as long as it is there. */
export function Dialog({ title, description, onClose, children }: Props) {
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content className="dialog">
          <header>
            <Radix.Title>{title}</Radix.Title>
            <Radix.Close className="button button-icon" aria-label="Close"><X aria-hidden /></Radix.Close>
          </header>
          <Radix.Description asChild><div className="dialog-description">{description}</div></Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A question that has to be answered: a click beside it does not close it. */
export function Question({ title, description, onClose, children }: Props) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => open || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog">
          <header><AlertDialog.Title>{title}</AlertDialog.Title></header>
          <AlertDialog.Description asChild><div className="dialog-description">{description}</div></AlertDialog.Description>
          {children}
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
