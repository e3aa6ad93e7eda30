import type { Repository } from "lakefs-wasm";
import { Lock, Package } from "lucide-react";

/** What a repository is. Bare: it has no branches; undefined as long as they are not known. */
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
