import { type ComponentProps, createElement } from "react";

/** What scrolls, also with the keyboard: it takes the focus. */
export function Scrollable({ as = "section", ...props }: ComponentProps<"section"> & { as?: "section" | "pre" }) {
  return createElement(as, { tabIndex: 0, ...props });
}
