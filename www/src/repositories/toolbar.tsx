import { Download, RotateCw, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../parts/button";
import { download, today } from "../parts/download";
import { repositoryCount } from "../quantity";
import type { Row } from "../store/store";
import { useEffectOn } from "../use-effect-on";
import { csvOf, jsonOf } from "./export";

const SEARCH_MS = 150;

interface Props {
  search: string;
  onSearch: (text: string) => void;
  shown: readonly Row[];
  total: number;
  listing: boolean;
  read: number;
  /** The list could not be read. */
  isUnknown: boolean;
  onReload: () => void;
}

export function Toolbar({ search, onSearch, shown, total, listing, read, isUnknown, onReload }: Props) {
  function save(type: "csv" | "json") {
    const name = `lakefs-repositories-${today()}.${type}`;
    if (type === "csv") download(name, "text/csv;charset=utf-8", csvOf(shown));
    else download(name, "application/json", jsonOf(shown));
  }
  return (
    <div className="toolbar">
      <SearchBox search={search} onSearch={onSearch} />
      <p className="fine" role="status">
        {!isUnknown && <span>{counted(shown.length, total, listing)}</span>}
        {!listing && read < total && (
          <span className="soft wide-text">
            {" "}
            · Reading settings: {read.toLocaleString("en")} of {total.toLocaleString("en")}
          </span>
        )}
      </p>
      <div className="buttons">
        {(["csv", "json"] as const).map((type) => (
          <Button
            key={type}
            tone="quiet"
            onClick={() => save(type)}
            aria-label={`Download as ${type.toUpperCase()}`}
            title={`Download what is shown as ${type.toUpperCase()}`}
          >
            <Download aria-hidden /> {type.toUpperCase()}
          </Button>
        ))}
        <Button tone="quiet" className="button-icon" onClick={onReload} aria-label="Refresh" title="Refresh">
          <RotateCw aria-hidden className={listing ? "turning" : ""} />
        </Button>
      </div>
    </div>
  );
}

function SearchBox({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  const [typed, setTyped] = useState(search);
  const box = useRef<HTMLInputElement>(null);
  // Back and Forward change the address, and the box follows.
  useEffect(() => setTyped(search), [search]);
  // Only input starts the timer, not a new `onSearch`.
  useEffectOn([typed, search], () => {
    if (typed === search) return undefined;
    const timer = setTimeout(() => onSearch(typed), SEARCH_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.closest("input, textarea, select, [role=dialog], [role=menu], [contenteditable]")) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  return (
    <div className="search">
      <Search aria-hidden />
      <input
        ref={box}
        type="search"
        className="input"
        aria-label="Search repositories"
        placeholder="Search name, namespace or branch…"
        title="Press / to search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  );
}

function counted(shown: number, total: number, listing: boolean) {
  if (listing) return total === 0 ? "Loading…" : `${repositoryCount(total)} so far…`;
  return shown === total ? repositoryCount(total) : `${shown.toLocaleString("en")} of ${repositoryCount(total)}`;
}
