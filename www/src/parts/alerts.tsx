import { CircleAlert, Info, LoaderCircle, OctagonAlert, RotateCw, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { useListAddress } from "../repositories/use-list-address";
import { explain, isLoadFailure } from "./explain";
import { useFocusLeft } from "./use-focus";

interface Props {
  error: unknown;
  reload?: (() => void) | undefined;
  title?: string | undefined;
  /** Instead of the general advice; empty for none. */
  advice?: string | undefined;
  /** Buttons, beside the one that tries again. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** What went wrong, what to do, and lakeFS's own words, folded with the request ID where they add nothing. */
export function ErrorAlert({ error, reload, title, advice, actions, children }: Props) {
  const told = explain(error);
  const [list] = useListAddress();
  const note = useFocusLeft();
  const text = advice ?? told.advice;
  return (
    <div ref={note} className="alert alert-danger" role="alert">
      <CircleAlert aria-hidden />
      <div>
        <p className="alert-title">{title ?? told.title}</p>
        {!told.isGeneric && <p className="sentence">{told.sentence}</p>}
        {text && <p>{text}</p>}
        {children}
        {(told.requestId || told.status || told.isGeneric) && (
          <details className="alert-details">
            <summary>Details</summary>
            {told.isGeneric && <p className="sentence">{told.sentence}</p>}
            <p className="fine">
              {told.status && <span>Status {told.status}</span>}
              {told.requestId && (
                <span>
                  Request ID <code>{told.requestId}</code>
                </span>
              )}
            </p>
          </details>
        )}
        {(reload || actions || isLoadFailure(error)) && (
          <div className="buttons buttons-start">
            {reload && (
              <button type="button" className="button" onClick={reload}>
                <RotateCw aria-hidden /> {told.code === "unauthenticated" ? "Log in" : "Try again"}
              </button>
            )}
            {isLoadFailure(error) && (
              <button type="button" className="button" onClick={() => location.reload()}>
                Reload page
              </button>
            )}
            {reload && told.code === "repository_not_found" && (
              <Link href={list} className="button">
                All repositories
              </Link>
            )}
            {actions}
          </div>
        )}
      </div>
    </div>
  );
}

const ICONS = { info: Info, warning: TriangleAlert, danger: OctagonAlert };

export function Notice({
  tone = "info",
  title,
  children,
}: {
  tone?: keyof typeof ICONS;
  title?: string;
  children?: ReactNode;
}) {
  const Icon = ICONS[tone];
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

/** Lines that look like what comes; announced as loading. */
export function Loading({ label = "Loading", lines = 4 }: { label?: string; lines?: number }) {
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{label}…</span>
      {Array.from({ length: lines }, (_, index) => 92 - ((index * 17) % 40)).map((width) => (
        <div key={width} className="skeleton-row" aria-hidden>
          <span className="skeleton" style={{ width: `${width / 2.5}%` }} />
          <span className="skeleton" style={{ width: "5rem" }} />
        </div>
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
      You are offline. You see what was loaded before; save changes when the network is back.
    </p>
  );
}
