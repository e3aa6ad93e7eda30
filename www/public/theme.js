// Before anything is drawn, so that a stored theme does not flash in the other one.
try {
  document.documentElement.dataset.theme = localStorage.getItem("lakefs-page.theme") ?? "system";
} catch {
  // A browser that stores nothing has the system's theme.
}
