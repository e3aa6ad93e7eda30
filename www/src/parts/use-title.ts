import { useEffect } from "react";

/** Sets the document's title. */
export function useTitle(...parts: readonly string[]) {
  const title = [...parts, "lakeFS repositories"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
