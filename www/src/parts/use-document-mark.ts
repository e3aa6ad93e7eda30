import { useEffect } from "react";

/** Marks the document while a component is mounted. A `:has()` in the styles would be computed again with each row of the list. */
export function useDocumentMark(name: "calls" | "selection") {
  useEffect(() => {
    document.documentElement.dataset[name] = "";
    return () => {
      delete document.documentElement.dataset[name];
    };
  }, [name]);
}
