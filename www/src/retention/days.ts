import { quantity } from "../quantity";

/** "21 days". */
export const daysInWords = (days: number): string => quantity(days, "day");

/** "about 2 years"; undefined for less than a year. */
export function daysInYears(days: number): string | undefined {
  if (days < 365) return undefined;
  const years = days / 365;
  const text = years < 10 ? years.toFixed(1).replace(/\.0$/, "") : Math.round(years).toLocaleString("en");
  return `about ${text} ${text === "1" ? "year" : "years"}`;
}

/** "730 days, about 2 years". */
export const daysInFull = (days: number): string => [daysInWords(days), daysInYears(days)].filter(Boolean).join(", ");
