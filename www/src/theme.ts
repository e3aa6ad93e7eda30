const KEY = "lakefs-page.theme";

/** "system", "light" or "dark". */
export const storedTheme = () => localStorage.getItem(KEY) ?? "system";

export function storeTheme(theme: string) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
}
