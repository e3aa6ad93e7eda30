import type { GarbageCollectionRules } from "lakefs-wasm";
import { useRef } from "react";
import { Button } from "../parts/button";
import { useEffectOn } from "../use-effect-on";
import { PolicyDiff } from "./diff";

/** Shows what others have saved since the policy was read, before it is overwritten. */
export function ConflictNote({
  theirs,
  mine,
  busy,
  onTakeOver,
}: {
  theirs: GarbageCollectionRules | null;
  mine: GarbageCollectionRules;
  busy: boolean;
  onTakeOver: () => void;
}) {
  const note = useRef<HTMLDivElement>(null);
  // Focused again for each new conflict.
  useEffectOn([theirs], () => note.current?.focus());
  return (
    <div className="alert alert-warning" role="alert" tabIndex={-1} ref={note}>
      <div>
        <p className="alert-title">Somebody else {theirs ? "changed" : "deleted"} this policy</p>
        <p>Nothing was overwritten. Compare both versions.</p>
        <PolicyDiff from={theirs} to={mine} names={["Theirs", "Yours"]} />
        <Button disabled={busy} onClick={onTakeOver}>
          {theirs ? "Use their version" : "Discard my changes"}
        </Button>
      </div>
    </div>
  );
}
