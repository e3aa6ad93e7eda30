import { useCallback, useEffect, useRef } from "react";

interface FocusRequest {
  /** Labels, or selectors that begin with "#". */
  readonly names: readonly string[];
  readonly from: Element | null;
}

/**
 * For an action that removes the focused element, at once or after a response: focuses the first element found by these names then. If the
 * user has moved the focus elsewhere, it stays there.
 */
export function useFocusNext(): (...names: readonly string[]) => void {
  const request = useRef<FocusRequest>(undefined);
  useEffect(() => {
    const active = document.activeElement;
    if (!request.current || active === request.current.from) return;
    const found = request.current.names.map(find).find((element) => element !== null);
    const isLost = active === null || active === document.body;
    if (isLost) found?.focus();
    if (found || !isLost) request.current = undefined;
  });
  return useCallback((...names) => void (request.current = { names, from: document.activeElement }), []);
}

function find(name: string): HTMLElement | null {
  return document.querySelector(name.startsWith("#") ? name : `[aria-label="${CSS.escape(name)}"]`);
}
