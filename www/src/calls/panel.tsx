import { X } from "lucide-react";
import { useRef } from "react";
import { CopyButton } from "../parts/button";
import { Scrollable } from "../parts/scrollable";
import { useDocumentMark } from "../parts/use-document-mark";
import { useEffectOn } from "../use-effect-on";
import { programOf } from "./line";
import { type Call, clearCalls, useCalls } from "./log";

/** The calls that the page has made, each as the line that makes it. */
export default function CallsPanel({ onClose }: { onClose: () => void }) {
  useDocumentMark("calls");
  const calls = useCalls();
  const last = calls.at(-1)?.id;
  const end = useRef<HTMLDivElement>(null);
  // Each new call scrolls to the end.
  useEffectOn([last], () => {
    if (end.current) end.current.scrollTop = end.current.scrollHeight;
  });
  return (
    <aside id="calls" className="calls" aria-labelledby="calls-title">
      <header>
        <h2 id="calls-title">API calls made by this page</h2>
        <div>
          <CopyButton
            text={programOf(
              calls.map((call) => call.line),
              location.origin,
            )}
            label="Copy all as a program"
          />
          <button type="button" className="button button-quiet button-small" onClick={clearCalls}>
            Clear
          </button>
          <button
            type="button"
            className="button button-icon button-quiet"
            aria-label="Close API calls"
            onClick={onClose}
          >
            <X aria-hidden />
          </button>
        </div>
      </header>
      <Scrollable className="calls-body" ref={end} aria-label="List of calls">
        {calls.length === 0 ? (
          <p className="fine">New calls appear here.</p>
        ) : (
          <ol>
            {calls.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </ol>
        )}
      </Scrollable>
    </aside>
  );
}

function CallRow({ call }: { call: Call }) {
  return (
    <li className={`call call-${call.state}`}>
      <code className="call-line">{call.line}</code>
      <span className="call-facts">
        <CallStatus call={call} />
        {call.duration !== undefined && <span>{duration(call.duration)}</span>}
        <CopyButton text={call.line} label="Copy this call" />
      </span>
      {call.attempts.length > 0 && (
        <ul className="call-attempts">
          {call.attempts.map((attempt) => (
            <li key={attempt.number}>
              {attempt.method} {attempt.path} → {attempt.status ?? attempt.error ?? "no response"},{" "}
              {duration(attempt.duration)}
              {attempt.retryInMs !== undefined && `; next attempt in ${duration(attempt.retryInMs)}`}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function CallStatus({ call }: { call: Call }) {
  const status = call.attempts.at(-1)?.status;
  if (call.state === "running") return <span className="badge">running</span>;
  if (call.state === "aborted") return <span className="badge">aborted</span>;
  if (call.state === "failed")
    return (
      <span className="badge badge-danger">
        {status ? `${status} ` : ""}
        {call.code}
      </span>
    );
  return <span className="badge badge-good">{status ?? "done"}</span>;
}

const duration = (ms: number) =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
