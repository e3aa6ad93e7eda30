import { ShieldCheck, ShieldOff } from "lucide-react";
import { useRepository } from "../repository/context";

/** The rules that protect a branch. In a read-only repository, branches need no protection. */
export function ProtectedBy({ patterns, inWords = false }: { patterns: readonly string[]; inWords?: boolean }) {
  const { read_only } = useRepository();
  if (patterns.length === 0 && read_only) return <span className="soft">read-only</span>;
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
