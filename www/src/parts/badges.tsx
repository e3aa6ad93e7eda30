import type { Repository } from "lakefs-wasm";
import { Lock, Package } from "lucide-react";
import { useBare } from "../connection/bare";

export function Badges({ repository }: { repository: Repository }) {
  const isBare = useBare();
  return (
    <>
      {repository.read_only && (
        <span className="badge badge-warning">
          <Lock aria-hidden /> Read-only
        </span>
      )}
      {isBare(repository) && (
        <span className="badge">
          <Package aria-hidden /> Bare
        </span>
      )}
    </>
  );
}
