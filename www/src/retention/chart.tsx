import type { GarbageCollectionRules } from "lakefs-wasm";

/** How long each branch keeps what is not needed any more: bars of days, on a scale that shows both a week and a year. */
export function RetentionChart({ policy }: { policy: GarbageCollectionRules }) {
  const rows = [
    ...policy.branches.map(({ branch_id, retention_days }) => ({ name: branch_id, days: retention_days })),
    { name: policy.branches.length > 0 ? "every other branch" : "every branch", days: policy.default_retention_days },
  ];
  const longest = Math.max(...rows.map((row) => row.days), 1);
  const share = (days: number) => (days <= 0 ? 0 : Math.sqrt(days / longest) * 100);
  return (
    <table className="chart">
      <caption>How long objects that were deleted or replaced are kept</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Branch</th>
          <th scope="col">Kept</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, days }, index) => (
          <tr key={name} className={index === rows.length - 1 ? "chart-default" : ""}>
            <th scope="row">
              <span className="chart-name">{index === rows.length - 1 ? <i>{name}</i> : <code>{name}</code>}</span>
            </th>
            <td>
              <span className="bar" aria-hidden style={{ width: `${share(days)}%` }} />
              <span className="bar-label">{kept(days)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function kept(days: number): string {
  if (days === 0) return "not kept: gone with the next run";
  const years = days / 365;
  const about =
    days >= 365
      ? `, about ${years < 10 ? years.toFixed(1).replace(/\.0$/, "") : Math.round(years).toLocaleString("en")} ${Math.abs(years - 1) < 0.05 ? "year" : "years"}`
      : "";
  return `${days.toLocaleString("en")} ${days === 1 ? "day" : "days"}${about}`;
}
