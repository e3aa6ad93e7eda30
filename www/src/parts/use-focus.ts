import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLocation } from "wouter";

/** The heading of the view, which gets the focus when the focused element is removed. */
const heading = () => document.querySelector<HTMLElement>("#main h1");

/** Focuses the heading after a navigation, a login or a logout, unless the focused element is still there, as a link to a section is. */
export function useFocusAfterNavigation(state: string) {
  const [path] = useLocation();
  const location = `${state}${path}`;
  const last = useRef(location);
  const popped = useRef(false);
  // After Back and Forward the browser restores the scroll position.
  useEffect(() => {
    const pop = () => {
      popped.current = true;
      setTimeout(() => (popped.current = false)); // the view may be the same, with another search
    };
    addEventListener("popstate", pop, true);
    return () => removeEventListener("popstate", pop, true);
  }, []);
  useEffect(() => {
    if (last.current.startsWith("starting")) last.current = location;
    if (last.current === location) return undefined;
    const view = (path: string) => path.split("/").slice(0, 3).join("/");
    if (view(last.current) !== view(location) && !popped.current) scrollTo(0, 0);
    popped.current = false;
    last.current = location;
    // The code of the view may still be loading.
    let tries = 0;
    const timer = setInterval(() => {
      const target = heading();
      if (document.activeElement && document.activeElement !== document.body) clearInterval(timer);
      else if (target && !target.classList.contains("visually-hidden")) target.focus({ preventScroll: true });
      if (++tries > 40) clearInterval(timer);
    }, 50);
    return () => clearInterval(timer);
  }, [location]);
}

/** Focuses the heading when an element is removed that has the focus. */
export function useFocusAfterRemoval() {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    return () => {
      if (element?.contains(document.activeElement)) heading()?.focus({ preventScroll: true });
    };
  }, []);
  return place;
}

/** For a form whose submission failed: focuses the first invalid field after the next render, or scrolls to the alert. */
export function useFirstProblem() {
  const form = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    if (attempts === 0) return;
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid]");
    if (field) field.focus();
    else form.current?.querySelector('[role="alert"]')?.scrollIntoView({ block: "nearest" });
  }, [attempts]);
  return { form, showProblem: () => setAttempts((count) => count + 1) };
}
