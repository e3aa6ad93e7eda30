import { type DependencyList, type EffectCallback, useEffect } from "react";

/** Runs an effect when one of these values has changed, and not when something else that it reads has. */
export function useEffectOn(values: DependencyList, effect: EffectCallback): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: that is what it is for.
  useEffect(effect, values);
}
