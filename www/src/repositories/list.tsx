import { useWindowVirtualizer } from "@tanstack/react-virtual";
import type { Repository } from "lakefs-wasm";
import { GitBranch, Trash2 } from "lucide-react";
import { memo, useLayoutEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { Badges } from "../parts/badges";
import { Timestamp } from "../parts/timestamp";

/** A list of which only what is in sight is in the document: ten thousand are as light as ten. `old`: of a search before. */
export function RepositoryList({
  rows,
  old,
  onDelete,
}: {
  rows: readonly Repository[];
  old: boolean;
  onDelete: (repository: Repository) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 77,
    overscan: 4,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  return (
    <ul
      className={old ? "rows rows-old" : "rows"}
      aria-label="Repositories"
      aria-busy={old || undefined}
      ref={list}
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <li
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              <Row repository={row} onDelete={onDelete} />
            </li>
          )
        );
      })}
    </ul>
  );
}

const Row = memo(function Row({
  repository,
  onDelete,
}: {
  repository: Repository;
  onDelete: (repository: Repository) => void;
}) {
  const { id, default_branch, storage_namespace, creation_date } = repository;
  return (
    <div className="row">
      <div className="row-main">
        <div className="row-title">
          <Link href={`/repositories/${id}`}>{id}</Link>
          <Badges repository={repository} />
        </div>
        <p className="row-facts">
          <span>
            <GitBranch aria-hidden /> <span className="visually-hidden">Default branch</span> {default_branch}
          </span>
          <code title="Storage namespace">{storage_namespace}</code>
        </p>
      </div>
      <span className="row-when">
        Created <Timestamp seconds={creation_date} />
      </span>
      <button
        type="button"
        className="button button-icon button-quiet"
        aria-label={`Delete ${id}`}
        onClick={() => onDelete(repository)}
      >
        <Trash2 aria-hidden />
      </button>
    </div>
  );
});
