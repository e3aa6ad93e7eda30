import { Dialog } from "../parts/dialog";
import type { Credentials } from "./connection";
import { LoginForm } from "./login-form";

/** Above whatever is open: what was typed there stays, and the call that was refused goes on. */
export default function RenewDialog({
  onLogIn,
  onCancel,
}: {
  onLogIn: (credentials: Credentials) => Promise<void>;
  onCancel: () => void;
}) {
  return (
    <Dialog
      title="Your session has ended"
      description="Log in again to go on where you are. Nothing that you typed is lost."
      onClose={onCancel}
    >
      <LoginForm onLogIn={onLogIn} />
    </Dialog>
  );
}
