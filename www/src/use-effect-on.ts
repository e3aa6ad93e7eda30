import { type DependencyList, type EffectCallback, useEffect } from "react";

/** Runs an effect when one of these values changes, and not when other values that it reads do. */
export function useEffectOn(values: DependencyList, effect: EffectCallback): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller lists the values.
  useEffect(effect, values);
}
