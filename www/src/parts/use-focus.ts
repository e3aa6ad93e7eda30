import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLocation } from "wouter";

/** The heading of the view: the focus goes there when what had it is gone. */
const heading = () => document.querySelector<HTMLElement>("#main h1");

/** After a move to another view, a login or a logout the focus is on the heading, unless what had it is still there, as a row of sections is. */
export function useFocusAfterNavigation(state: string) {
  const [path] = useLocation();
  const location = `${state}${path}`;
  const last = useRef(location);
  const popped = useRef(false);
  // Back and forward scroll to where one was; the browser does that.
  useEffect(() => {
    const pop = () => {
      popped.current = true;
      setTimeout(() => (popped.current = false)); // it may have led to the same view, with another search
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
    // A view may still be on its way.
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

/** What has the focus when it goes leaves it to the heading. */
export function useFocusLeft() {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    return () => {
      if (element?.contains(document.activeElement)) heading()?.focus({ preventScroll: true });
    };
  }, []);
  return place;
}

/** For a form whose submission failed: focuses the first invalid field once it is drawn, or scrolls to the alert. */
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
