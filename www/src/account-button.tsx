import { ChevronDown, LoaderCircle, User } from "lucide-react";
import type { ComponentProps } from "react";

export function AccountButton({
  name,
  leaving = false,
  ...button
}: { name: string; leaving?: boolean } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      className="button button-quiet"
      aria-label={leaving ? "Logging out…" : `Account: ${name}`}
      aria-busy={leaving || undefined}
      {...button}
    >
      {leaving ? <LoaderCircle aria-hidden className="turning" /> : <User aria-hidden />}{" "}
      <span className="account-name">{leaving ? "Logging out…" : name}</span> <ChevronDown aria-hidden />
    </button>
  );
}
