import { type ComponentType, createElement, type ReactNode, useEffect, useState } from "react";
import { ErrorAlert } from "./alerts";

type Found<P> = { readonly component: ComponentType<P> } | { readonly error: unknown };

/**
 * A component whose code is loaded when it is first shown; `meanwhile` stands in its place. React's own `lazy` would keep its fallback for
 * at least 300 ms, however fast the code is there.
 */
export function lazyComponent<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P & { meanwhile?: ReactNode }> {
  let known: Found<P> | undefined;
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each component, when its module is read.
  return function LazyComponent(props) {
    const [found, setFound] = useState(known);
    const [round, setRound] = useState(0);
    // biome-ignore lint/correctness/useExhaustiveDependencies: another round loads again.
    useEffect(() => {
      if (known) return setFound(known);
      let gone = false;
      load().then(
        (module) => {
          known = { component: module.default };
          if (!gone) setFound(known);
        },
        (error: unknown) => gone || setFound({ error }),
      );
      return () => {
        gone = true;
      };
    }, [round]);
    if (!found) return props.meanwhile ?? null;
    // The network is gone, say: what else is on the page, and typed into it, stays.
    if ("error" in found)
      return (
        <ErrorAlert
          title="A part of this page could not be loaded"
          advice="Check your connection, then try again."
          error={found.error}
          reload={() => (setFound(undefined), setRound(round + 1))}
        />
      );
    return createElement(found.component, props);
  };
}
