import { X } from "lucide-react";
import { Toast } from "radix-ui";

export interface ToastListProps {
  readonly toasts: readonly { readonly id: number; readonly text: string }[];
  readonly onClose: (id: number) => void;
}

/** The messages, in a region for screen readers. */
export default function ToastList({ toasts, onClose }: ToastListProps) {
  return (
    <Toast.Provider duration={5000} label="Message">
      {toasts.map(({ id, text }) => (
        <Toast.Root key={id} className="toast" onOpenChange={(open) => open || onClose(id)}>
          <Toast.Description>{text}</Toast.Description>
          <Toast.Close className="button button-icon" aria-label="Dismiss">
            <X aria-hidden />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="toasts" label="Messages ({hotkey})" />
    </Toast.Provider>
  );
}
