import { useEffect } from "react";

/** Marks the document as long as something is there; a `:has()` in the styles would be computed again with every row that comes. */
export function useDocumentMark(name: "calls" | "selection") {
  useEffect(() => {
    document.documentElement.dataset[name] = "";
    return () => {
      delete document.documentElement.dataset[name];
    };
  }, [name]);
}
