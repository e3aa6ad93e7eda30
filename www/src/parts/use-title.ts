import { useEffect } from "react";

/** Names the page's tab and its entry in the history. */
export function useTitle(...parts: readonly string[]) {
  const title = [...parts, "lakeFS repositories"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
