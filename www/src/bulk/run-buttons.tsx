import { useState } from "react";
import { Button } from "../parts/button";
import { Checkbox } from "../parts/field";
import { repositoryCount } from "../quantity";
import type { useBulkChange } from "./use-bulk-change";

interface Props {
  run: ReturnType<typeof useBulkChange>;
  canRun: boolean;
  onClose: () => void;
}

const count = (number: number) => number.toLocaleString("en");

export function RunButtons({ run, canRun, onClose }: Props) {
  const { entries, isRunning } = run;
  const [confirmed, setConfirmed] = useState(false);
  const of = (...states: readonly string[]) => entries.filter((entry) => states.includes(entry.state));
  const planned = of("planned").filter((entry) => entry.changes.length > 0);
  const failed = of("failed");
  const unread = of("unreadable", "outdated");
  const done = of("done").length;
  const running = of("running").length;
  const shorter = planned.filter((entry) => entry.isShorter).length;
  const reading = of("reading").length;
  const isReading = reading > 0;
  const isBlocked = isReading || run.isPlanning || (shorter > 0 && !confirmed);
  const total = done + failed.length + running + planned.length;
  const hasBegun = done + failed.length + running > 0;
  const parts = [
    isReading && `Reading settings: ${count(entries.length - reading)} of ${count(entries.length)}`,
    !isReading && !hasBegun && !isRunning && `${repositoryCount(planned.length)} will change`,
    hasBegun && `${count(done)} saved${failed.length > 0 ? `, ${count(failed.length)} failed` : ""} of ${count(total)}`,
    unread.length > 0 && `${count(unread.length)} left out`,
  ];
  return (
    <>
      {isRunning && <progress aria-label="Progress" max={total} value={done + failed.length} />}
      <div className="savebar">
        {shorter > 0 && !isRunning && (
          <Checkbox
            label={`Delete objects sooner in ${repositoryCount(shorter)}`}
            hint="The next garbage collection run deletes them permanently."
            checked={confirmed}
            onChange={(event) => setConfirmed(event.target.checked)}
          />
        )}
        <p role="status" className="fine">
          {parts.filter(Boolean).join(" · ")}
        </p>
        <div className="buttons">
          {isRunning ? (
            <Button onClick={run.stop}>Stop</Button>
          ) : (
            <Button onClick={onClose}>{done > 0 ? "Close" : "Cancel"}</Button>
          )}
          {!isRunning && unread.length > 0 && (
            <Button onClick={() => void run.readAgain(unread.map((entry) => entry.id))}>
              Read {count(unread.length)} again
            </Button>
          )}
          {!isRunning && failed.length > 0 && (
            <Button tone="primary" onClick={() => void run.apply(failed)}>
              Retry {count(failed.length)} failed
            </Button>
          )}
          {!isRunning && planned.length > 0 && canRun && (
            <Button tone="primary" aria-disabled={isBlocked} onClick={() => isBlocked || void run.apply(planned)}>
              {done + failed.length > 0 ? "Continue with" : "Apply to"} {repositoryCount(planned.length)}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}
