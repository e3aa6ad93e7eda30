import { FlaskConical, Server } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { AccountButton } from "./account-button";
import type { Connection } from "./connection/connection";
import { useAccess } from "./connection/context";
import { lazyMenu } from "./parts/lazy-menu";
import { useListAddress } from "./repositories/use-list-address";

const Account = lazyMenu<{ name: string }>(() => import("./account-menu"), AccountButton);

export function Header({ children }: { children: ReactNode }) {
  const { connection } = useAccess();
  const [list] = useListAddress();
  return (
    <header className={connection?.kind === "sandbox" ? "top top-sandbox" : "top"}>
      <Link href={list} className="brand">
        <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width="26" height="26" />
        <span>
          lakeFS <span className="brand-second">repositories</span>
        </span>
      </Link>
      {connection && <ServerName connection={connection} />}
      <nav className="top-right" aria-label="Tools">
        {children}
        {connection && <Account name={connection.user.id} />}
      </nav>
    </header>
  );
}

/** Always in sight, since a production and a staging server look the same otherwise. */
function ServerName({ connection: { kind, server, config } }: { connection: Connection }) {
  const version = config.version_config?.version;
  if (kind === "sandbox")
    return (
      <p className="server server-sandbox" title="Nothing here is saved; closing the tab resets it">
        <FlaskConical aria-hidden /> Sandbox <span className="wide-only">in this tab: nothing is saved</span>
      </p>
    );
  const name = server.replace(/^https?:[/][/]/, "");
  return (
    <p className="server" title={`${server}${version ? `, lakeFS ${version}` : ""}`}>
      <Server aria-hidden /> <b>{name}</b> {version && <span className="wide-only">lakeFS {version}</span>}
    </p>
  );
}
