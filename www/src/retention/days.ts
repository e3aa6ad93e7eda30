/** "21 days", "2 years". */
export function daysInWords(days: number): string {
  return `${days.toLocaleString("en")} ${days === 1 ? "day" : "days"}`;
}

/** The same with what it is about, for long ones. */
export function daysInFull(days: number): string {
  if (days < 365) return daysInWords(days);
  const years = days / 365;
  const text = years < 10 ? years.toFixed(1).replace(/\.0$/, "") : Math.round(years).toLocaleString("en");
  return `${daysInWords(days)}, about ${text} ${text === "1" ? "year" : "years"}`;
}
