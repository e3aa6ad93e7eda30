import { useCallback, useEffect, useRef } from "react";

interface Wish {
  /** Labels, or selectors that begin with "#". */
  readonly names: readonly string[];
  readonly from: Element | null;
}

/**
 * For an action that takes away what has the focus, now or when an answer is there: names what gets it then, the first that is found.
 * A focus that has been moved elsewhere stays there.
 */
export function useFocusNext(): (...names: readonly string[]) => void {
  const wish = useRef<Wish>(undefined);
  useEffect(() => {
    const active = document.activeElement;
    if (!wish.current || active === wish.current.from) return;
    const found = wish.current.names.map(find).find((element) => element !== null);
    const isLost = active === null || active === document.body;
    if (isLost) found?.focus();
    if (found || !isLost) wish.current = undefined;
  });
  return useCallback((...names) => void (wish.current = { names, from: document.activeElement }), []);
}

function find(name: string): HTMLElement | null {
  return document.querySelector(name.startsWith("#") ? name : `[aria-label="${CSS.escape(name)}"]`);
}
