import { CircleAlert, Info, LoaderCircle, OctagonAlert, RotateCw, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { useListAddress } from "../repositories/use-list-address";
import { explain, isLoadFailure } from "./explain";
import { useFocusAfterRemoval } from "./use-focus";

interface Props {
  error: unknown;
  reload?: (() => void) | undefined;
  title?: string | undefined;
  /** Replaces the general advice; empty for none. */
  advice?: string | undefined;
  /** More buttons. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** What went wrong, what to do, and lakeFS's message, which moves into the details where the title says the same. */
export function ErrorAlert({ error, reload, title, advice, actions, children }: Props) {
  const explanation = explain(error);
  const [list] = useListAddress();
  const note = useFocusAfterRemoval();
  const text = advice ?? explanation.advice;
  return (
    <div ref={note} className="alert alert-danger" role="alert">
      <CircleAlert aria-hidden />
      <div>
        <p className="alert-title">{title ?? explanation.title}</p>
        {!explanation.isGeneric && <p className="sentence">{explanation.sentence}</p>}
        {text && <p>{text}</p>}
        {children}
        {(explanation.requestId || explanation.status || explanation.isGeneric) && (
          <details className="alert-details">
            <summary>Details</summary>
            {explanation.isGeneric && <p className="sentence">{explanation.sentence}</p>}
            <p className="fine">
              {explanation.status && <span>Status {explanation.status}</span>}
              {explanation.requestId && (
                <span>
                  Request ID <code>{explanation.requestId}</code>
                </span>
              )}
            </p>
          </details>
        )}
        {(reload || actions || isLoadFailure(error)) && (
          <div className="buttons buttons-start">
            {reload && (
              <button type="button" className="button" onClick={reload}>
                <RotateCw aria-hidden /> {explanation.code === "unauthenticated" ? "Log in" : "Try again"}
              </button>
            )}
            {isLoadFailure(error) && (
              <button type="button" className="button" onClick={() => location.reload()}>
                Reload page
              </button>
            )}
            {reload && explanation.code === "repository_not_found" && (
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

/** Lines in the shape of the content; announced as loading. */
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

/** Shown while the code of a dialog is loaded. */
export function DialogArriving() {
  return (
    <div className="overlay overlay-arriving" role="status">
      <LoaderCircle aria-hidden className="turning" />
      <span className="visually-hidden">Loading…</span>
    </div>
  );
}

/** Shown while the browser is offline. */
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
