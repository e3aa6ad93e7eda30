import { isLakeFSError } from "lakefs-wasm";
import { FlaskConical, Server } from "lucide-react";
import { ErrorAlert, Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { useAttempt } from "../parts/use-attempt";
import { useTitle } from "../parts/use-title";
import { useAccess } from "./context";
import { LoginForm } from "./login-form";

export function ConnectPage() {
  const { logIn, openInPage, startError } = useAccess();
  // A lakeFS that has no answer right now, or none at all, as on a host of static files.
  const troubled =
    isLakeFSError(startError, "unavailable") ||
    isLakeFSError(startError, "server_error") ||
    isLakeFSError(startError, "rate_limited") ||
    isLakeFSError(startError, "timeout");
  const noServer = startError !== undefined && !troubled;
  const { busy, error, attempt } = useAttempt();
  useTitle("Log in");
  const sandbox = (
    <section className="card" aria-labelledby="sandbox-title">
      <h2 id="sandbox-title">
        <FlaskConical aria-hidden /> Try it without a server
      </h2>
      <p>A lakeFS that runs in this tab, with sample repositories. Nothing is saved; closing the tab resets it.</p>
      <Button
        tone={noServer ? "primary" : "plain"}
        busy={busy}
        className="wide"
        onClick={() => void attempt(openInPage)}
      >
        Open the sandbox
      </Button>
      {error !== undefined && <ErrorAlert error={error} />}
    </section>
  );
  const login = (
    <section className="card" aria-labelledby="login-title">
      <h2 id="login-title">Log in to lakeFS</h2>
      <p className="connect-server">
        <Server aria-hidden /> {location.host}
      </p>
      <LoginForm onLogIn={logIn} />
    </section>
  );

  return (
    <main className="connect" id="main">
      <section className="connect-about">
        <h1 tabIndex={-1}>Manage lakeFS repositories</h1>
        <p className="lead">
          Create and delete repositories, protect branches, set retention, back up and restore: one repository or all of
          them.
        </p>
      </section>
      <div className="connect-ways">
        {troubled && <ErrorAlert error={startError} reload={() => location.reload()} />}
        {noServer ? (
          <>
            <Notice title="No lakeFS answers at this address">
              <p>The sandbox needs no server.</p>
            </Notice>
            {sandbox}
            {login}
          </>
        ) : (
          <>
            {login}
            {sandbox}
          </>
        )}
      </div>
      <Features />
    </main>
  );
}

/** Below the login on a phone: those who know the page come to log in. */
function Features() {
  return (
    <div className="connect-features">
      <ul className="ticks">
        <li>See every repository at a glance: unprotected branches, missing retention, shared namespaces</li>
        <li>Back up and restore, and manage bare and read-only repositories that the lakeFS UI does not offer</li>
        <li>Concurrent edits are merged, never overwritten</li>
        <li>See the code behind every action</li>
      </ul>
      <p className="fine">
        Built with <code>lakefs-wasm</code>, the lakeFS client for JavaScript.
      </p>
    </div>
  );
}
