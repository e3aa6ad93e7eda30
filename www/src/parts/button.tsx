import { Copy, LoaderCircle, Check as Tick } from "lucide-react";
import { type ButtonHTMLAttributes, useEffect, useState } from "react";
import { copyText } from "./copy";
import { useToast } from "./toasts";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: "plain" | "primary" | "danger" | "quiet";
  /** Its action is running: shows and announces that, and ignores clicks. */
  busy?: boolean;
}

export function Button({
  tone = "plain",
  busy = false,
  children,
  className = "",
  onClick,
  type = "button",
  ...button
}: Props) {
  // A busy button keeps the focus, which a disabled one would lose.
  return (
    <button
      type={type}
      className={`button button-${tone} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      {...button}
    >
      {busy && <LoaderCircle aria-hidden className="turning" />}
      {children}
    </button>
  );
}

/** Copies a text: an icon beside a value, or with a word where it stands alone. */
export function CopyButton({ text, label, word = false }: { text: string; label: string; word?: boolean }) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy() {
    if (await copyText(text)) setCopied(true);
    else toast("Could not copy: the browser does not allow it. Select the text and copy it by hand.");
  }
  return (
    <button
      type="button"
      className={word ? "button" : "button button-quiet button-small button-copy"}
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    >
      {copied ? <Tick aria-hidden /> : <Copy aria-hidden />}
      {word && <span aria-hidden>{copied ? "Copied" : "Copy"}</span>}
      <span className="visually-hidden" role="status">
        {copied && "Copied"}
      </span>
    </button>
  );
}
