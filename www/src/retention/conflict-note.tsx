import type { GarbageCollectionRules } from "lakefs-wasm";
import { useEffect, useRef } from "react";
import { Button } from "../parts/button";
import { RetentionChart } from "./chart";

/** What somebody else has saved meanwhile, before anything is written over it. */
export function ConflictNote({
  theirs,
  busy,
  onTakeOver,
}: {
  theirs: GarbageCollectionRules | null;
  busy: boolean;
  onTakeOver: () => void;
}) {
  const note = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is something else to read.
  useEffect(() => note.current?.focus(), [theirs]);
  return (
    <div className="alert alert-warning" role="alert" tabIndex={-1} ref={note}>
      <div>
        <p className="alert-title">Somebody else has {theirs ? "changed" : "deleted"} this policy</p>
        <p>
          Nothing was overwritten.{" "}
          {theirs ? "This is what lakeFS has now." : "lakeFS has none now: everything is kept for ever."}
        </p>
        {theirs && <RetentionChart policy={theirs} />}
        <Button disabled={busy} onClick={onTakeOver}>
          {theirs ? "Go on from theirs" : "Discard mine"}
        </Button>
      </div>
    </div>
  );
}
