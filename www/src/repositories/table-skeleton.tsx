const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** The table before its first rows. */
export function TableSkeleton() {
  return (
    <div role="status">
      <span className="visually-hidden">Loading repositories…</span>
      <div className="repositories-table-skeleton" aria-hidden>
        {ROWS.map((row) => (
          <div key={row}>
            <span className="skeleton" style={{ width: `${11 + ((row * 5) % 8)}rem` }} />
            <span className="skeleton" style={{ width: "14rem" }} />
            <span className="skeleton" style={{ width: "7rem" }} />
            <span className="skeleton" style={{ width: "4rem" }} />
          </div>
        ))}
      </div>
    </div>
  );
}
