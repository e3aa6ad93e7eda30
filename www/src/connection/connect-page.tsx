import { isLakeFSError } from "lakefs-wasm";
import { FlaskConical, Server } from "lucide-react";
import { ErrorAlert, Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { useAttempt } from "../parts/use-attempt";
import { useTitle } from "../parts/use-title";
import { useAccess } from "./context";
import { LoginForm } from "./login-form";

/** Reasons for which a lakeFS at this address gives no proper response now. */
const OUTAGES = ["unavailable", "server_error", "rate_limited", "timeout"] as const;

export function ConnectPage() {
  const { startError } = useAccess();
  useTitle("Log in");
  const isDown = OUTAGES.some((code) => isLakeFSError(startError, code));
  // As on a host of static files.
  const hasNoServer = startError !== undefined && !isDown;
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
        {isDown && <ErrorAlert error={startError} reload={() => location.reload()} />}
        {hasNoServer && (
          <Notice title="No lakeFS answers at this address">
            <p>The sandbox needs no server.</p>
          </Notice>
        )}
        {hasNoServer && <Sandbox tone="primary" />}
        <Login />
        {!hasNoServer && <Sandbox tone="plain" />}
      </div>
      <Features />
    </main>
  );
}

function Login() {
  const { logIn } = useAccess();
  return (
    <section className="card" aria-labelledby="login-title">
      <h2 id="login-title">Log in to lakeFS</h2>
      <p className="connect-server">
        <Server aria-hidden /> {location.host}
      </p>
      <LoginForm onLogIn={logIn} />
    </section>
  );
}

function Sandbox({ tone }: { tone: "primary" | "plain" }) {
  const { openSandbox } = useAccess();
  const { busy, error, attempt } = useAttempt();
  return (
    <section className="card" aria-labelledby="sandbox-title">
      <h2 id="sandbox-title">
        <FlaskConical aria-hidden /> Try it without a server
      </h2>
      <p>A lakeFS that runs in this tab, with sample repositories. Nothing is saved; closing the tab resets it.</p>
      <Button tone={tone} busy={busy} className="wide" onClick={() => void attempt(openSandbox)}>
        Open the sandbox
      </Button>
      {error !== undefined && <ErrorAlert error={error} />}
    </section>
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
