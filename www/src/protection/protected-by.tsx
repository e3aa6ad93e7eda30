import { ShieldCheck, ShieldOff } from "lucide-react";

/** The rules that protect a branch, or that none does. */
export function ProtectedBy({ patterns, inWords = false }: { patterns: readonly string[]; inWords?: boolean }) {
  if (patterns.length === 0)
    return (
      <span className="status status-warning">
        <ShieldOff aria-hidden /> not protected
      </span>
    );
  return (
    <span className="status status-good">
      <ShieldCheck aria-hidden /> {inWords && "protected by "}
      <code>{patterns.join(", ")}</code>
    </span>
  );
}
