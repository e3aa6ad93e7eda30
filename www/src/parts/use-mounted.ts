import { useEffect, useRef } from "react";

/** Whether the component is mounted: after its view was left, it must not navigate. */
export function useMounted() {
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => void (mounted.current = false);
  }, []);
  return mounted;
}
