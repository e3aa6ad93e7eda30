import { ChevronDown, User } from "lucide-react";
import type { ComponentProps } from "react";

export function AccountButton({ name, ...button }: { name: string } & ComponentProps<"button">) {
  return (
    <button type="button" className="button button-quiet" aria-label={`Account: ${name}`} {...button}>
      <User aria-hidden /> <span className="account-name">{name}</span> <ChevronDown aria-hidden />
    </button>
  );
}
