import type { Repository } from "lakefs-wasm";
import { Lock, Package } from "lucide-react";

/** Badges of a read-only or bare repository. `isBare` is undefined while the branches are unknown. */
export function Badges({ repository, isBare }: { repository: Repository; isBare?: boolean | undefined }) {
  return (
    <>
      {repository.read_only && (
        <span className="badge">
          <Lock aria-hidden /> <span className="badge-text">Read-only</span>
        </span>
      )}
      {isBare && (
        <span className="badge" title="No commits and no branches: the target of a restore">
          <Package aria-hidden /> <span className="badge-text">Bare</span>
        </span>
      )}
    </>
  );
}
