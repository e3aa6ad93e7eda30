import { X } from "lucide-react";
import { Toast } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const ToastContext = createContext<(text: string) => void>(() => {});

/** Shows for some seconds that something was done. */
export const useToast = () => useContext(ToastContext);

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly { id: number; text: string }[]>([]);
  const show = useCallback((text: string) => setToasts((old) => [...old, { id: (old.at(-1)?.id ?? 0) + 1, text }]), []);
  return (
    <ToastContext value={show}>
      <Toast.Provider duration={5000} label="Message">
        {children}
        {toasts.map(({ id, text }) => (
          <Toast.Root
            key={id}
            className="toast"
            onOpenChange={(open) => open || setToasts((old) => old.filter((toast) => toast.id !== id))}
          >
            <Toast.Description>{text}</Toast.Description>
            <Toast.Close className="button button-icon" aria-label="Dismiss">
              <X aria-hidden />
            </Toast.Close>
          </Toast.Root>
        ))}
        <Toast.Viewport className="toasts" label="Messages ({hotkey})" />
      </Toast.Provider>
    </ToastContext>
  );
}
