const STEPS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** "3 days ago", with the date and time in its title; the date where it is in the future by the clock of this computer. */
export function Timestamp({ seconds }: { seconds: number }) {
  const age = seconds - Date.now() / 1000;
  const [unit, length] = STEPS.find(([, step]) => Math.abs(age) >= step) ?? ["second", 1];
  const moment = momentOf(seconds);
  if (!moment) return <span>{seconds}</span>;
  const words =
    unit === "second"
      ? "just now"
      : age > 0
        ? moment.toISOString().slice(0, 10)
        : relative.format(Math.round(age / length), unit);
  return (
    <time dateTime={moment.toISOString()} title={formatMoment(moment)}>
      {words}
    </time>
  );
}

/** "2026-03-01 14:05 UTC", as in server logs. */
export const formatMoment = (moment: Date) => `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;

export function formatTime(seconds: number): string {
  const moment = momentOf(seconds);
  return moment ? formatMoment(moment) : String(seconds);
}

/** Undefined for a number outside the range of `Date`. */
function momentOf(seconds: number): Date | undefined {
  const moment = new Date(seconds * 1000);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
