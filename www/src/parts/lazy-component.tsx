import { type ComponentType, createElement, type ReactNode, useState } from "react";
import { loadOnce } from "../load-once";
import { useEffectOn } from "../use-effect-on";
import { ErrorAlert } from "./alerts";

type Found<P> = { readonly component: ComponentType<P> } | { readonly error: unknown };

/**
 * A component whose code is loaded when it is first shown; until then `meanwhile` is shown. React's own `lazy` would show its fallback for
 * at least 300 ms, however fast the code is loaded. `around` wraps the alert of a failed load.
 */
export function lazyComponent<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  around: (alert: ReactNode) => ReactNode = (alert) => alert,
): ComponentType<P & { meanwhile?: ReactNode }> {
  let known: Found<P> | undefined;
  const loadModule = loadOnce(load);
  const component: ComponentType<P & { meanwhile?: ReactNode }> = function LazyComponent(props) {
    const [found, setFound] = useState(known);
    const [round, setRound] = useState(0);
    // Another round loads again.
    useEffectOn([round], () => {
      if (known) return setFound(known);
      let gone = false;
      loadModule().then(
        (module) => {
          known = { component: module.default };
          if (!gone) setFound(known);
        },
        (error: unknown) => gone || setFound({ error }),
      );
      return () => {
        gone = true;
      };
    });
    if (!found) return props.meanwhile ?? null;
    // For example offline: the rest of the page and its input stay.
    if ("error" in found)
      return around(<ErrorAlert error={found.error} reload={() => (setFound(undefined), setRound(round + 1))} />);
    return createElement(found.component, props);
  };
  loaders.set(component, () =>
    loadModule().then((module) => {
      known = { component: module.default };
    }),
  );
  return component;
}

const loaders = new Map<unknown, () => Promise<void>>();

/** Loads code while the browser is idle, so that its view opens even when the network fails later. */
export function preload(...components: readonly unknown[]) {
  const load = () => {
    for (const component of components)
      void loaders
        .get(component)?.()
        .catch(() => {});
  };
  // The list comes first: its requests leave pauses that look idle.
  setTimeout(() => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(load, { timeout: 3000 });
    else load();
  }, 400);
}
