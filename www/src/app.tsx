import { type ReactNode, type Ref, useEffect, useRef, useState } from "react";
import { Link, Redirect, Route, Router, Switch } from "wouter";
import { useCallCount, useIsCalling } from "./calls/log";
import { CommandButton } from "./commands/button";
import { ConnectPage } from "./connection/connect-page";
import { AccessProvider, useAccess } from "./connection/context";
import { Header } from "./header";
import { OfflineAlert } from "./parts/alerts";
import { Boundary } from "./parts/boundary";
import { lazyComponent, preload } from "./parts/lazy-component";
import { ToastList, Toasts } from "./parts/toasts";
import { useFocusAfterNavigation } from "./parts/use-focus";
import { TableSkeleton } from "./repositories/table-skeleton";
import { loadAdmin } from "./store/settings";
import { withoutSlash } from "./without-slash";

/** In the place of a view; the hidden heading is for screen readers. */
const inPlaceOfView = (content: ReactNode) => (
  <main id="main" className="page">
    <h1 className="visually-hidden" tabIndex={-1}>
      lakeFS repositories
    </h1>
    {content}
  </main>
);
const starting = inPlaceOfView(<TableSkeleton />);

const RepositoriesPage = lazyComponent(() => import("./repositories/page"), inPlaceOfView);
const RepositoryPage = lazyComponent(() => import("./repository/page"), inPlaceOfView);
const RestorePage = lazyComponent(() => import("./backup/restore-wizard"), inPlaceOfView);
const CallsPanel = lazyComponent(() => import("./calls/panel"));

export function App() {
  return (
    <Router base={withoutSlash(import.meta.env.BASE_URL)}>
      <Toasts>
        <AccessProvider>
          <Shell />
        </AccessProvider>
      </Toasts>
    </Router>
  );
}

function Shell() {
  const { state } = useAccess();
  useFocusAfterNavigation(state);
  const [showsCalls, setShowsCalls] = useState(false);
  const callsButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (state === "out") preload(RepositoriesPage);
    if (state !== "in") return;
    preload(RepositoryPage, CallsPanel, ToastList);
    void loadAdmin().catch(() => {});
  }, [state]);
  return (
    <>
      <button
        type="button"
        className="skip"
        onClick={() => document.getElementById("main")?.querySelector<HTMLElement>("h1")?.focus()}
      >
        Skip to content
      </button>
      <Header>
        {state === "in" && <CommandButton onCalls={() => setShowsCalls(true)} />}
        <CallsButton ref={callsButton} open={showsCalls} onClick={() => setShowsCalls(!showsCalls)} />
      </Header>
      <OfflineAlert />
      <Boundary>
        {state === "starting" && starting}
        {state === "out" && <ConnectPage />}
        {state === "in" && <Views />}
      </Boundary>
      {showsCalls && <CallsPanel onClose={() => (setShowsCalls(false), callsButton.current?.focus())} />}
    </>
  );
}

function Views() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/repositories" replace />
      </Route>
      <Route path="/index.html">
        <Redirect to="/repositories" replace />
      </Route>
      <Route path="/repositories">
        <RepositoriesPage meanwhile={starting} />
      </Route>
      <Route path="/restore">
        <RestorePage meanwhile={starting} />
      </Route>
      <Route path="/repositories/:id/*?">{({ id }) => <RepositoryPage key={id} id={id} meanwhile={starting} />}</Route>
      <Route>
        <main id="main" className="page">
          <h1 tabIndex={-1}>Page not found</h1>
          <p>
            <Link href="/repositories">All repositories</Link>
          </p>
        </main>
      </Route>
    </Switch>
  );
}

function CallsButton({ open, onClick, ref }: { open: boolean; onClick: () => void; ref: Ref<HTMLButtonElement> }) {
  const made = useCallCount();
  const running = useIsCalling();
  return (
    <button
      ref={ref}
      type="button"
      className="button button-quiet"
      aria-expanded={open}
      aria-controls={open ? "calls" : undefined}
      onClick={onClick}
    >
      <span aria-hidden className={running ? "pulse pulse-on" : "pulse"} />
      <span className="wide-text">API calls</span>{" "}
      <span className="count">
        {made} <span className="visually-hidden">made</span>
      </span>
    </button>
  );
}
