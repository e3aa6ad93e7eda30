import { CircleAlert, Info, LoaderCircle, RotateCw, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { explain } from "./explain";
import { useFocusLeft } from "./use-focus";

interface Told {
  error: unknown;
  reload?: (() => void) | undefined;
  title?: string | undefined;
  advice?: string;
  children?: ReactNode;
}

/** What went wrong: what happened, lakeFS's sentence, the request id, and what to do. */
export function ErrorAlert({ error, reload, title, advice, children }: Told) {
  const told = explain(error);
  const note = useFocusLeft();
  return (
    <div ref={note} className="alert alert-danger" role="alert">
      <CircleAlert aria-hidden />
      <div>
        <p className="alert-title">{title ?? told.title}</p>
        <p className="sentence">{told.sentence}</p>
        <p>{advice ?? told.advice}</p>
        {children}
        {(told.requestId || told.status) && (
          <p className="fine">
            {told.status && <span>Status {told.status}</span>}
            {told.requestId && (
              <span>
                Request <code>{told.requestId}</code>
              </span>
            )}
          </p>
        )}
        {reload && (
          <button type="button" className="button" onClick={reload}>
            <RotateCw aria-hidden /> Try again
          </button>
        )}
      </div>
    </div>
  );
}

export function Notice({
  tone = "info",
  title,
  children,
}: {
  tone?: "info" | "warning";
  title?: string;
  children?: ReactNode;
}) {
  const Icon = tone === "info" ? Info : TriangleAlert;
  return (
    <div className={`alert alert-${tone}`} role="note">
      <Icon aria-hidden />
      <div>
        {title && <p className="alert-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

export function Empty({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      {icon}
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Says that something is on its way; lines that look like what comes. */
export function Loading({ label = "Loading", lines = 4 }: { label?: string; lines?: number }) {
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{label}…</span>
      {Array.from({ length: lines }, (_, index) => 92 - ((index * 17) % 40)).map((width) => (
        <div key={width} className="skeleton" aria-hidden style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

/** Stands where a dialog will be, over the same ground. */
export function DialogArriving() {
  return (
    <div className="overlay overlay-arriving" role="status">
      <LoaderCircle aria-hidden className="turning" />
      <span className="visually-hidden">Loading…</span>
    </div>
  );
}

/** Tells when the browser knows that there is no network. */
export function OfflineAlert() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return online ? null : (
    <p className="offline" role="status">
      You are offline. What you see was loaded before; changes can be saved when the network is back.
    </p>
  );
}
