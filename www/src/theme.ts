import { read, write } from "./storage";

const KEY = "lakefs-page.theme";

/** "system", "light" or "dark". */
export const storedTheme = () => read("localStorage", KEY) ?? "system";

export function storeTheme(theme: string) {
  document.documentElement.dataset.theme = theme;
  write("localStorage", KEY, theme);
}
