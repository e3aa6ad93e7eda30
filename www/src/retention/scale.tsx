import { useState } from "react";
import { daysInWords } from "./days";

const SCALES = { linear: "Linear", log: "Log" } as const;

/** The scale of bars that show numbers of days. */
export interface Scale {
  readonly name: keyof typeof SCALES;
  readonly longest: number;
  toggle(): void;
}

/** Linear, unless short bars would vanish beside long ones, or as the user chose. */
export function useScale(days: readonly number[]): Scale {
  const [chosen, setChosen] = useState<Scale["name"]>();
  const longest = Math.max(...days, 1);
  const shortest = Math.min(...days.filter((number) => number > 0), longest);
  const name = chosen ?? (longest / shortest > 20 ? "log" : "linear");
  return { name, longest, toggle: () => setChosen(name === "log" ? "linear" : "log") };
}

export function ScaleLabel({ scale: { name, longest, toggle } }: { scale: Scale }) {
  return (
    <span className="scale">
      <span>0</span>
      <button type="button" className="sort" title="Change the scale of the bars" onClick={toggle}>
        {SCALES[name]} scale
      </button>
      <span>{daysInWords(longest)}</span>
    </span>
  );
}

export function Bar({ days, scale: { name, longest } }: { days: number; scale: Scale }) {
  const share = name === "linear" ? days / longest : Math.log1p(days) / Math.log1p(longest);
  return <span className="bar" aria-hidden style={{ width: `${Math.max(0, share || 0) * 100}%` }} />;
}
