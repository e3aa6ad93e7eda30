import { isLakeFSError } from "lakefs-wasm";
import { Boxes, Play } from "lucide-react";
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

  return (
    <main className="connect" id="main">
      <section className="connect-about">
        <h1 tabIndex={-1}>Repositories, and all their settings</h1>
        <p className="lead">
          A lakeFS repository versions a data lake as Git versions code. Create and delete them here, protect branches,
          say how long old data is kept, dump and restore.
        </p>
        <ul className="ticks">
          <li>Bare and read-only repositories, dumps, restores and metadata, which lakeFS’s own pages leave out</li>
          <li>Two people at the same rules: nothing is lost</li>
          <li>Every click shown as the line of TypeScript that does it</li>
        </ul>
        <p className="fine">
          Made with <code>lakefs-wasm</code>, the lakeFS client for the browser and Node.
        </p>
      </section>
      <div className="connect-ways">
        {troubled && <ErrorAlert error={startError} reload={() => location.reload()} />}
        {noServer && (
          <Notice title="No lakeFS answers at this address">
            <p>The lakeFS inside this page needs no server.</p>
          </Notice>
        )}
        <section className="card" aria-labelledby="in-page-title">
          <h2 id="in-page-title">
            <Boxes aria-hidden /> Try it without a server
          </h2>
          <p>A lakeFS that runs inside this page, with some repositories to play with. Gone when you leave.</p>
          <Button
            tone={noServer ? "primary" : "plain"}
            busy={busy}
            className="wide"
            onClick={() => void attempt(openInPage)}
          >
            <Play aria-hidden /> Open the in-page lakeFS
          </Button>
          {error !== undefined && <ErrorAlert error={error} />}
        </section>
        <section className="card" aria-labelledby="login-title">
          <h2 id="login-title">Log in to lakeFS</h2>
          <p className="fine">{location.origin}</p>
          <LoginForm onLogIn={logIn} />
        </section>
      </div>
    </main>
  );
}
