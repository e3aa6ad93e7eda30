import { type ComponentProps, createElement } from "react";

/** Content that scrolls, also with the keyboard, since it can be focused. */
export function Scrollable({ as = "section", ...props }: ComponentProps<"section"> & { as?: "section" | "pre" }) {
  return createElement(as, { tabIndex: 0, ...props });
}
