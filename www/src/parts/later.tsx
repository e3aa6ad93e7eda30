import { type ComponentType, createElement, type ReactNode, useEffect, useState } from "react";

type Found<P> = { readonly component: ComponentType<P> } | { readonly error: unknown };

/**
 * A component whose code is loaded when it is first shown; `meanwhile` stands in its place. React's own `lazy` would keep its fallback for
 * at least 300 ms, however fast the code is there.
 */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P & { meanwhile?: ReactNode }> {
  let known: Found<P> | undefined;
  return function Later(props) {
    const [found, setFound] = useState(known);
    useEffect(() => {
      if (known) return setFound(known);
      let gone = false;
      load().then(
        (module) => {
          known = { component: module.default };
          if (!gone) setFound(known);
        },
        (error: unknown) => gone || setFound({ error }), // and tried again the next time
      );
      return () => {
        gone = true;
      };
    }, []);
    if (!found) return props.meanwhile ?? null;
    if ("error" in found) throw found.error;
    return createElement(found.component, props);
  };
}
