import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { lazyComponent } from "./lazy-component";
import type { ToastListProps } from "./toast-list";

/** Loaded after the login: the login form shows no toast. */
export const ToastList = lazyComponent<ToastListProps>(() => import("./toast-list"));

const ToastContext = createContext<(text: string) => void>(() => {});

/** Shows a message for some seconds. */
export const useToast = () => useContext(ToastContext);

export function Toasts({ children }: { children: ReactNode }) {
  // The list stays after the last one was closed: the focus may be in it.
  const [toasts, setToasts] = useState<ToastListProps["toasts"]>();
  const show = useCallback(
    (text: string) => setToasts((old = []) => [...old, { id: (old.at(-1)?.id ?? 0) + 1, text }]),
    [],
  );
  const close = useCallback((id: number) => setToasts((old) => old?.filter((toast) => toast.id !== id)), []);
  return (
    <ToastContext value={show}>
      {children}
      {toasts && <ToastList toasts={toasts} onClose={close} />}
    </ToastContext>
  );
}
