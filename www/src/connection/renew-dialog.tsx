import { Dialog } from "../parts/dialog";
import type { Credentials } from "./connection";
import { LoginForm } from "./login-form";

/** Opens above everything else: inputs there stay, and the call that failed is repeated after the login. */
export default function RenewDialog({
  onLogIn,
  onCancel,
}: {
  onLogIn: (credentials: Credentials) => Promise<void>;
  onCancel: () => void;
}) {
  return (
    <Dialog
      title="Your session has expired"
      description="Log in again to continue. Nothing you typed is lost."
      onClose={onCancel}
    >
      <LoginForm onLogIn={onLogIn} />
    </Dialog>
  );
}
