import { useEffect, useRef } from "react";

/** Whether the component is still there: one that is gone must not lead anybody elsewhere. */
export function useMounted() {
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => void (mounted.current = false);
  }, []);
  return mounted;
}
